package org.hessianreg.dl4j.internal.mirror.network;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.hessianreg.samediff.HessianTraceException;

/**
 * How the gradients that a network trains with compare with those of its score. DL4J 1.0.0-M2.1
 * counts what comes back to a {@code SameDiffLayer} or {@code SameDiffVertex} twice, so that the
 * gradients of its parameters, and of all layers before it, are twice those of the score.
 */
public final class GradientFactors {

  private final Map<String, Set<Integer>> doublings = new HashMap<>();

  /**
   * Reads a network.
   *
   * @param nodes its nodes in the order of the forward pass
   */
  public GradientFactors(List<NetworkNode> nodes) {
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NetworkNode node = nodes.get(i);
      Set<Integer> counts = new HashSet<>();
      int own = isDoubled(node) ? 1 : 0;
      doublings.getOrDefault(node.name(), Set.of()).forEach(count -> counts.add(count + own));
      if (node.isOutput()) {
        counts.add(0);
      }
      doublings.put(node.name(), counts);
      if (!node.freezing().cutsGradient()) {
        node.inputs()
            .forEach(in -> doublings.computeIfAbsent(in, k -> new HashSet<>()).addAll(counts));
      }
    }
  }

  private static boolean isDoubled(NetworkNode node) {
    Layer layer = node.layer();
    while (layer instanceof BaseWrapperLayer) {
      layer = ((BaseWrapperLayer) layer).getUnderlying();
    }
    return layer instanceof SameDiffLayer || node.vertex() instanceof SameDiffVertex;
  }

  /**
   * Whether the network's backward pass comes to a node.
   *
   * @param node a node of the network
   * @return false if nothing of the score's gradient reaches it
   */
  public boolean reach(NetworkNode node) {
    return !doublings.get(node.name()).isEmpty();
  }

  /**
   * The factor of the gradients of a node's parameters.
   *
   * @param node a node that the backward pass comes to
   * @return a power of two
   * @throws HessianTraceException if ways of the gradient to it have different factors
   */
  public double of(NetworkNode node) {
    Set<Integer> counts = doublings.get(node.name());
    if (counts.size() > 1) {
      throw new HessianTraceException(
          String.format(
              "'%s': DL4J doubles the gradient that flows back through SameDiff layers and vertices. Here gradients meet that have and have not passed them, so that the sum is not a gradient of the score.",
              node.name()),
          "let all paths from here to the outputs pass the same number of them; a SameDiffLambdaVertex"
              + " that multiplies by 1 counts.");
    }
    return Math.scalb(1.0, counts.iterator().next());
  }
}
