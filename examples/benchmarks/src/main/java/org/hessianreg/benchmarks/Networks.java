package org.hessianreg.benchmarks;

import static org.hessianreg.benchmarks.Network.CLASSES;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;

/** The networks that are measured. */
final class Networks {

  private static final List<Network> STANDARD =
      List.of(
          new Network(
              "mlp",
              "784-512-512-10 with ReLU",
              128,
              (layers, x) -> Perceptron.logits(layers, x, 784, 512, 512, CLASSES),
              784),
          new Network(
              "cnn",
              "3×3 convolutions with 32 and 64 filters and max pooling, one dense layer, 32×32×3"
                  + " images",
              128,
              Networks::convolutional,
              3,
              32,
              32),
          new Network(
              "resnet18",
              "ResNet-18 for CIFAR with batch normalisation in training form",
              32,
              (layers, x) -> ResNet18.logits(layers, x, CLASSES),
              3,
              32,
              32),
          new Network(
              "lstm",
              "one LSTM layer of 128 units over 32 steps of 32 features, unrolled",
              32,
              (layers, x) -> Recurrence.logits(layers, x, 32, 32, 128, CLASSES),
              32,
              32),
          new Network(
              "transformer",
              "one encoder block of width 128 with 4 heads over 64 tokens",
              16,
              (layers, x) -> EncoderBlock.logits(layers, x, 64, 128, 4, CLASSES),
              64,
              128));

  private static final List<Network> RECURRENT =
      List.of(recurrent("lstm-layer", 32), recurrent("lstm-layer-256", 256));

  private static final Pattern PERCEPTRON = Pattern.compile("mlp:depth=(\\d+),width=(\\d+)");
  private static final int PERCEPTRON_BATCH = 128;

  private Networks() {}

  /** One network of each kind. */
  static List<Network> standard() {
    return STANDARD;
  }

  /** The LSTM as one op of ND4J's, over as many steps and over more. */
  static List<Network> recurrent() {
    return RECURRENT;
  }

  private static Network recurrent(String label, int steps) {
    return new Network(
        label,
        "one LSTM layer of 128 units over " + steps + " steps of 32 features, by lstmLayer",
        32,
        (layers, x) -> RecurrentLayer.logits(layers, x, 32, 128, CLASSES),
        steps,
        32);
  }

  /** A perceptron of any size, to see how costs grow; all layers but the last are as wide. */
  static Network perceptron(int depth, int width) {
    int[] widths = new int[depth + 1];
    Arrays.fill(widths, width);
    widths[depth] = CLASSES;
    return new Network(
        "mlp:depth=" + depth + ",width=" + width,
        depth + " dense layers of width " + width + " with ReLU",
        PERCEPTRON_BATCH,
        (layers, x) -> Perceptron.logits(layers, x, widths),
        width);
  }

  static Network of(String label) {
    Matcher perceptron = PERCEPTRON.matcher(label);
    if (perceptron.matches()) {
      return perceptron(
          Integer.parseInt(perceptron.group(1)), Integer.parseInt(perceptron.group(2)));
    }
    return Stream.concat(STANDARD.stream(), RECURRENT.stream())
        .filter(network -> network.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No network is called " + label));
  }

  private static SDVariable convolutional(Layers layers, SDVariable x) {
    SDVariable y = layers.halve(layers.relu(layers.convolution(x, 3, 1, 3, 32, true)));
    y = layers.halve(layers.relu(layers.convolution(y, 3, 1, 32, 64, true)));
    return layers.dense(y.reshape(-1, 64 * 8 * 8), 64 * 8 * 8, CLASSES);
  }
}
