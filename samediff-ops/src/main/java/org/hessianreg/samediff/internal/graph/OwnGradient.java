package org.hessianreg.samediff.internal.graph;

import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;

/** An op's own gradient, checked. */
public final class OwnGradient {

  private OwnGradient() {}

  /**
   * Appends an op's gradient.
   *
   * @param op an op of a graph
   * @param cotangents those of its outputs; null for outputs that are not floating point
   * @param moves whether an input, by its number, depends on a parameter
   * @return what {@code doDiff} returns: a gradient for each input that moves, and perhaps for
   *     others
   * @throws RuntimeException if it throws, or returns another number of gradients
   */
  public static List<SDVariable> of(
      DifferentialFunction op, List<SDVariable> cotangents, IntPredicate moves) {
    List<SDVariable> gradients = op.doDiff(cotangents);
    int inputs = op.args().length;
    int needed = IntStream.range(0, inputs).filter(moves).map(i -> i + 1).max().orElse(0);
    if (gradients.size() > inputs || gradients.size() < needed) {
      throw new IllegalStateException(
          String.format("it has %d gradients for %d inputs", gradients.size(), inputs));
    }
    return gradients;
  }
}
