package org.hessianreg.dl4j;

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
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A small network of two fully connected layers as either kind of network, and its minibatches. */
final class DenseNetworks {

  private static final int FEATURES = 4;
  private static final int UNITS = 5;
  private static final int CLASSES = 3;
  private static final int EXAMPLES = 6;

  private DenseNetworks() {}

  /** What the networks start from: plain gradient descent with rate 0.5, tanh. */
  static NeuralNetConfiguration.Builder conf(DataType type) {
    return new NeuralNetConfiguration.Builder()
        .dataType(type)
        .seed(12)
        .updater(new Sgd(0.5))
        .activation(Activation.TANH)
        .weightInit(WeightInit.XAVIER);
  }

  static DenseLayer hidden() {
    return new DenseLayer.Builder().nIn(FEATURES).nOut(UNITS).build();
  }

  static OutputLayer output() {
    return output(UNITS);
  }

  static OutputLayer output(int inputs) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(inputs)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** A network with the layers 0 and 1. */
  static MultiLayerNetwork layers(NeuralNetConfiguration.Builder conf) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(conf.list().layer(hidden()).layer(output()).build());
    net.init();
    return net;
  }

  /** The same network with the vertices "dense" and "out". */
  static ComputationGraph graph(NeuralNetConfiguration.Builder conf) {
    ComputationGraph net =
        new ComputationGraph(
            conf.graphBuilder()
                .addInputs("x")
                .addLayer("dense", hidden(), "x")
                .addLayer("out", output(), "dense")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  static HessianTrace enable(Model net, HessianTraceRegularization reg) {
    return net instanceof MultiLayerNetwork
        ? HessianTrace.enable((MultiLayerNetwork) net, reg)
        : HessianTrace.enable((ComputationGraph) net, reg);
  }

  static void disable(Model net) {
    if (net instanceof MultiLayerNetwork) {
      HessianTrace.disable((MultiLayerNetwork) net);
    } else {
      HessianTrace.disable((ComputationGraph) net);
    }
  }

  static void fit(Model net, DataSet batch) {
    if (net instanceof MultiLayerNetwork) {
      ((MultiLayerNetwork) net).fit(batch);
    } else {
      ((ComputationGraph) net).fit(batch);
    }
  }

  static void fit(Model net, List<DataSet> batches) {
    batches.forEach(batch -> fit(net, batch));
  }

  /** Minibatches of random features and classes, always the same. */
  static List<DataSet> batches(int count, DataType type) {
    Random random = new Random(5);
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      batches.add(batch(random, EXAMPLES, type));
    }
    return batches;
  }

  static DataSet batch(Random random, int examples, DataType type) {
    INDArray labels = Nd4j.zeros(type, examples, CLASSES);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1.0);
    }
    return new DataSet(normal(random, type, examples, FEATURES), labels);
  }

  /** For each parameter of a network an array of its shape. */
  static Map<String, INDArray> direction(Model net) {
    Random random = new Random(7);
    Map<String, INDArray> direction = new LinkedHashMap<>();
    net.paramTable()
        .forEach(
            (name, array) ->
                direction.put(name, normal(random, array.dataType(), array.shape()).muli(0.7)));
    return direction;
  }

  static INDArray normal(Random random, DataType type, long... shape) {
    INDArray array = Nd4j.create(type, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }
}
