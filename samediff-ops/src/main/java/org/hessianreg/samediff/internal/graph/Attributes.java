package org.hessianreg.samediff.internal.graph;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.ReduceOp;

/**
 * The attributes of ops: integer arguments, or inputs where a graph was imported. ND4J's classes
 * have fields for them besides, which an imported or copied op lacks.
 */
public final class Attributes {

  /** What SameDiff writes for the dimensions of a reduction that names none. */
  private static final int EVERYTHING = Integer.MAX_VALUE;

  private Attributes() {}

  /**
   * Returns the integer arguments of an op.
   *
   * @param op an op of ND4J's newer kind
   * @return its integer arguments; empty if it has none
   */
  public static int[] integers(DifferentialFunction op) {
    return Arrays.stream(((CustomOp) op).iArgs()).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * Reads an input that holds integers.
   *
   * @param input an input of an op
   * @return its elements, or nothing if they are known only when the graph is executed
   */
  public static Optional<int[]> constant(SDVariable input) {
    return input.getVariableType() == VariableType.CONSTANT
        ? Optional.of(input.getArr().castTo(DataType.INT32).reshape(-1).toIntVector())
        : Optional.empty();
  }

  /**
   * Returns whether inputs that hold integers are known to hold each number once at most.
   *
   * @param inputs inputs of an op
   * @return true if they are constants, and no number occurs twice in them
   */
  public static boolean areDistinct(List<SDVariable> inputs) {
    Set<Integer> seen = new HashSet<>();
    for (SDVariable input : inputs) {
      Optional<int[]> numbers = constant(input);
      if (numbers.isEmpty() || !Arrays.stream(numbers.get()).allMatch(seen::add)) {
        return false;
      }
    }
    return true;
  }

  /**
   * Checks whether a reduction without such an input as {@link #dimensionInput} is over everything.
   *
   * @param op a reduction
   * @return true if it names no dimension
   */
  static boolean areAllReduced(BaseReduceOp op) {
    int[] dimensions = op.getDimensions();
    return dimensions == null
        || dimensions.length == 0
        || (dimensions.length == 1 && dimensions[0] == EVERYTHING);
  }

  /**
   * Looks for the input that names the dimensions of a reduction.
   *
   * @param op any op
   * @return the input after the one or two arrays that are reduced, if the op is a reduction of
   *     ND4J's older kind and has it
   */
  public static Optional<SDVariable> dimensionInput(DifferentialFunction op) {
    if (!(op instanceof BaseReduceOp)) {
      return Optional.empty();
    }
    int arrays = ((ReduceOp) op).getOpType() == Op.Type.REDUCE3 ? 2 : 1;
    return op.args().length > arrays ? Optional.of(op.arg(arrays)) : Optional.empty();
  }
}
