package org.hessianreg.examples;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of few parameters, and data for them. */
final class SmallNetworks {

  private static final int FEATURES = 4;
  private static final int HIDDEN = 5;
  private static final int CLASSES = 3;

  private SmallNetworks() {}

  /**
   * A classifier with a hidden layer of tanh.
   *
   * @param kept share of the hidden layer's inputs that dropout keeps; 1 for no dropout
   */
  static MultiLayerNetwork classifier(double kept) {
    DenseLayer.Builder hidden =
        new DenseLayer.Builder().nIn(FEATURES).nOut(HIDDEN).activation(Activation.TANH);
    if (kept < 1) {
      hidden.dropOut(kept);
    }
    return initialised(
        builder()
            .list()
            .layer(hidden.build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(HIDDEN)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build()));
  }

  /** A linear map whose Hessian is diagonal where the features are rows of the unit matrix. */
  static MultiLayerNetwork linear() {
    return initialised(
        builder()
            .list()
            .layer(
                new OutputLayer.Builder(LossFunction.MSE)
                    .nIn(FEATURES)
                    .nOut(CLASSES)
                    .hasBias(false)
                    .activation(Activation.IDENTITY)
                    .build()));
  }

  private static NeuralNetConfiguration.Builder builder() {
    return new NeuralNetConfiguration.Builder()
        .seed(3)
        .dataType(DataType.DOUBLE)
        .updater(new Adam(0.05));
  }

  private static MultiLayerNetwork initialised(NeuralNetConfiguration.ListBuilder layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  /** Random features and classes, always the same. */
  static DataSet data(int examples) {
    Random random = new Random(5);
    INDArray features = Nd4j.create(DataType.DOUBLE, examples, FEATURES);
    for (long i = 0; i < features.length(); i++) {
      features.putScalar(i, random.nextGaussian());
    }
    return new DataSet(features, labels(examples, random));
  }

  /** One example for each feature, which is 1 there and 0 elsewhere. */
  static DataSet unitData() {
    INDArray features = Nd4j.eye(FEATURES).castTo(DataType.DOUBLE);
    return new DataSet(features, labels(FEATURES, new Random(5)));
  }

  private static INDArray labels(int examples, Random random) {
    INDArray labels = Nd4j.create(DataType.DOUBLE, examples, CLASSES);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1.0);
    }
    return labels;
  }
}
