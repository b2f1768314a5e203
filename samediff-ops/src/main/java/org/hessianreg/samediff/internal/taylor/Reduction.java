package org.hessianreg.samediff.internal.taylor;

import org.hessianreg.samediff.internal.calculus.KeptDimensions;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.BaseReduceOp;

/** The dimensions over which an op reduces its input, and whether they stay as ones. */
final class Reduction {

  private static final int WHOLE_ARRAY = Integer.MAX_VALUE;

  private final SDVariable input;
  private final SDVariable output;
  private final int[] dimensions;
  private final boolean keepDimensions;

  private Reduction(OpCall c, int[] dimensions, boolean keepDimensions) {
    this.input = c.x();
    this.output = c.y();
    this.dimensions = dimensions;
    this.keepDimensions = keepDimensions;
  }

  /** The reduction of a {@code BaseReduceOp} with one array. */
  static Reduction of(OpCall c) {
    return of(c, 1);
  }

  /** The reduction of a {@code BaseReduceOp} with one or two arrays. */
  static Reduction of(OpCall c, int arrays) {
    BaseReduceOp op = (BaseReduceOp) c.op();
    int[] own = op.getDimensions() == null ? new int[0] : op.getDimensions();
    return new Reduction(c, dimensions(c, arrays, own), op.isKeepDims());
  }

  /** The reduction of an op that holds its dimensions as integer arguments. */
  static Reduction ofArguments(OpCall c, boolean keepDimensions) {
    return new Reduction(c, dimensions(c, 1, c.integerArguments()), keepDimensions);
  }

  /** An empty array stands for all dimensions. */
  private static int[] dimensions(OpCall c, int arrays, int[] own) {
    int[] dimensions = c.inputs().size() > arrays ? constant(c, arrays) : own;
    return dimensions.length == 1 && dimensions[0] == WHOLE_ARRAY ? new int[0] : dimensions;
  }

  private static int[] constant(OpCall c, int index) {
    SDVariable variable = c.input(index).value();
    return Attributes.constant(variable)
        .orElseThrow(() -> c.unsupported("its dimensions are computed"));
  }

  /** The sum, with the shape of the op's output. */
  SDVariable sum(SDVariable v) {
    return keepDimensions ? sumKeep(v) : v.sum(dimensions);
  }

  /** The mean, with the shape of the op's output. */
  SDVariable mean(SDVariable v) {
    return keepDimensions ? meanKeep(v) : v.mean(dimensions);
  }

  /** The sum, with a shape that broadcasts against the input. */
  SDVariable sumKeep(SDVariable v) {
    return KeptDimensions.sum(v, dimensions);
  }

  /** The mean, with a shape that broadcasts against the input. */
  SDVariable meanKeep(SDVariable v) {
    return KeptDimensions.mean(v, dimensions);
  }

  /** Gives a variable of the output's shape one that broadcasts against the input. */
  SDVariable spread(SDVariable v) {
    return keepDimensions ? v : KeptDimensions.restore(v, input, dimensions);
  }

  /** How many elements of the input there are for each element of the output. */
  SDVariable count() {
    SameDiff sd = input.getSameDiff();
    SDVariable size = sd.size(input).castTo(input.dataType());
    return size.mul(sd.math().reciprocal(sd.size(output).castTo(input.dataType())));
  }
}
