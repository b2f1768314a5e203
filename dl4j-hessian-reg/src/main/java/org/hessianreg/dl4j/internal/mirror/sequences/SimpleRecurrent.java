package org.hessianreg.dl4j.internal.mirror.sequences;

import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** {@code h' = φ(x·W + h·R + b)}, unrolled over time. */
final class SimpleRecurrent {

  private SimpleRecurrent() {}

  static SDVariable simpleRnn(LayerScope<SimpleRnn> layer, SDVariable input) {
    SimpleRnn conf = layer.conf();
    if (conf.hasLayerNorm()) {
      throw layer.refusal(
          "has layer normalisation, with which Deeplearning4j 1.0.0-M2.1 cannot run it",
          "configure hasLayerNorm(false).");
    }
    SDVariable weights = layer.parameter(SimpleRnnParamInitializer.RECURRENT_WEIGHT_KEY);
    SDVariable projections =
        Sequences.rows(layer, input, conf.getRnnDataFormat())
            .mmul(layer.parameter(SimpleRnnParamInitializer.WEIGHT_KEY))
            .add(layer.parameter(SimpleRnnParamInitializer.BIAS_KEY));
    SDVariable[] inputs = Sequences.steps(layer, projections, layer.shape(input)[0]);
    SDVariable[] masks = Sequences.columns(layer, layer.mask());
    SDVariable[] outputs = new SDVariable[inputs.length];
    SDVariable before = CarriedState.of(layer, "prevAct");
    for (int step = 0; step < inputs.length; step++) {
      SDVariable z = before == null ? inputs[step] : inputs[step].add(before.mmul(weights));
      SDVariable output = layer.activation(conf.getActivationFn(), z);
      before = masks == null ? output : output.mul(masks[step]);
      outputs[step] = before;
    }
    return Sequences.sequences(layer, outputs, conf.getRnnDataFormat());
  }
}
