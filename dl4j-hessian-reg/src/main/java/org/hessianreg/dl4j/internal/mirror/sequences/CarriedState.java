package org.hessianreg.dl4j.internal.mirror.sequences;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The state in which the segment before has left a recurrent layer, in truncated backpropagation
 * through time. It is a constant of the step.
 *
 * <p>In {@code fit}, Deeplearning4j 1.0.0-M2.1 goes forward from this state, but its backward pass
 * runs the layer again from a state of zeros: from the second segment on, its gradient is that of
 * no function. The mirror is that of the score, which is what the penalty is of.
 */
final class CarriedState {

  private CarriedState() {}

  /**
   * A part of the state.
   *
   * @param key the layer's name of it
   * @return a row for each example; null if the layer starts from zeros
   */
  static SDVariable of(LayerScope<? extends BaseRecurrentLayer> layer, String key) {
    if (!layer.isTruncated()) {
      return null;
    }
    if (layer.isWrapped()) {
      throw layer.refusal(
          "is inside of another layer, where Deeplearning4j does not carry its state from one"
              + " segment to the next",
          "use it without the other layer, or BackpropType.Standard.");
    }
    if (layer.conf().getRnnDataFormat() == RNNFormat.NWC) {
      throw layer.refusal(
          "takes [example, step, feature], but Deeplearning4j cuts segments of [example, feature,"
              + " step]",
          "use RNNFormat.NCW, or BackpropType.Standard.");
    }
    var recurrent = (org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer<?>) layer.layer();
    return recurrent.rnnGetPreviousState().containsKey(key)
        ? layer.input("state/" + key, () -> recurrent.rnnGetPreviousState().get(key))
        : null;
  }
}
