package org.hessianreg.dl4j.internal.mirror.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What goes wrong in a step because DL4J applies dropout in place, to the very array that the layer
 * before has returned.
 */
final class InPlaceDropout {

  private final List<NetworkNode> nodes;
  private final Map<String, INDArray> activations;
  private final List<INDArray> noisy = new ArrayList<>();

  /**
   * Begins with a network.
   *
   * @param nodes the network
   * @param activations what the nodes returned, by name
   */
  InPlaceDropout(List<NetworkNode> nodes, Map<String, INDArray> activations) {
    this.nodes = nodes;
    this.activations = activations;
  }

  /**
   * Checks the dropout of the next layer.
   *
   * @param node the layer
   * @param dropout its dropout
   * @param result the layer's input after dropout
   * @throws HessianTraceException if it has overwritten what is needed later
   */
  void require(NetworkNode node, IDropout dropout, INDArray result) {
    for (INDArray before : noisy) {
      if (isSame(before, result)) {
        throw new HessianTraceException(
            String.format(
                "'%s': DL4J applies dropout in place, to the result of the GaussianNoise before it,"
                    + " which is kept nowhere else.",
                node.name()),
            "put a layer without dropout between them.");
      }
    }
    if (dropout instanceof GaussianNoise) {
      noisy.add(result);
    }
    String input = node.inputs().get(0);
    INDArray original = activations.get(input);
    if (original == null || !isSame(original, result)) {
      return;
    }
    for (NetworkNode other : nodes) {
      if (other != node && other.layer() != null && other.inputs().get(0).equals(input)) {
        throw new HessianTraceException(
            String.format(
                "'%s': DL4J applies dropout in place, to the activations of '%s', which '%s' reads"
                    + " again in the backward pass, so that the gradient is not one of the score.",
                node.name(), input, other.name()),
            String.format("put a ScaleVertex(1.0) between '%s' and '%s'.", input, node.name()));
      }
    }
  }

  private static boolean isSame(INDArray a, INDArray b) {
    return a.data() == b.data() && a.offset() == b.offset();
  }
}
