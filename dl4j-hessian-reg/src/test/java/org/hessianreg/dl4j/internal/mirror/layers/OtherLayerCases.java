package org.hessianreg.dl4j.internal.mirror.layers;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.weights.WeightInitConstant;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks with layers that act on each element. */
public final class OtherLayerCases {

  private OtherLayerCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        NetworkCase.layers(
            "PReLU",
            () -> conf().list(dense(), slopes(5).build(), softmax(5)).build(),
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        NetworkCase.layers(
            "PReLU of images with a slope for each channel",
            () ->
                conf()
                    .list()
                    .layer(new ConvolutionLayer.Builder(2, 2).nOut(3).build())
                    .layer(slopes(3, 3, 3).sharedAxes(2, 3).build())
                    .layer(softmax(0))
                    .setInputType(InputType.convolutional(4, 4, 2))
                    .build(),
            () -> batch(normal(1, 3, 2, 4, 4), classes(3, 3))),
        NetworkCase.layers(
            "element-wise multiplication",
            () -> conf().list(dense(), multiplication(), softmax(5)).build(),
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        NetworkCase.layers(
            "element-wise multiplication with a mask",
            () -> conf().list(dense(), multiplication(), softmax(5)).build(),
            () -> batch(normal(1, 3, 4), classes(3, 3), mask(), null)));
  }

  private static INDArray mask() {
    return Nd4j.createFromArray(new double[][] {{1}, {0}, {1}});
  }

  private static PReLULayer.Builder slopes(long... inputShape) {
    return new PReLULayer.Builder().inputShape(inputShape).weightInit(new WeightInitConstant(0.2));
  }

  private static ElementWiseMultiplicationLayer multiplication() {
    return new ElementWiseMultiplicationLayer.Builder().nIn(5).nOut(5).build();
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nIn(4).nOut(5).build();
  }

  private static OutputLayer softmax(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
