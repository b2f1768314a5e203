package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * An LSTM classifier unrolled from primitives: the four gates of a step are two matrix products.
 * Sequences are [batch, steps, features]; the class is read from the last output.
 */
final class Recurrence {

  private Recurrence() {}

  static SDVariable logits(
      Layers layers, SDVariable sequences, int steps, int features, int units, int classes) {
    SameDiff graph = layers.graph();
    SDVariable[] inputs = graph.unstack(sequences, 1, steps);
    SDVariable weight = layers.weight("Wx", features, features, 4L * units);
    SDVariable recurrent = layers.weight("Wh", units, units, 4L * units);
    SDVariable bias = layers.bias("b", 4 * units);
    SDVariable cell = null;
    SDVariable output = null;
    for (int t = 0; t < steps; t++) {
      SDVariable sum = inputs[t].mmul(weight).add(bias);
      SDVariable[] gates =
          graph.split(output == null ? sum : sum.add(output.mmul(recurrent)), 4, 1);
      SDVariable fresh = graph.nn().sigmoid(gates[0]).mul(graph.math().tanh(gates[1]));
      SDVariable kept = cell == null ? null : cell.mul(graph.nn().sigmoid(gates[2]));
      cell = kept == null ? fresh : fresh.add(kept);
      output = graph.math().tanh(cell).mul(graph.nn().sigmoid(gates[3]));
    }
    return layers.dense(output, units, classes);
  }
}
