package org.hessianreg.benchmarks;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * LeNet on MNIST's images as a {@code MultiLayerNetwork}, with the layers of DL4J's own example.
 */
final class LeNet {

  private static final int SIDE = 28;
  private static final int BATCH = 128;

  private LeNet() {}

  static Subject subject() {
    return new LayeredNetwork(
        "lenet",
        "LeNet as a MultiLayerNetwork: 5×5 convolutions with 20 and 50 filters, dense layer of 500,"
            + " 28×28 images",
        BATCH,
        LeNet::configuration,
        1,
        SIDE,
        SIDE);
  }

  private static MultiLayerConfiguration configuration(long seed, double learningRate) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Sgd(learningRate))
        .weightInit(WeightInit.XAVIER)
        .activation(Activation.IDENTITY)
        .list()
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
        .layer(new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build())
        .layer(new DenseLayer.Builder().nOut(500).activation(Activation.RELU).build())
        .layer(
            new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                .nOut(Network.CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.convolutional(SIDE, SIDE, 1))
        .build();
  }
}
