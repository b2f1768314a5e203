package org.hessianreg.samediff.internal.graph;

import java.util.Set;

/** Which inputs an op reads the elements of; of the others it reads the shape alone. */
public final class Reads {

  /** Ops that read the shapes of all their inputs, and no elements. */
  private static final Set<String> OF_SHAPES = Set.of("shape_of", "size", "zeroslike", "ones_as");

  /** Backward ops that read the elements of the cotangent, their last input except for an axis. */
  private static final Set<String> OF_TWO_SHAPES = Set.of("add_bp", "subtract_bp");

  private static final Set<String> OF_ONE_SHAPE = Set.of("reduce_sum_bp", "reduce_mean_bp");

  private Reads() {}

  /**
   * Whether an op reads the elements of an input.
   *
   * @param op the op's name
   * @param index the input's index
   * @return false if the op reads no more than the input's shape
   */
  public static boolean elements(String op, int index) {
    return !(OF_SHAPES.contains(op)
        || (OF_TWO_SHAPES.contains(op) && index < 2)
        || (OF_ONE_SHAPE.contains(op) && index == 0));
  }
}
