package org.hessianreg.benchmarks;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Batches of normal features and uniform classes: times do not depend on the values. Immutable. */
final class Batches {

  private final int size;
  private final long[] features;

  /**
   * @param size examples per batch
   * @param features the shape of one example
   */
  Batches(int size, long... features) {
    this.size = size;
    this.features = features.clone();
  }

  int size() {
    return size;
  }

  /** The shape of the features of a batch, of some size; -1 for any. */
  long[] shape(int examples) {
    long[] shape = new long[features.length + 1];
    shape[0] = examples;
    System.arraycopy(features, 0, shape, 1, features.length);
    return shape;
  }

  DataSet batch(long seed) {
    Random random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
    INDArray x = Nd4j.randn(0.0, 1.0, shape(size), random).castTo(DataType.FLOAT);
    INDArray labels = Nd4j.zeros(DataType.FLOAT, size, Network.CLASSES);
    for (int i = 0; i < size; i++) {
      labels.putScalar(i, random.nextInt(Network.CLASSES), 1.0);
    }
    return new DataSet(x, labels);
  }
}
