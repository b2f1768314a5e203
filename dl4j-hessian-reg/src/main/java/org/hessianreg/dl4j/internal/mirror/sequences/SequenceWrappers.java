package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.deeplearning4j.nn.params.BidirectionalParamInitializer.BACKWARD_PREFIX;
import static org.deeplearning4j.nn.params.BidirectionalParamInitializer.FORWARD_PREFIX;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers that run another layer on sequences. */
final class SequenceWrappers {

  private SequenceWrappers() {}

  static SDVariable bidirectional(LayerScope<Bidirectional> layer, SDVariable input) {
    Bidirectional conf = layer.conf();
    int time = Sequences.timeAxis(conf.getRNNDataFormat());
    SDVariable mask = bidirectionalMask(layer);
    SDVariable forwards =
        layer.activations(
            layer.inner(conf.getFwd(), layer.layer(), FORWARD_PREFIX, true).withMask(mask), input);
    SDVariable reversedMask = mask == null ? null : layer.graph().reverse(mask, 1);
    SDVariable reversed =
        layer.activations(
            layer.inner(conf.getBwd(), layer.layer(), BACKWARD_PREFIX, true).withMask(reversedMask),
            layer.graph().reverse(input, time));
    SDVariable backwards = layer.graph().reverse(reversed, time);
    switch (conf.getMode()) {
      case ADD:
        return forwards.add(backwards);
      case MUL:
        return forwards.mul(backwards);
      case AVERAGE:
        return forwards.add(backwards).mul(0.5);
      case CONCAT:
        return layer.graph().concat(3 - time, forwards, backwards);
      default:
        throw layer.refusal("mode " + conf.getMode() + " is unknown", "use another mode.");
    }
  }

  /** The mask of the forward layer, if it is one with which its gradient is right. */
  @SuppressWarnings("deprecation") // Deprecated layers are trained as long as they exist.
  private static SDVariable bidirectionalMask(LayerScope<Bidirectional> layer) {
    Object inside = layer.conf().getFwd();
    if (!(inside instanceof BaseRecurrentLayer)) {
      throw layer.refusal(
          "has a " + inside.getClass().getSimpleName() + " inside, expected a recurrent layer",
          "put the " + inside.getClass().getSimpleName() + " around Bidirectional.");
    }
    if (inside instanceof LSTM && layer.mask() != null) {
      throw layer.refusal(
          "runs an LSTM against the direction of time with a mask, which Deeplearning4j's gradient"
              + " of an LSTM ignores",
          "use GravesLSTM or SimpleRnn, or sequences of one length.");
    }
    return inside instanceof GravesLSTM
        ? layer.mask(array -> MaskContents.requireNoGaps(layer, array))
        : layer.mask();
  }

  /**
   * The output of the last step that the mask, if there is one, leaves. Deeplearning4j then rounds
   * it to ND4J's default type, which this does not.
   */
  static SDVariable lastTimeStep(LayerScope<LastTimeStep> layer, SDVariable input) {
    var conf = layer.conf().getUnderlying();
    Layer inner = inner(layer);
    SDVariable steps = layer.activations(layer.inner(conf, inner, "", true), input);
    RNNFormat format = TimeSeriesUtils.getFormatFromRnnLayer(conf);
    if (inner.getMaskArray() == null) {
      return Sequences.lastStep(layer, steps, format);
    }
    SDVariable last = layer.input("last", () -> MaskContents.lastSteps(inner.getMaskArray()));
    return steps
        .mul(Sequences.alongTime(layer, last.castTo(layer.dataType()), format))
        .sum(Sequences.timeAxis(format));
  }

  /** The mask that Deeplearning4j has made of the input is the inner layer's now. */
  static SDVariable maskZero(LayerScope<MaskZeroLayer> layer, SDVariable input) {
    return layer.activations(
        layer.inner(layer.conf().getUnderlying(), inner(layer), "", true), input);
  }

  /**
   * Steps are examples, those of one sequence together. Deeplearning4j gives the inner layer a mask
   * in another order, the examples of one step together; so does this.
   */
  static SDVariable timeDistributed(LayerScope<TimeDistributed> layer, SDVariable input) {
    long[] shape = layer.shape(input);
    if (shape.length != 3) {
      throw layer.refusal(
          "takes an input of rank " + shape.length + ", expected 3",
          "distribute a layer over sequences of vectors.");
    }
    // Where no format is set, this layer, unlike all others, takes NWC.
    int time = layer.conf().getRnnDataFormat() == RNNFormat.NCW ? 2 : 1;
    SDVariable rows =
        input.permute(0, time, 3 - time).reshape(shape[0] * shape[time], shape[3 - time]);
    SDVariable output =
        layer.activations(layer.inner(layer.conf().getUnderlying(), inner(layer), "", true), rows);
    return output.reshape(shape[0], shape[time], layer.shape(output)[1]).permute(0, time, 3 - time);
  }

  private static Layer inner(LayerScope<?> layer) {
    return ((BaseWrapperLayer) layer.layer()).getUnderlying();
  }
}
