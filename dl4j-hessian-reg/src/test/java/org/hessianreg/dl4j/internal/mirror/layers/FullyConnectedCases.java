package org.hessianreg.dl4j.internal.mirror.layers;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of fully connected layers. */
public final class FullyConnectedCases {

  private FullyConnectedCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        NetworkCase.layers(
            "dense",
            () -> sequence(new DenseLayer.Builder().nIn(4).nOut(5).build(), softmax(5)),
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        NetworkCase.layers(
            "dense without bias, with layer normalisation",
            () ->
                sequence(
                    new DenseLayer.Builder().nIn(4).nOut(5).hasBias(false).build(),
                    new DenseLayer.Builder().nIn(5).nOut(5).hasLayerNorm(true).build(),
                    softmax(5)),
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        NetworkCase.layers(
            "sum over the minibatch, mean squared error",
            () ->
                conf()
                    .miniBatch(false)
                    .list()
                    .layer(new DenseLayer.Builder().nIn(4).nOut(5).build())
                    .layer(
                        new OutputLayer.Builder(LossFunction.MSE)
                            .nIn(5)
                            .nOut(3)
                            .activation(Activation.TANH)
                            .build())
                    .build(),
            () -> batch(normal(1, 6, 4), normal(2, 6, 3))),
        NetworkCase.graph(
            "graph with two outputs",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("h", new DenseLayer.Builder().nIn(4).nOut(5).build(), "x")
                    .addLayer("a", softmax(5), "h")
                    .addLayer(
                        "b",
                        new OutputLayer.Builder(LossFunction.MSE)
                            .nIn(5)
                            .nOut(2)
                            .activation(Activation.IDENTITY)
                            .build(),
                        "h")
                    .setOutputs("a", "b")
                    .build(),
            () ->
                new org.nd4j.linalg.dataset.MultiDataSet(
                    new org.nd4j.linalg.api.ndarray.INDArray[] {normal(1, 6, 4)},
                    new org.nd4j.linalg.api.ndarray.INDArray[] {classes(6, 3), normal(3, 6, 2)})));
  }

  private static OutputLayer softmax(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static MultiLayerConfiguration sequence(Layer... layers) {
    return conf().list(layers).build();
  }
}
