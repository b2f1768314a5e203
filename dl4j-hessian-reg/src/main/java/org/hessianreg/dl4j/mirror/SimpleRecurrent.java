package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.nd4j.autodiff.samediff.SDVariable;

/** {@code h' = φ(x·W + h·R + b)}, unrolled over time. */
final class SimpleRecurrent {

  private SimpleRecurrent() {}

  static SDVariable simpleRnn(LayerScope<SimpleRnn> layer, SDVariable input) {
    SimpleRnn conf = layer.conf();
    SDVariable weights = layer.parameter(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY);
    long units = layer.shape(weights)[0];
    SDVariable inputGain = gain(layer, 0, units);
    SDVariable recurrentGain = gain(layer, units, 2 * units);
    SDVariable projections =
        normalised(
                layer,
                Sequences.rows(layer, input, conf.getRnnDataFormat())
                    .mmul(layer.parameter(SimpleRnnParamInitializer.WEIGHT_KEY)),
                inputGain)
            .add(layer.parameter(SimpleRnnParamInitializer.BIAS_KEY));
    SDVariable[] inputs = Sequences.steps(layer, projections, layer.shape(input)[0]);
    SDVariable[] masks = Sequences.columns(layer, layer.mask());
    SDVariable[] outputs = new SDVariable[inputs.length];
    SDVariable before = CarriedState.of(layer, "prevAct");
    for (int step = 0; step < inputs.length; step++) {
      SDVariable z =
          before == null
              ? inputs[step]
              : inputs[step].add(normalised(layer, before.mmul(weights), recurrentGain));
      SDVariable output = layer.activation(conf.getActivationFn(), z);
      before = masks == null ? output : output.mul(masks[step]);
      outputs[step] = before;
    }
    return Sequences.sequences(layer, outputs, conf.getRnnDataFormat());
  }

  /** Some of the gains of layer normalisation; null if the layer does not normalise. */
  private static SDVariable gain(LayerScope<SimpleRnn> layer, long from, long to) {
    return layer.conf().hasLayerNorm()
        ? Sequences.columns(layer, layer.parameter(SimpleRnnParamInitializer.GAIN_KEY), from, to)
            .reshape(to - from)
        : null;
  }

  private static SDVariable normalised(LayerScope<SimpleRnn> layer, SDVariable z, SDVariable gain) {
    return gain == null ? z : layer.graph().nn().layerNorm(z, gain, true, 1);
  }
}
