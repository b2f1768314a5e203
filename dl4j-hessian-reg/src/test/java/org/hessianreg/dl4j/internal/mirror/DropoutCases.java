package org.hessianreg.dl4j.internal.mirror;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianDropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.dropout.SpatialDropout;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Networks with dropout. */
public final class DropoutCases {

  private DropoutCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    kinds()
        .forEach(
            (name, dropout) -> {
              cases.add(layers(name, dropout));
              cases.add(graph(name, dropout));
              cases.add(dropoutLayers(name, dropout));
            });
    cases.add(
        NetworkCase.layers(
            "spatial dropout of images",
            () ->
                conf()
                    .list()
                    .layer(convolution(2, null))
                    .layer(convolution(3, new SpatialDropout(0.6)))
                    .layer(new DropoutLayer(new SpatialDropout(0.6)))
                    .layer(softmax(0, null))
                    .setInputType(InputType.convolutional(4, 4, 2))
                    .build(),
            () -> batch(normal(1, 4, 2, 4, 4), classes(4, 3))));
    cases.add(
        NetworkCase.layers(
            "one dropout for all layers, some of which never apply it",
            () ->
                conf()
                    .dropOut(new Dropout(0.6))
                    .list()
                    .layer(dense(4, null))
                    .layer(new ActivationLayer(Activation.SIGMOID))
                    .layer(dense(5, null))
                    .layer(dense(5, null))
                    .layer(
                        new LossLayer.Builder(LossFunction.MSE)
                            .activation(Activation.IDENTITY)
                            .build())
                    .build(),
            () -> batch(normal(1, 6, 4), normal(2, 6, 5))));
    cases.add(
        NetworkCase.layers(
            "dropout layer with a mask",
            () ->
                conf()
                    .list(dense(4, null), new DropoutLayer(0.6), dense(5, null), softmax(5, null))
                    .build(),
            () ->
                batch(
                    normal(1, 6, 4),
                    classes(6, 3),
                    normal(3, 6, 1).gt(0).castTo(DataType.DOUBLE),
                    null)));
    cases.addAll(sequences());
    return cases;
  }

  private static List<NetworkCase> sequences() {
    return List.of(
        NetworkCase.layers(
            "dropout of sequences",
            () ->
                conf()
                    .list(
                        rnn(3, new Dropout(0.6)),
                        rnn(4, new AlphaDropout(0.6)),
                        rnn(4, new SpatialDropout(0.6)),
                        RecurrentCases.output(4, RNNFormat.NCW))
                    .build(),
            () -> RecurrentCases.data(RNNFormat.NCW)),
        NetworkCase.layers(
            "dropout of the layer inside of LastTimeStep",
            () ->
                conf()
                    .list(
                        rnn(3, null),
                        new LastTimeStep(rnn(4, new GaussianNoise(0.5))),
                        softmax(4, new Dropout(0.6)))
                    .build(),
            () -> batch(normal(1, 6, 3, 4), classes(6, 3))),
        NetworkCase.layers(
            "dropout of the layer that is distributed over time",
            () ->
                conf()
                    .list(
                        rnn(3, null),
                        new TimeDistributed(dense(4, new GaussianDropout(0.3))),
                        RecurrentCases.output(5, RNNFormat.NCW))
                    .build(),
            () -> RecurrentCases.data(RNNFormat.NCW)));
  }

  /**
   * DL4J takes the score of these after dropout only where that was applied in place; the gradient
   * is that of the score after dropout.
   */
  public static List<NetworkCase> sequenceOutputs() {
    List<NetworkCase> cases = new ArrayList<>();
    for (RNNFormat format : RNNFormat.values()) {
      kinds()
          .forEach(
              (name, dropout) ->
                  cases.add(
                      NetworkCase.layers(
                          name + " of an output layer of sequences, " + format,
                          () -> {
                            RnnOutputLayer output = RecurrentCases.output(4, format);
                            output.setIDropout(dropout.get());
                            SimpleRnn hidden = rnn(3, null);
                            hidden.setRnnDataFormat(format);
                            return conf().list(hidden, output).build();
                          },
                          () -> RecurrentCases.data(format))));
    }
    return cases;
  }

  private static SimpleRnn rnn(int in, IDropout dropout) {
    return new SimpleRnn.Builder().nIn(in).nOut(4).dropOut(dropout).build();
  }

  private static Map<String, Supplier<IDropout>> kinds() {
    Map<String, Supplier<IDropout>> kinds = new LinkedHashMap<>();
    kinds.put("dropout", () -> new Dropout(0.6));
    kinds.put(
        "dropout with a schedule",
        () -> new Dropout(new MapSchedule.Builder(ScheduleType.ITERATION).add(0, 0.7).build()));
    kinds.put("alpha dropout", () -> new AlphaDropout(0.6));
    kinds.put("Gaussian dropout", () -> new GaussianDropout(0.3));
    kinds.put("Gaussian noise", () -> new GaussianNoise(0.5));
    return kinds;
  }

  private static NetworkCase layers(String name, Supplier<IDropout> dropout) {
    return NetworkCase.layers(
        name + " in all layers",
        () ->
            conf()
                .list(dense(4, dropout.get()), dense(5, dropout.get()), softmax(5, dropout.get()))
                .build(),
        () -> batch(normal(1, 6, 4), classes(6, 3)));
  }

  private static NetworkCase graph(String name, Supplier<IDropout> dropout) {
    return NetworkCase.graph(
        name + " in a graph with two outputs",
        () ->
            conf()
                .graphBuilder()
                .addInputs("x")
                .addLayer("h", dense(4, dropout.get()), "x")
                .addLayer("a", softmax(5, dropout.get()), "h")
                .addLayer("g", dense(4, dropout.get()), "x")
                .addLayer("b", softmax(5, dropout.get()), "g")
                .setOutputs("a", "b")
                .build(),
        () ->
            new MultiDataSet(
                new INDArray[] {normal(1, 6, 4)}, new INDArray[] {classes(6, 3), classes(6, 3)}));
  }

  private static NetworkCase dropoutLayers(String name, Supplier<IDropout> dropout) {
    return NetworkCase.layers(
        name + " as layers",
        () ->
            conf()
                .list(
                    new DropoutLayer(dropout.get()),
                    dense(4, null),
                    new DropoutLayer(dropout.get()),
                    dense(5, null),
                    softmax(5, null))
                .build(),
        () -> batch(normal(1, 6, 4), classes(6, 3)));
  }

  private static DenseLayer dense(int in, IDropout dropout) {
    return new DenseLayer.Builder().nIn(in).nOut(5).dropOut(dropout).build();
  }

  private static Layer convolution(int in, IDropout dropout) {
    return new ConvolutionLayer.Builder(2, 2).nIn(in).nOut(3).dropOut(dropout).build();
  }

  private static OutputLayer softmax(int in, IDropout dropout) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .dropOut(dropout)
        .build();
  }
}
