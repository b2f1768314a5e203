package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.maskedData;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.output;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Global pooling of sequences, images and volumes. */
public final class GlobalPoolingCases {

  private GlobalPoolingCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (PoolingType type : PoolingType.values()) {
      cases.add(
          NetworkCase.layers(
              "sequences, " + type,
              () -> sequences(pooling(type).build()),
              () -> batch(normal(1, 3, 3, 4), classes(3, 2))));
      cases.add(
          NetworkCase.layers(
              "sequences, masked, " + type,
              () -> sequences(pooling(type).build()),
              () ->
                  batch(
                      normal(1, 3, 3, 4),
                      classes(3, 2),
                      maskedData().getFeaturesMaskArray(0),
                      null)));
      cases.add(
          NetworkCase.layers(
              "images, " + type,
              () -> images(pooling(type).build(), 2),
              () -> batch(normal(1, 3, 5), classes(3, 2))));
      cases.add(
          NetworkCase.layers(
              "images, masked rows, " + type,
              () -> convolution(pooling(type).build()),
              () -> maskedImages(new double[][] {{1, 1, 0}, {1, 0, 0}, {0, 1, 1}}, 3, 1)));
      cases.add(
          NetworkCase.layers(
              "images, masked pixels, " + type,
              () -> convolution(pooling(type).build()),
              () ->
                  maskedImages(
                      new double[][] {{1, 1, 0, 1, 1, 1}, {1, 0, 0, 0, 0, 1}, {0, 1, 1, 0, 0, 0}},
                      3,
                      2)));
      cases.add(
          NetworkCase.layers(
              "volumes, " + type,
              () -> volumes(pooling(type).build()),
              () -> batch(normal(2, 3, 5), classes(3, 2))));
    }
    cases.addAll(options());
    return cases;
  }

  private static List<NetworkCase> options() {
    return List.of(
        NetworkCase.layers(
            "norm of order 3",
            () -> sequences(pooling(PoolingType.PNORM).pnorm(3).build()),
            () -> batch(normal(1, 3, 3, 4), classes(3, 2))),
        NetworkCase.layers(
            "norm of order 3, masked",
            () -> sequences(pooling(PoolingType.PNORM).pnorm(3).build()),
            () ->
                batch(
                    normal(1, 3, 3, 4), classes(3, 2), maskedData().getFeaturesMaskArray(0), null)),
        NetworkCase.layers(
            "norm of order 1, masked",
            () ->
                conf()
                    .list(
                        new LSTM.Builder().nIn(3).nOut(4).build(),
                        pooling(PoolingType.PNORM).pnorm(1).build(),
                        softmax(4))
                    .build(),
            () ->
                batch(
                    normal(5, 3, 3, 4), classes(3, 2), maskedData().getFeaturesMaskArray(0), null)),
        NetworkCase.layers(
            "norm of order 1",
            () -> sequences(pooling(PoolingType.PNORM).pnorm(1).build()),
            () -> batch(normal(1, 3, 3, 4), classes(3, 2))),
        NetworkCase.layers(
            "sequences, NWC",
            () -> sequences(RNNFormat.NWC, pooling(PoolingType.AVG).poolingDimensions(1).build()),
            () -> batch(normal(1, 3, 4, 3), classes(3, 2))),
        NetworkCase.layers(
            "images, channels last",
            () -> images(pooling(PoolingType.MAX).poolingDimensions(1, 2).build(), 3),
            () -> batch(normal(1, 3, 5), classes(3, 2))),
        NetworkCase.layers(
            "images of steps, masked",
            () -> imagesOfSteps(pooling(PoolingType.SUM).build()),
            () -> maskedData()),
        NetworkCase.layers(
            "sequences, dimensions kept",
            () ->
                conf()
                    .list(
                        new SimpleRnn.Builder().nIn(3).nOut(4).build(),
                        pooling(PoolingType.AVG).collapseDimensions(false).build(),
                        output(4, RNNFormat.NCW))
                    .build(),
            () -> batch(normal(1, 3, 3, 4), sequenceClasses(3, 2, 1))),
        NetworkCase.layers(
            "images, dimensions kept",
            () ->
                conf()
                    .list(
                        dense(12),
                        pooling(PoolingType.MAX).collapseDimensions(false).build(),
                        output(2, RNNFormat.NCW))
                    .inputPreProcessor(1, toImages())
                    .inputPreProcessor(2, new CnnToRnnPreProcessor(1, 1, 2, RNNFormat.NCW))
                    .build(),
            () -> batch(normal(1, 3, 5), sequenceClasses(3, 2, 1))),
        NetworkCase.layers(
            "volumes, dimensions kept",
            () ->
                conf()
                    .list(
                        dense(16),
                        pooling(PoolingType.AVG).collapseDimensions(false).build(),
                        softmax(2))
                    .inputPreProcessor(1, new FeedForwardToCnn3DPreProcessor(2, 2, 2, 2, true))
                    .inputPreProcessor(2, new Cnn3DToFeedForwardPreProcessor(1, 1, 1, 2, true))
                    .build(),
            () -> batch(normal(1, 3, 5), classes(3, 2))),
        NetworkCase.graph(
            "graph with global pooling, masked",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("rnn", new SimpleRnn.Builder().nIn(3).nOut(4).build(), "x")
                    .addLayer("pool", pooling(PoolingType.AVG).build(), "rnn")
                    .addLayer("out", softmax(4), "pool")
                    .setOutputs("out")
                    .build(),
            () ->
                batch(
                    normal(1, 3, 3, 4),
                    classes(3, 2),
                    maskedData().getFeaturesMaskArray(0),
                    null)));
  }

  private static GlobalPoolingLayer.Builder pooling(PoolingType type) {
    return new GlobalPoolingLayer.Builder(type);
  }

  private static MultiLayerConfiguration sequences(Layer pooling) {
    return sequences(RNNFormat.NCW, pooling);
  }

  private static MultiLayerConfiguration sequences(RNNFormat format, Layer pooling) {
    return conf()
        .list(
            new SimpleRnn.Builder().nIn(3).nOut(4).dataFormat(format).build(), pooling, softmax(4))
        .build();
  }

  /** Images of 2 channels, 2 rows and 3 columns, made of the units of a dense layer. */
  private static MultiLayerConfiguration images(Layer pooling, int pooled) {
    return conf()
        .list(dense(12), pooling, softmax(pooled))
        .inputPreProcessor(1, toImages())
        .build();
  }

  /** Images of a channel, 3 rows and 2 columns. */
  private static MultiLayerConfiguration convolution(Layer pooling) {
    return conf()
        .list(new ConvolutionLayer.Builder(1, 1).nIn(1).nOut(3).build(), pooling, softmax(3))
        .build();
  }

  private static MultiDataSet maskedImages(double[][] mask, int rows, int columns) {
    return batch(
        normal(3, 3, 1, 3, 2),
        classes(3, 2),
        Nd4j.createFromArray(mask).reshape(3, 1, rows, columns),
        null);
  }

  private static InputPreProcessor toImages() {
    return new ComposableInputPreProcessor(
        new FeedForwardToRnnPreProcessor(RNNFormat.NCW),
        new RnnToCnnPreProcessor(2, 3, 2, RNNFormat.NCW));
  }

  private static MultiLayerConfiguration imagesOfSteps(Layer pooling) {
    return conf()
        .list(new SimpleRnn.Builder().nIn(3).nOut(12).build(), pooling, output(2, RNNFormat.NCW))
        .inputPreProcessor(1, new RnnToCnnPreProcessor(2, 3, 2, RNNFormat.NCW))
        .inputPreProcessor(2, new FeedForwardToRnnPreProcessor(RNNFormat.NCW))
        .build();
  }

  private static MultiLayerConfiguration volumes(Layer pooling) {
    return conf()
        .list(dense(16), pooling, softmax(2))
        .inputPreProcessor(1, new FeedForwardToCnn3DPreProcessor(2, 2, 2, 2, true))
        .build();
  }

  private static DenseLayer dense(int out) {
    return new DenseLayer.Builder().nIn(5).nOut(out).build();
  }

  private static OutputLayer softmax(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
