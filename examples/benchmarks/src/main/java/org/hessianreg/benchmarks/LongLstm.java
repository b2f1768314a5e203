package org.hessianreg.benchmarks;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** An LSTM over so many steps that its memory counts; the class is read from the last output. */
final class LongLstm {

  private static final int BATCH = 32;
  private static final int FEATURES = 32;
  private static final int UNITS = 128;
  private static final int STEPS = 1_000;

  private LongLstm() {}

  static Subject subject() {
    return new LayeredNetwork(
        "lstm-1000",
        "LSTM of 128 units over 1,000 steps of 32 features as a MultiLayerNetwork",
        BATCH,
        LongLstm::configuration,
        FEATURES,
        STEPS);
  }

  private static MultiLayerConfiguration configuration(long seed, double learningRate) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .updater(new Sgd(learningRate))
        .list()
        .layer(new LastTimeStep(new LSTM.Builder().nOut(UNITS).activation(Activation.TANH).build()))
        .layer(
            new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                .nOut(Network.CLASSES)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(InputType.recurrent(FEATURES, STEPS))
        .build();
  }
}
