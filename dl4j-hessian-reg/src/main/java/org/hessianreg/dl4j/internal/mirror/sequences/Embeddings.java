package org.hessianreg.dl4j.internal.mirror.sequences;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.hessianreg.dl4j.internal.mirror.layers.FullyConnected;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers that look rows of their weights up. */
final class Embeddings {

  private Embeddings() {}

  static SDVariable embedding(LayerScope<EmbeddingLayer> layer, SDVariable input) {
    long[] shape = layer.shape(input);
    if (shape.length != 2 || shape[1] != 1) {
      throw layer.refusal(
          "takes an input of shape " + Arrays.toString(shape) + ", expected [examples, 1]",
          "give an index for each example.");
    }
    return FullyConnected.masked(
        layer, layer.activation(layer.conf().getActivationFn(), rows(layer, input)));
  }

  static SDVariable sequence(LayerScope<EmbeddingSequenceLayer> layer, SDVariable input) {
    EmbeddingSequenceLayer conf = layer.conf();
    long[] shape = layer.shape(input);
    long examples = shape[0];
    long steps = shape.length == 1 ? 1 : shape[shape.length - 1];
    SDVariable looked = rows(layer, input).reshape(examples, steps, conf.getNOut());
    SDVariable z =
        Sequences.timeAxis(conf.getOutputFormat()) == 2 ? looked.permute(0, 2, 1) : looked;
    SDVariable output = layer.activation(conf.getActivationFn(), z);
    SDVariable mask = layer.mask();
    return mask == null
        ? output
        : output.mul(Sequences.alongTime(layer, mask, conf.getOutputFormat()));
  }

  /** A row for each index. */
  private static SDVariable rows(LayerScope<? extends FeedForwardLayer> layer, SDVariable input) {
    SDVariable weights = layer.parameter(DefaultParamInitializer.WEIGHT_KEY);
    SDVariable indices = input.castTo(DataType.INT64).reshape(-1);
    SDVariable rows = layer.graph().gather(weights, indices, 0);
    return layer.hasParameter(DefaultParamInitializer.BIAS_KEY)
        ? rows.add(layer.parameter(DefaultParamInitializer.BIAS_KEY))
        : rows;
  }
}
