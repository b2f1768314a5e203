package org.hessianreg.dl4j.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Two fully connected layers in each of the three kinds of models, and minibatches; all DOUBLE. */
final class SmallModels {

  static final int EXAMPLES = 6;

  private static final int FEATURES = 4;
  private static final int UNITS = 5;
  private static final int CLASSES = 3;

  private SmallModels() {}

  static NeuralNetConfiguration.Builder conf(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .seed(12)
        .updater(updater)
        .activation(Activation.TANH)
        .weightInit(WeightInit.XAVIER);
  }

  private static DenseLayer hidden(double dropOut) {
    return new DenseLayer.Builder().nIn(FEATURES).nOut(UNITS).dropOut(dropOut).build();
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(UNITS)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  static MultiLayerNetwork layers(IUpdater updater) {
    return layers(updater, 0.0);
  }

  /** With the probability of keeping an input of the first layer; 0 for no dropout. */
  static MultiLayerNetwork layers(IUpdater updater, double dropOut) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(conf(updater).list().layer(hidden(dropOut)).layer(output()).build());
    net.init();
    return net;
  }

  static ComputationGraph graph(IUpdater updater) {
    ComputationGraph net =
        new ComputationGraph(
            conf(updater)
                .graphBuilder()
                .addInputs("x")
                .addLayer("dense", hidden(0.0), "x")
                .addLayer("out", output(), "dense")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  static SameDiff sameDiff(IUpdater updater, HessianTraceRegularization... option) {
    SameDiff sd = SameDiff.create();
    Random random = new Random(3);
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, FEATURES);
    SDVariable y = sd.placeHolder("y", DataType.DOUBLE, -1, CLASSES);
    SDVariable w1 = sd.var("w1", normal(random, FEATURES, UNITS).muli(0.5));
    SDVariable b1 = sd.var("b1", normal(random, 1, UNITS).muli(0.1));
    SDVariable w2 = sd.var("w2", normal(random, UNITS, CLASSES).muli(0.5));
    SDVariable logits = sd.math().tanh(x.mmul(w1).add(b1)).mmul(w2);
    sd.loss().softmaxCrossEntropy("loss", y, logits, null);
    sd.setLossVariables("loss");
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(updater)
            .regularization(option.clone())
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
    return sd;
  }

  /** Minibatches of random features and classes, always the same. */
  static List<DataSet> batches(int count) {
    return batches(count, EXAMPLES);
  }

  static List<DataSet> batches(int count, int examples) {
    Random random = new Random(5);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      INDArray labels = Nd4j.zeros(DataType.DOUBLE, examples, CLASSES);
      for (int j = 0; j < examples; j++) {
        labels.putScalar(j, random.nextInt(CLASSES), 1.0);
      }
      batches.add(new DataSet(normal(random, examples, FEATURES), labels));
    }
    return batches;
  }

  /** For each parameter of a network an array of its shape; serialisable. */
  static Map<String, INDArray> direction(Model net) {
    Random random = new Random(7);
    Map<String, INDArray> direction = new LinkedHashMap<>();
    for (Map.Entry<String, INDArray> parameter : net.paramTable().entrySet()) {
      direction.put(parameter.getKey(), normal(random, parameter.getValue().shape()).muli(0.7));
    }
    return direction;
  }

  private static INDArray normal(Random random, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }
}
