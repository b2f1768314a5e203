package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Recurrent layers with dropout, in each format and wrapper; also dropout that drops nothing. */
@SuppressWarnings("deprecation") // GravesLSTM.
public final class RecurrentDropoutCases {

  private RecurrentDropoutCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (RNNFormat format : RNNFormat.values()) {
      for (double p : new double[] {1.0, 0.5}) {
        layers(format)
            .forEach(
                (name, layer) -> {
                  // Deeplearning4j itself trains only its LSTM with dropout in format NWC.
                  if (format == RNNFormat.NCW || name.equals("LSTM")) {
                    for (long[] size : new long[][] {{3, 4}, {3, 1}, {1, 4}}) {
                      String title =
                          String.format(
                              "%s, %s, retaining %s, %d features, %d steps",
                              name, format, p, size[0], size[1]);
                      cases.addAll(wrapped(title, format, size, layer, new Dropout(p)));
                    }
                  }
                });
      }
    }
    return cases;
  }

  private static List<NetworkCase> wrapped(
      String title,
      RNNFormat format,
      long[] size,
      Supplier<BaseRecurrentLayer.Builder<?>> layer,
      Dropout dropout) {
    Supplier<Layer> made = () -> layer.get().nIn(size[0]).nOut(3).dropOut(dropout.clone()).build();
    List<NetworkCase> cases = new ArrayList<>();
    cases.add(sequences(title, format, size, made));
    cases.add(sequences("Bidirectional " + title, format, size, () -> both(made.get())));
    cases.add(last("LastTimeStep of " + title, format, size, () -> new LastTimeStep(made.get())));
    if (size[1] > 1) {
      cases.add(
          sequences("MaskZero " + title, format, size, () -> new MaskZeroLayer(made.get(), 0.0)));
    }
    return cases;
  }

  private static Layer both(Layer inner) {
    return new Bidirectional(Bidirectional.Mode.ADD, inner);
  }

  private static Map<String, Supplier<BaseRecurrentLayer.Builder<?>>> layers(RNNFormat format) {
    Map<String, Supplier<BaseRecurrentLayer.Builder<?>>> layers = new LinkedHashMap<>();
    layers.put("LSTM", () -> new LSTM.Builder().dataFormat(format));
    layers.put("GravesLSTM", () -> new GravesLSTM.Builder().dataFormat(format));
    layers.put("SimpleRnn", () -> new SimpleRnn.Builder().dataFormat(format));
    return layers;
  }

  private static NetworkCase sequences(
      String name, RNNFormat format, long[] size, Supplier<Layer> layer) {
    return NetworkCase.layers(
        name,
        () ->
            conf()
                .list(before(format, size[0]), layer.get(), RecurrentCases.output(3, format))
                .build(),
        () -> data(format, size));
  }

  private static NetworkCase last(
      String name, RNNFormat format, long[] size, Supplier<Layer> layer) {
    return NetworkCase.layers(
        name,
        () ->
            conf()
                .list(
                    before(format, size[0]),
                    layer.get(),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build(),
        () -> batch(data(format, size).getFeatures(0), classes(5, 2)));
  }

  /** Of a network's input in format NWC, Deeplearning4j's backward pass leaves dropout out. */
  private static Layer before(RNNFormat format, long units) {
    return new SimpleRnn.Builder().dataFormat(format).nIn(units).nOut(units).build();
  }

  private static MultiDataSet data(RNNFormat format, long... size) {
    var features = normal(1, 5, size[0], size[1]);
    var labels = sequenceClasses(5, 2, (int) size[1]);
    return format == RNNFormat.NCW
        ? batch(features, labels)
        : batch(features.permute(0, 2, 1).dup('c'), labels.permute(0, 2, 1).dup('c'));
  }
}
