package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.custom.BatchToSpace;
import org.nd4j.linalg.api.ops.impl.transforms.custom.BatchToSpaceND;
import org.nd4j.linalg.api.ops.impl.transforms.custom.CumSum;
import org.nd4j.linalg.api.ops.impl.transforms.custom.MatrixDiagPart;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SpaceToBatch;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SpaceToBatchND;

/**
 * Adjoints of ops that move elements about, read off what the ops are executed with: ND4J's own
 * read fields, which are empty where an attribute is an input, as in graphs imported from
 * TensorFlow.
 */
final class Rearrangements {

  private Rearrangements() {}

  /** ND4J's own reverses all dimensions. */
  static List<SDVariable> transpose(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable g = cotangents.get(0);
    if (op.args().length > 1) {
      SDVariable permutation = op.arg(1);
      return ofFirst(
          op,
          Attributes.constant(permutation)
              .map(p -> sd.permute(g, inverse(p)))
              .orElseGet(() -> sd.permute(g, sd.invertPermutation(permutation))));
    }
    int[] permutation = Attributes.integers(op);
    return ofFirst(
        op, permutation.length == 0 ? sd.transpose(g) : sd.permute(g, inverse(permutation)));
  }

  private static int[] inverse(int... permutation) {
    int[] inverse = new int[permutation.length];
    for (int i = 0; i < permutation.length; i++) {
      inverse[Math.floorMod(permutation[i], permutation.length)] = i;
    }
    return inverse;
  }

  /**
   * An op that changes nothing but the shape. ND4J's own ways back, squeeze and expandDims, leave
   * an array of one element with another shape.
   */
  static List<SDVariable> reshaped(DifferentialFunction op, List<SDVariable> cotangents) {
    return ofFirst(op, likeInput(op, cotangents.get(0)));
  }

  private static SDVariable likeInput(DifferentialFunction op, SDVariable g) {
    return g.reshape(op.getSameDiff().shape(op.arg()));
  }

  /** The dimension is the first or the second input, or the second integer argument. */
  static List<SDVariable> split(DifferentialFunction op, List<SDVariable> cotangents) {
    int[] arguments = Attributes.integers(op);
    int input = op.arg(0).dataType().isFPType() ? 0 : 1;
    int axis = arguments.length > 1 ? arguments[1] : 0;
    if (op.args().length > 1) {
      axis = constant(op, op.arg(1 - input))[0];
    }
    SDVariable joined = op.getSameDiff().concat(axis, cotangents.toArray(new SDVariable[0]));
    List<SDVariable> all = nothing(op);
    all.set(input, joined);
    return all;
  }

  /** ND4J's own pads the first image dimension as much as the second. */
  static List<SDVariable> batchToSpace(DifferentialFunction op, List<SDVariable> cotangents) {
    return blocks(op, new SpaceToBatch(), cotangents.get(0));
  }

  static List<SDVariable> spaceToBatch(DifferentialFunction op, List<SDVariable> cotangents) {
    return blocks(op, new BatchToSpace(), cotangents.get(0));
  }

  private static List<SDVariable> blocks(
      DifferentialFunction op, DynamicCustomOp opposite, SDVariable g) {
    opposite.addIArgument(Attributes.integers(op)[0]);
    return ofFirst(op, OpReapplication.append(op.getSameDiff(), opposite, g, op.arg(1))[0]);
  }

  /** ND4J's own moves blocks of images only, in both dimensions alike. */
  static List<SDVariable> spaceToBatchNd(DifferentialFunction op, List<SDVariable> cotangents) {
    return opposite(op, new BatchToSpaceND(), cotangents.get(0));
  }

  static List<SDVariable> batchToSpaceNd(DifferentialFunction op, List<SDVariable> cotangents) {
    return opposite(op, new SpaceToBatchND(), cotangents.get(0));
  }

  private static List<SDVariable> opposite(
      DifferentialFunction op, DynamicCustomOp opposite, SDVariable g) {
    opposite.addIArgument(Attributes.integers(op));
    SDVariable[] inputs = op.args().clone();
    inputs[0] = g;
    return ofFirst(op, OpReapplication.append(op.getSameDiff(), opposite, inputs)[0]);
  }

