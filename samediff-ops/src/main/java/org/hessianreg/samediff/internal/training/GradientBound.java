package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.loss.L2Loss;

/**
 * Keeps the gradient of the penalty from being longer than a multiple of the gradient of the loss.
 * Immutable.
 */
final class GradientBound {

  /** Vanishes beside every norm that matters, and makes 0/0 a 1. */
  private static final double SMALLEST = Double.MIN_NORMAL;

  private final double ratio;

  /**
   * Creates a bound.
   *
   * @param ratio the largest ratio of the norms, positive and finite
   */
  GradientBound(double ratio) {
    this.ratio = ratio;
  }

  /**
   * Appends the factor {@code min(1, ratio·|∇L| / |∇penalty|)}, exactly 1 where nothing is to be
   * shortened.
   *
   * @param graph the graph of the gradients
   * @param ops the open addition that receives what is appended
   * @param loss the gradients of the loss
   * @param penalty the gradients of the penalty
   * @return a scalar in float64
   */
  SDVariable scale(
      SameDiff graph,
      GraphAddition ops,
      Collection<SDVariable> loss,
      Collection<SDVariable> penalty) {
    try (NameScope scope = ops.scope()) {
      SDVariable most = norm(graph, loss).mul(ratio);
      SDVariable longest = graph.math().max(most, norm(graph, penalty));
      return most.add(SMALLEST).div(longest.add(SMALLEST));
    }
  }

  /** The norm of all elements of some arrays together. */
  private static SDVariable norm(SameDiff graph, Collection<SDVariable> arrays) {
    Map<DataType, List<SDVariable>> halves = new LinkedHashMap<>();
    for (SDVariable array : arrays) {
      // Half the sum of the squares, by one op whatever the layout.
      SDVariable half = new L2Loss(graph, array).outputVariable();
      halves.computeIfAbsent(array.dataType(), type -> new ArrayList<>()).add(half);
    }
    List<SDVariable> sums = new ArrayList<>();
    halves.values().forEach(terms -> sums.add(sum(graph, terms).castTo(DataType.DOUBLE)));
    return graph.math().sqrt(sum(graph, sums).mul(2.0));
  }

  private static SDVariable sum(SameDiff graph, List<SDVariable> terms) {
    return terms.size() == 1
        ? terms.get(0)
        : graph.math().mergeAdd(terms.toArray(new SDVariable[0]));
  }
}
