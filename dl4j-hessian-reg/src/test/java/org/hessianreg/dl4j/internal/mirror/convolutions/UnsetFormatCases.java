package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Layers of sequences whose data format is set neither by the user nor from the type of the input,
 * with as many steps as classes and with more. Deeplearning4j 1.0.0-M2.1 then takes output layers
 * only with as many inputs as classes.
 */
@SuppressWarnings("deprecation") // GravesLSTM.
public final class UnsetFormatCases {

  private static final int CLASSES = 3;

  private UnsetFormatCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (int steps : new int[] {CLASSES, CLASSES + 2}) {
      layers(cases, "Bidirectional", steps, () -> both(new LSTM.Builder().nIn(2).nOut(3).build()));
      layers(
          cases,
          "Bidirectional of SimpleRnn",
          steps,
          () -> both(new SimpleRnn.Builder().nIn(2).nOut(3).build()));
      layers(
          cases,
          "Convolution1D",
          steps,
          () ->
              new Convolution1DLayer.Builder(1).nIn(2).nOut(3).activation(Activation.TANH).build());
      graph(cases, "LSTM", steps, () -> new LSTM.Builder().nIn(2).nOut(3).dataFormat(null).build());
      graph(
          cases,
          "GravesLSTM",
          steps,
          () -> new GravesLSTM.Builder().nIn(2).nOut(3).dataFormat(null).build());
      graph(
          cases,
          "SimpleRnn",
          steps,
          () -> new SimpleRnn.Builder().nIn(2).nOut(3).dataFormat(null).build());
      cases.add(embedded(steps));
      cases.add(loss(steps));
      cases.add(distributed(steps));
    }
    return cases;
  }

  private static Layer both(Layer inner) {
    return new Bidirectional(Bidirectional.Mode.ADD, inner);
  }

  private static RnnOutputLayer output() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nIn(3)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static String name(String layer, int steps) {
    return layer + " without a format, " + steps + " steps";
  }

  private static MultiDataSet data(int steps) {
    return batch(normal(3, 2, 2, steps), sequenceClasses(2, CLASSES, steps));
  }

  private static void layers(
      List<NetworkCase> cases, String name, int steps, Supplier<Layer> first) {
    cases.add(
        NetworkCase.layers(
            name(name, steps),
            () -> conf().list(first.get(), output()).build(),
            () -> data(steps)));
    graph(cases, name + " in a graph", steps, first);
  }

  private static void graph(
      List<NetworkCase> cases, String name, int steps, Supplier<Layer> first) {
    cases.add(
        NetworkCase.graph(
            name(name, steps),
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("first", first.get(), "x")
                    .addLayer("out", output(), "first")
                    .setOutputs("out")
                    .build(),
            () -> data(steps)));
  }

  private static NetworkCase embedded(int steps) {
    return NetworkCase.layers(
        name("EmbeddingSequenceLayer", steps),
        () ->
            conf()
                .list(
                    new EmbeddingSequenceLayer.Builder().nIn(4).nOut(3).build(),
                    new SimpleRnn.Builder().nIn(3).nOut(3).build(),
                    output())
                .build(),
        () -> batch(indices(steps), sequenceClasses(2, CLASSES, steps)));
  }

  private static INDArray indices(int steps) {
    INDArray indices = Nd4j.create(2, steps);
    for (int i = 0; i < indices.length(); i++) {
      indices.putScalar(i, (3 * i + 1) % 4);
    }
    return indices;
  }

  private static NetworkCase loss(int steps) {
    return NetworkCase.graph(
        name("RnnLossLayer", steps),
        () ->
            conf()
                .graphBuilder()
                .addInputs("x")
                .addLayer("first", new SimpleRnn.Builder().nIn(2).nOut(3).build(), "x")
                .addLayer(
                    "out",
                    new RnnLossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build(),
                    "first")
                .setOutputs("out")
                .build(),
        () -> data(steps));
  }

  private static NetworkCase distributed(int steps) {
    IntFunction<Layer> dense =
        in -> new DenseLayer.Builder().nIn(in).nOut(3).activation(Activation.TANH).build();
    return NetworkCase.graph(
        name("TimeDistributed", steps),
        () ->
            conf()
                .graphBuilder()
                .addInputs("x")
                .addLayer("first", new TimeDistributed(dense.apply(2), null), "x")
                .addLayer(
                    "out",
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .dataFormat(RNNFormat.NWC)
                        .build(),
                    "first")
                .setOutputs("out")
                .build(),
        () ->
            batch(
                normal(3, 2, steps, 2),
                sequenceClasses(2, CLASSES, steps).permute(0, 2, 1).dup('c')));
  }
}
