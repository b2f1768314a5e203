package org.hessianreg.benchmarks;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.dataset.DataSet;

/** A classifier made of DL4J's layers, and the batches it is trained on. Immutable. */
final class LayeredNetwork implements Subject {

  private final String label;
  private final String description;
  private final Batches batches;
  private final Configuration configuration;

  /**
   * @param label the network's name on the command line and in tables
   * @param description what it is, in a few words
   * @param batch examples per step
   * @param configuration its layers
   * @param features the shape of one example
   */
  LayeredNetwork(
      String label, String description, int batch, Configuration configuration, long... features) {
    this.label = label;
    this.description = description;
    this.batches = new Batches(batch, features);
    this.configuration = configuration;
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String description() {
    return description + ", batches of " + batches.size();
  }

  @Override
  public Training training(Method method) {
    return new LayeredTraining(this, method);
  }

  /** A new network; the same seed gives the same parameters. */
  MultiLayerNetwork network(long seed, double learningRate) {
    MultiLayerNetwork net = new MultiLayerNetwork(configuration.of(seed, learningRate));
    net.init();
    return net;
  }

  DataSet batch(long seed) {
    return batches.batch(seed);
  }

  /** The layers of a network. */
  @FunctionalInterface
  interface Configuration {
    MultiLayerConfiguration of(long seed, double learningRate);
  }
}
