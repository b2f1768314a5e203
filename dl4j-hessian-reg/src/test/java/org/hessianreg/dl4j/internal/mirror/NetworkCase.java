package org.hessianreg.dl4j.internal.mirror;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Sgd;

/** A small network in float64 with a minibatch to train it on, both the same at every call. */
public final class NetworkCase {

  private final String name;
  private final Supplier<Model> network;
  private final Supplier<MultiDataSet> batch;

  private NetworkCase(String name, Supplier<Model> network, Supplier<MultiDataSet> batch) {
    this.name = name;
    this.network = network;
    this.batch = batch;
  }

  /** A case of a sequence of layers. */
  public static NetworkCase layers(
      String name, Supplier<MultiLayerConfiguration> conf, Supplier<MultiDataSet> batch) {
    return new NetworkCase(
        name,
        () -> {
          MultiLayerNetwork net = new MultiLayerNetwork(conf.get());
          net.init();
          return net;
        },
        batch);
  }

  /** A case of a graph of layers. */
  public static NetworkCase graph(
      String name, Supplier<ComputationGraphConfiguration> conf, Supplier<MultiDataSet> batch) {
    return new NetworkCase(
        name,
        () -> {
          ComputationGraph net = new ComputationGraph(conf.get());
          net.init();
          return net;
        },
        batch);
  }

  /** A case of a network that is not just a new one. */
  public static NetworkCase network(
      String name, Supplier<Model> network, Supplier<MultiDataSet> batch) {
    return new NetworkCase(name, network, batch);
  }

  /** What the configurations start from: float64, plain gradient descent with rate 1, tanh. */
  public static NeuralNetConfiguration.Builder conf() {
    return new NeuralNetConfiguration.Builder()
        .dataType(DataType.DOUBLE)
        .seed(12)
        .updater(new Sgd(1.0))
        .activation(Activation.TANH)
        .weightInit(WeightInit.XAVIER);
  }

  /** A minibatch of one input and one output, without masks. */
  public static MultiDataSet batch(INDArray features, INDArray labels) {
    return batch(features, labels, null, null);
  }

  /** A minibatch of one input and one output; a mask may be null. */
  public static MultiDataSet batch(
      INDArray features, INDArray labels, INDArray featuresMask, INDArray labelsMask) {
    return new org.nd4j.linalg.dataset.MultiDataSet(
        new INDArray[] {features},
        new INDArray[] {labels},
        featuresMask == null ? null : new INDArray[] {featuresMask},
        labelsMask == null ? null : new INDArray[] {labelsMask});
  }

  /** Normally distributed numbers, the same for the same seed and shape. */
  public static INDArray normal(long seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  /** One-hot rows. */
  public static INDArray classes(int examples, int classes) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, examples, classes);
    for (int i = 0; i < examples; i++) {
      labels.putScalar(i, i % classes, 1.0);
    }
    return labels;
  }

  /** One-hot columns for each time step, as {@code [example, class, step]}. */
  public static INDArray sequenceClasses(int examples, int classes, int steps) {
    INDArray labels = Nd4j.zeros(DataType.DOUBLE, examples, classes, steps);
    for (int i = 0; i < examples; i++) {
      for (int t = 0; t < steps; t++) {
        labels.putScalar(new int[] {i, (i + 2 * t) % classes, t}, 1.0);
      }
    }
    return labels;
  }

  /** The same network on the first example alone. */
  public NetworkCase ofOneExample() {
    return new NetworkCase(
        name + ", one example",
        network,
        () -> {
          MultiDataSet all = batch.get();
          return new org.nd4j.linalg.dataset.MultiDataSet(
              first(all.getFeatures()),
              first(all.getLabels()),
              first(all.getFeaturesMaskArrays()),
              first(all.getLabelsMaskArrays()));
        });
  }

  private static INDArray[] first(INDArray... arrays) {
    return arrays == null
        ? null
        : Arrays.stream(arrays).map(NetworkCase::first).toArray(INDArray[]::new);
  }

  private static INDArray first(INDArray array) {
    if (array == null) {
      return null;
    }
    long[] shape = array.shape().clone();
    shape[0] = 1;
    return array.get(NDArrayIndex.interval(0, 1)).dup('c').reshape(shape);
  }

  public Model network() {
    return network.get();
  }

  public MultiDataSet batch() {
    return batch.get();
  }

  @Override
  public String toString() {
    return name;
  }
}
