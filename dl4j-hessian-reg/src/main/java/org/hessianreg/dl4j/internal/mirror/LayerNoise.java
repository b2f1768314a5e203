package org.hessianreg.dl4j.internal.mirror;

import java.util.function.Function;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;
import org.hessianreg.dl4j.internal.mirror.network.DrawnDropout;
import org.hessianreg.dl4j.internal.mirror.network.DropoutRecord;
import org.hessianreg.dl4j.internal.mirror.network.IdleNoise;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** What training does to a layer at random: dropout of its input, and noise of its weights. */
final class LayerNoise {

  private final DropoutRecord record;

  /**
   * Creates the noise of a network.
   *
   * @param record what its dropout has drawn, in the step of each call
   */
  LayerNoise(DropoutRecord record) {
    this.record = record;
  }

  /** The layer's input as dropout has left it in the step. */
  SDVariable applied(LayerScope<?> layer, SDVariable input) {
    if (!layer.isTraining() || isWrapper(layer.conf())) {
      return input;
    }
    requireNoWeightNoise(layer);
    DrawnDropout drawn = record.of(layer.conf(), layer.layer());
    if (drawn == null) {
      requireNotDrawn(layer);
      return input;
    }
    requireUsedInBackwardPass(layer);
    SDVariable x = input;
    if (drawn.scale() != null) {
      x = x.mul(mask(layer, read(layer, "dropout_scale", DrawnDropout::scale, input)));
    }
    if (drawn.shift() != null) {
      x = x.add(mask(layer, read(layer, "dropout_shift", DrawnDropout::shift, input)));
    }
    if (drawn.result() != null) {
      SDVariable result = read(layer, "dropout_result", DrawnDropout::result, input);
      x = x.add(result.sub(new StopGradient(layer.graph(), x).outputVariable()));
    }
    return x;
  }

  /** An LSTM draws in the layout NCW whatever its format. */
  private static SDVariable mask(LayerScope<?> layer, SDVariable drawn) {
    return isLstmOfRows(layer) ? drawn.permute(0, 2, 1) : drawn;
  }

  private static boolean isLstmOfRows(LayerScope<?> layer) {
    return layer.conf() instanceof LSTM
        && ((LSTM) layer.conf()).getRnnDataFormat() == RNNFormat.NWC;
  }

  /**
   * An LSTM in format NWC forgets the input after dropout, unless that was applied in place, which
   * is never done to the input of a network: its backward pass is then one without dropout.
   */
  private void requireUsedInBackwardPass(LayerScope<?> layer) {
    if (isLstmOfRows(layer) && !layer.isBackwards() && record.isFirst(layer.name())) {
      throw layer.refusal(
          "applies dropout to the network's input in format NWC, which Deeplearning4j's backward pass leaves out.",
          "use RNNFormat.NCW, or put a DropoutLayer before it.");
    }
  }

  private static IDropout dropoutOf(LayerScope<?> layer) {
    return layer.conf() instanceof org.deeplearning4j.nn.conf.layers.Layer
        ? ((org.deeplearning4j.nn.conf.layers.Layer) layer.conf()).getIDropout()
        : null;
  }

  /** Wrappers hand their input on; what they wrap has dropout of its own. */
  private static boolean isWrapper(Object conf) {
    return conf instanceof BaseWrapperLayer || conf instanceof Bidirectional;
  }

  static void requireNoWeightNoise(LayerScope<?> layer) {
    if (layer.conf() instanceof BaseLayer
        && !IdleNoise.is(((BaseLayer) layer.conf()).getWeightNoise())
        && layer.layer().numParams() > 0) {
      throw layer.refusal(
          String.format(
              "weight noise %s is not supported.",
              ((BaseLayer) layer.conf()).getWeightNoise().getClass().getSimpleName()),
          "take it out of the configuration; dropout of activations is supported.");
    }
  }

  private static void requireNotDrawn(LayerScope<?> layer) {
    Layer running = layer.layer();
    boolean known = running.conf().getLayer() == layer.conf();
    if (!IdleNoise.is(dropoutOf(layer)) && (!known || DropoutRecord.isDrawn(running))) {
      throw layer.refusal(
          "the mask that its dropout has drawn cannot be read.",
          "take the dropout out of the layer.");
    }
  }

  private SDVariable read(
      LayerScope<?> layer, String key, Function<DrawnDropout, INDArray> part, SDVariable input) {
    SDVariable array =
        layer
            .input(key, () -> part.apply(record.of(layer.conf(), layer.layer())))
            .castTo(layer.dataType());
    boolean rows = layer.shape(array).length == 2 && layer.shape(input).length == 3;
    return rows && layer.conf() instanceof RnnOutputLayer
        ? perStep(((RnnOutputLayer) layer.conf()).getRnnDataFormat(), array, layer.shape(input))
        : array;
  }

  /** Output layers of sequences apply dropout to rows, all examples of the first step first. */
  private static SDVariable perStep(RNNFormat format, SDVariable rows, long[] shape) {
    boolean channelsFirst = format != RNNFormat.NWC;
    long steps = shape[channelsFirst ? 2 : 1];
    long units = shape[channelsFirst ? 1 : 2];
    SDVariable steady = rows.reshape(steps, shape[0], units);
    return channelsFirst ? steady.permute(1, 2, 0) : steady.permute(1, 0, 2);
  }
}