  /** The sum accumulated from the other end. ND4J's own ignores direction and dimension. */
  static List<SDVariable> cumulativeSum(DifferentialFunction op, List<SDVariable> cotangents) {
    int[] arguments = Attributes.integers(op);
    arguments[1] = 1 - arguments[1];
    CumSum opposite = new CumSum();
    opposite.addIArgument(arguments);
    SDVariable[] inputs = op.args().clone();
    inputs[0] = cotangents.get(0);
    return ofFirst(op, OpReapplication.append(op.getSameDiff(), opposite, inputs)[0]);
  }

  /** The diagonal of a square matrix, whatever the rank. ND4J's own wants equal dimensions. */
  static List<SDVariable> diagonal(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable size = sd.size(op.arg());
    SDVariable square = cotangents.get(0).reshape(sd.stack(0, size, size));
    return ofFirst(op, likeInput(op, sd.math().diagPart(square)));
  }

  /** ND4J's own takes the diagonal of a batch of matrices for that of a cube. */
  static List<SDVariable> setDiagonal(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable g = cotangents.get(0);
    return List.of(
        sd.math().setDiag(g, sd.zerosLike(op.arg(1))),
        OpReapplication.append(sd, new MatrixDiagPart(), g)[0]);
  }

  /** ND4J's own ignores that the first two dimensions may be exchanged. */
  static List<SDVariable> grid(DifferentialFunction op, List<SDVariable> cotangents) {
    int rank = cotangents.size();
    boolean cartesian = Attributes.integers(op)[0] != 0 && rank > 1;
    List<SDVariable> all = new ArrayList<>();
    for (int i = 0; i < rank; i++) {
      int dimension = cartesian && i < 2 ? 1 - i : i;
      int[] others = IntStream.range(0, rank).filter(d -> d != dimension).toArray();
      SDVariable sum = rank == 1 ? cotangents.get(i) : cotangents.get(i).sum(others);
      all.add(sum.reshape(op.getSameDiff().shape(op.arg(i))));
    }
    return all;
  }

  /** ND4J's own is right for one array in its own order. */
  static List<SDVariable> flattened(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    boolean byColumns = Attributes.integers(op)[0] == 'f';
    SDVariable[] inputs = op.args();
    SDVariable[] sizes = Arrays.stream(inputs).map(sd::size).toArray(SDVariable[]::new);
    SDVariable g = cotangents.get(0);
    SDVariable[] parts =
        inputs.length == 1
            ? new SDVariable[] {g}
            : sd.splitV(g, sd.stack(0, sizes), inputs.length, 0);
    List<SDVariable> all = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      SDVariable shape = sd.shape(inputs[i]);
      all.add(
          byColumns
              ? sd.transpose(parts[i].reshape(sd.reverse(shape, 0)))
              : parts[i].reshape(shape));
    }
    return all;
  }

  /** A reduction whose dimensions are an input. ND4J's own reduces all of them. */
  static List<SDVariable> reduction(
      DifferentialFunction op, SDVariable dimensions, List<SDVariable> cotangents) {
    // The session does the same when it executes the op.
    op.setDimensions(constant(op, dimensions));
    return ofFirst(op, Adjoints.own(op, cotangents).get(0));
  }

  static int[] constant(DifferentialFunction op, SDVariable attribute) {
    Optional<int[]> elements = Attributes.constant(attribute);
    return elements.orElseThrow(
        () ->
            new HessianTraceException(
                String.format(
                    "Variable '%s': the input '%s' of op '%s' (%s) determines its dimensions, but is computed or fed.",
                    op.outputVariablesNames()[0], attribute.name(), op.getOwnName(), op.opName()),
                "make it a constant."));
  }

  static List<SDVariable> ofFirst(DifferentialFunction op, SDVariable cotangent) {
    List<SDVariable> all = nothing(op);
    all.set(0, cotangent);
    return all;
  }

  private static List<SDVariable> nothing(DifferentialFunction op) {
    return new ArrayList<>(Collections.nCopies(op.args().length, null));
  }
}
