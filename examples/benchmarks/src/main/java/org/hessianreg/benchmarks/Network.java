package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;

/** A classifier with ten classes that is measured, and the batches it is trained on. Immutable. */
final class Network implements Subject {

  static final int CLASSES = 10;
  static final String FEATURES = "features";
  static final String LABELS = "labels";

  static final String LOSS = "loss";

  private final String label;
  private final String description;
  private final Batches batches;
  private final Architecture architecture;

  /**
   * @param label the network's name on the command line and in tables
   * @param description what it is, in a few words
   * @param batch examples per step
   * @param architecture its layers
   * @param features the shape of one example
   */
  Network(
      String label, String description, int batch, Architecture architecture, long... features) {
    this.label = label;
    this.description = description;
    this.batches = new Batches(batch, features);
    this.architecture = architecture;
  }

  /** The network that a label names, among them those of {@link Networks#perceptron}. */
  static Network of(String label) {
    return Networks.of(label);
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public String description() {
    return description + ", batches of " + batches.size();
  }

  /** A new graph; the same seed gives the same parameters. */
  SameDiff graph(long seed) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder(FEATURES, DataType.FLOAT, batches.shape(-1));
    SDVariable labels = graph.placeHolder(LABELS, DataType.FLOAT, -1, CLASSES);
    SDVariable logits = architecture.logits(new Layers(graph, seed), x);
    graph.loss().softmaxCrossEntropy(LOSS, labels, logits, null);
    graph.setLossVariables(LOSS);
    return graph;
  }

  DataSet batch(long seed) {
    return batches.batch(seed);
  }

  @Override
  public Training training(Method method) {
    return new GraphTraining(this, method);
  }
}
