package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of sequences that a case puts its layers into. */
public final class SequenceNetworks {

  private SequenceNetworks() {}

  /** Layers on 4 channels of 5 steps, between a convolution of single steps and a softmax. */
  public static NetworkCase sequences(String name, Layer... layers) {
    return NetworkCase.layers(
        name, () -> network(layers), () -> batch(normal(1, 3, 2, 5), classes(3, 3)));
  }

  /** The same, masked at the end. */
  public static NetworkCase maskedSequences(String name, Layer... layers) {
    INDArray mask =
        Nd4j.createFromArray(new float[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 1, 0, 0, 0}});
    return NetworkCase.layers(
        name, () -> network(layers), () -> batch(normal(1, 3, 2, 5), classes(3, 3), mask, null));
  }

  private static MultiLayerConfiguration network(Layer... layers) {
    NeuralNetConfiguration.ListBuilder list =
        conf().list().layer(new Convolution1DLayer.Builder(1).nOut(4).build());
    for (Layer layer : layers) {
      list.layer(layer.clone());
    }
    return list.layer(new GlobalPoolingLayer.Builder(PoolingType.AVG).build())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.recurrent(2, 5))
        .build();
  }
}
