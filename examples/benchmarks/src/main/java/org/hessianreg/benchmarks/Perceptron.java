package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;

/** Dense layers with ReLU between them. */
final class Perceptron {

  private Perceptron() {}

  /**
   * @param widths the number of features, of the units of each hidden layer, and of classes
   */
  static SDVariable logits(Layers layers, SDVariable features, int... widths) {
    SDVariable x = layers.dense(features, widths[0], widths[1]);
    for (int i = 1; i + 1 < widths.length; i++) {
      x = layers.dense(layers.relu(x), widths[i], widths[i + 1]);
    }
    return x;
  }
}
