package org.hessianreg.examples;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A small convolutional network as a SameDiff graph: two convolutions with max pooling, two dense
 * layers, softmax cross entropy (about 13,700 parameters).
 *
 * <p>It is piecewise linear in each parameter, so the trace of its Hessian equals the trace of its
 * Gauss–Newton matrix: all penalties of the example estimate the same number.
 */
final class DigitsNetwork {
  static final String IMAGES = "images";
  static final String LABELS = "labels";
  static final String LOGITS = "logits";

  private static final String LOSS = "loss";
  private static final int FILTERS_1 = 16;
  private static final int FILTERS_2 = 32;
  private static final int HIDDEN = 64;

  private final SameDiff graph;

  /** Builds the graph; the same seed gives the same initial parameters. */
  DigitsNetwork(long seed) {
    graph = SameDiff.create();
    // A generator of its own: the example leaves ND4J's global one to whoever needs it.
    Random random = Nd4j.getRandomFactory().getNewRandomInstance(seed);
    int side = DigitsData.SIDE;
    SDVariable images = graph.placeHolder(IMAGES, DataType.FLOAT, -1, 1, side, side);
    SDVariable labels = graph.placeHolder(LABELS, DataType.FLOAT, -1, DigitsData.CLASSES);

    SDVariable x = convolveAndPool("conv1", images, 1, FILTERS_1, random);
    x = convolveAndPool("conv2", x, FILTERS_1, FILTERS_2, random);
    int flat = FILTERS_2 * (side / 4) * (side / 4);
    x = graph.nn().relu(dense("dense", graph.reshape(x, -1, flat), flat, HIDDEN, random), 0.0);
    SDVariable logits = dense("output", x, HIDDEN, DigitsData.CLASSES, random).rename(LOGITS);
    graph.loss().softmaxCrossEntropy(LOSS, labels, logits, null);
    graph.setLossVariables(LOSS);
  }

  SameDiff graph() {
    return graph;
  }

  SDVariable loss() {
    return graph.getVariable(LOSS);
  }

  double lossOn(DataSet data) {
    return graph.output(inputs(data), LOSS).get(LOSS).getDouble(0);
  }

  /** Share of the images whose most likely class is the right one. */
  double accuracyOn(DataSet data) {
    INDArray predicted = graph.output(inputs(data), LOGITS).get(LOGITS).argMax(1);
    INDArray actual = data.getLabels().argMax(1);
    return predicted.eq(actual).castTo(DataType.DOUBLE).meanNumber().doubleValue();
  }

  /** Overwrites this network's parameters with those of another one. */
  void copyParametersOf(DigitsNetwork other) {
    for (SDVariable parameter : parameters(other.graph)) {
      graph.getVariable(parameter.name()).getArr().assign(parameter.getArr());
    }
  }

  /** What training changes in a graph. */
  static List<SDVariable> parameters(SameDiff graph) {
    return graph.variables().stream()
        .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
        .collect(Collectors.toList());
  }

  /** The values of the placeholders for some data. */
  static Map<String, INDArray> inputs(DataSet data) {
    return Map.of(IMAGES, data.getFeatures(), LABELS, data.getLabels());
  }

  private SDVariable convolveAndPool(String name, SDVariable x, int in, int out, Random random) {
    int kernel = 3;
    SDVariable weight = weight(name + ".W", random, kernel * kernel * in, kernel, kernel, in, out);
    SDVariable bias = bias(name + ".b", out);
    Conv2DConfig sameSize =
        Conv2DConfig.builder()
            .kH(kernel)
            .kW(kernel)
            .paddingMode(PaddingMode.SAME)
            .dataFormat(Conv2DConfig.NCHW)
            .build();
    Pooling2DConfig halve = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build();
    SDVariable activation = graph.nn().relu(graph.cnn().conv2d(x, weight, bias, sameSize), 0.0);
    return graph.cnn().maxPooling2d(activation, halve);
  }

  private SDVariable dense(String name, SDVariable x, int in, int out, Random random) {
    SDVariable weight = weight(name + ".W", random, in, in, out);
    return x.mmul(weight).add(bias(name + ".b", out));
  }

  /** He initialisation. */
  private SDVariable weight(String name, Random random, int fanIn, long... shape) {
    INDArray values = Nd4j.randn(0.0, Math.sqrt(2.0 / fanIn), shape, random);
    return graph.var(name, values.castTo(DataType.FLOAT));
  }

  private SDVariable bias(String name, int size) {
    return graph.var(name, Nd4j.zeros(DataType.FLOAT, size));
  }
}
