package org.hessianreg.dl4j.internal.mirror.network;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/**
 * In Deeplearning4j 1.0.0-M2.1, the backward pass of a LossLayer's activation function overwrites
 * the layer's input, from which other layers that read it then compute their gradients.
 */
public final class LossLayerInputs {

  private LossLayerInputs() {}

  /**
   * Requires that no input that is overwritten has other readers.
   *
   * @param nodes the network
   * @throws HessianTraceException if one has
   */
  public static void requireUnshared(List<NetworkNode> nodes) {
    List<String> read = new ArrayList<>();
    nodes.forEach(node -> read.addAll(node.inputs()));
    for (NetworkNode node : nodes) {
      if (overwritesInput(node) && Collections.frequency(read, node.inputs().get(0)) > 1) {
        throw new HessianTraceException(
            String.format(
                "'%s' (LossLayer): Deeplearning4j overwrites its input '%s', which other layers"
                    + " read, so that their gradients are wrong.",
                node.name(), node.inputs().get(0)),
            "give it its own input by an ActivationLayer with Activation.IDENTITY before it.");
      }
    }
  }

  private static boolean overwritesInput(NetworkNode node) {
    if (!node.isOutput() || !(node.conf() instanceof LossLayer)) {
      return false;
    }
    LossLayer conf = (LossLayer) node.conf();
    boolean withoutBackwardPass =
        conf.getActivationFn() instanceof ActivationSoftmax
            && conf.getLossFn() instanceof LossMCXENT;
    return !withoutBackwardPass && !(conf.getActivationFn() instanceof ActivationIdentity);
  }
}
