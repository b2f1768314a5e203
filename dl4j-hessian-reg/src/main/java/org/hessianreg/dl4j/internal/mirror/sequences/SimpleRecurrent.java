package org.hessianreg.dl4j.internal.mirror.sequences;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.params.SimpleRnnParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** {@code h' = φ(x·W + h·R + b)}, step by step. */
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
    long examples = layer.shape(input)[0];
    SDVariable mask = layer.mask();
    Steps steps = new Steps(layer, true);
    SDVariable carried = CarriedState.of(layer, "prevAct");
    SDVariable start =
        carried == null ? steps.zeros(weights, examples, layer.shape(weights)[0]) : carried;
    List<SDVariable> sequences = new ArrayList<>();
    sequences.add(Sequences.steps(layer, projections, examples));
    if (mask != null) {
      sequences.add(Sequences.columns(layer, mask));
    }
    SDVariable outputs =
        steps.run(
            sequences,
            List.of(start),
            (slices, before) -> {
              SDVariable z = slices.get(0).add(before.get(0).mmul(weights));
              SDVariable output = layer.activation(conf.getActivationFn(), z);
              return List.of(mask == null ? output : output.mul(slices.get(1)));
            });
    return Sequences.sequences(outputs, conf.getRnnDataFormat());
  }
}
