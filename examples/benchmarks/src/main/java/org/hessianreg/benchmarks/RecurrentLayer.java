package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDataFormat;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMLayerConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMLayerWeights;

/**
 * An LSTM classifier by ND4J's {@code lstmLayer}. Sequences are [batch, steps, features]; the class
 * is read from the last output.
 */
final class RecurrentLayer {

  private RecurrentLayer() {}

  static SDVariable logits(
      Layers layers, SDVariable sequences, int features, int units, int classes) {
    LSTMLayerWeights weights =
        LSTMLayerWeights.builder()
            .weights(layers.weight("Wx", features, features, 4L * units))
            .rWeights(layers.weight("Wh", units, units, 4L * units))
            .bias(layers.bias("b", 4 * units))
            .build();
    LSTMLayerConfig last =
        LSTMLayerConfig.builder()
            .lstmdataformat(LSTMDataFormat.NTS)
            .retFullSequence(false)
            .retLastH(true)
            .build();
    SDVariable output =
        layers.graph().rnn().lstmLayer(sequences, null, null, null, weights, last)[0];
    return layers.dense(output, units, classes);
  }
}
