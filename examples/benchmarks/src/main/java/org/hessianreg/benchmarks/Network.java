package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A classifier with ten classes that is measured, and the batches it is trained on. Immutable. */
final class Network {

  static final int CLASSES = 10;
  static final String FEATURES = "features";
  static final String LABELS = "labels";

  static final String LOSS = "loss";

  private final String label;
  private final String description;
  private final int batch;
  private final long[] features;
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
    this.batch = batch;
    this.architecture = architecture;
    this.features = features.clone();
  }

  /** The network that a label names, among them those of {@link Networks#perceptron}. */
  static Network of(String label) {
    return Networks.of(label);
  }

  String label() {
    return label;
  }

  String description() {
    return description + ", batches of " + batch;
  }

  /** A new graph; the same seed gives the same parameters. */
  SameDiff graph(long seed) {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder(FEATURES, DataType.FLOAT, batched(-1));
    SDVariable labels = graph.placeHolder(LABELS, DataType.FLOAT, -1, CLASSES);
    SDVariable logits = architecture.logits(new Layers(graph, seed), x);
    graph.loss().softmaxCrossEntropy(LOSS, labels, logits, null);
    graph.setLossVariables(LOSS);
    return graph;
  }

  /** A batch of normal features and uniform classes. Times do not depend on the values. */
  DataSet batch(long seed) {
    Random random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
    INDArray x = Nd4j.randn(0.0, 1.0, batched(batch), random).castTo(DataType.FLOAT);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, batch, CLASSES);
    for (int i = 0; i < batch; i++) {
      labels.putScalar(i, random.nextInt(CLASSES), 1.0);
    }
    return new DataSet(x, labels);
  }

  private long[] batched(int size) {
    long[] shape = new long[features.length + 1];
    shape[0] = size;
    System.arraycopy(features, 0, shape, 1, features.length);
    return shape;
  }
}
