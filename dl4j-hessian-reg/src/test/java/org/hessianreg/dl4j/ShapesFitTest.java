package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.OneOpGraph.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.loss.LossReduce;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** What {@code fit} applies for windows and weights of unusual shapes. */
@Tag("slow")
class ShapesFitTest {

  static List<OneOpGraph> graphs() {
    List<OneOpGraph> rows = new ArrayList<>(windows());
    for (LossReduce mode : LossReduce.values()) {
      rows.add(crossEntropy(mode, null, 2, 3, 2));
      rows.add(crossEntropy(mode, new long[] {2, 1}, 2, 3, 2));
      rows.add(crossEntropy(mode, new long[] {2, 3}, 2, 3, 2));
      rows.add(crossEntropy(mode, new long[] {2, 2, 1}, 2, 2, 3, 2));
      rows.add(cosine(mode, new long[] {4, 1}, 4, 3));
      rows.add(cosine(mode, new long[] {2, 1, 2}, 2, 3, 2));
      rows.add(pairwise(mode, new long[] {4, 1}, 4, 3));
      if (mode != LossReduce.NONE) {
        rows.add(pairwise(mode, null, 2, 2, 2));
        rows.add(pairwise(mode, new long[] {2, 1, 1}, 2, 3, 2));
        rows.add(pairwise(mode, null, 2, 2, 3, 2));
      }
    }
    return rows;
  }

  /** Pooling of every small image by every small window; overhanging ones and gaps included. */
  private static List<OneOpGraph> windows() {
    List<OneOpGraph> rows = new ArrayList<>();
    for (PaddingMode mode : new PaddingMode[] {PaddingMode.VALID, PaddingMode.SAME}) {
      for (int kernel = 1; kernel <= 3; kernel++) {
        for (int stride = 1; stride <= 5; stride++) {
          for (int size : new int[] {kernel, 5, 6, 8}) {
            Pooling2DConfig config =
                Pooling2DConfig.builder()
                    .kH(kernel)
                    .kW(kernel)
                    .sH(stride)
                    .sW(stride)
                    .paddingMode(mode)
                    .build();
            rows.add(pooled(config, size, size));
            rows.add(averaged(config, size, size));
          }
        }
      }
    }
    Pooling2DConfig two = Pooling2DConfig.builder().kH(2).kW(2).sH(2).sW(2).build();
    rows.add(pooled(two, 4, 1));
    rows.add(pooled(two, 1, 3));
    rows.add(averaged(two, 4, 1));
    rows.add(averaged(two, 1, 3));
    return rows;
  }

  private static OneOpGraph pooled(Pooling2DConfig config, int height, int width) {
    return graph(
            String.format(
                "max pooling %d by %d, %s, of [%d, %d]",
                config.getKH(), config.getSH(), config.getPaddingMode(), height, width),
            (sd, w) -> sd.cnn().maxPooling2d(apart(sd, w[0], height, width), config).mul(0.04))
        .parameter(1, 1, height, width);
  }

  private static OneOpGraph averaged(Pooling2DConfig config, int height, int width) {
    return graph(
            String.format(
                "average pooling %d by %d, %s, of [%d, %d]",
                config.getKH(), config.getSH(), config.getPaddingMode(), height, width),
            (sd, w) -> sd.cnn().avgPooling2d(w[0], config))
        .parameter(1, 1, height, width);
  }

  /** No two elements come close to a tie. */
  private static SDVariable apart(SameDiff sd, SDVariable x, int height, int width) {
    INDArray distances = Nd4j.create(DataType.DOUBLE, 1, 1, height, width);
    for (long i = 0; i < distances.length(); i++) {
      distances.putScalar(i, 2.0 * (7 * i % distances.length()));
    }
    return x.add(sd.constant(distances));
  }

  private static OneOpGraph crossEntropy(LossReduce mode, long[] weights, long... shape) {
    return loss("softmax cross entropy", mode, weights, shape, ShapesFitTest::crossEntropy);
  }

  private static OneOpGraph cosine(LossReduce mode, long[] weights, long... shape) {
    return loss("cosine distance", mode, weights, shape, ShapesFitTest::cosine);
  }

  private static OneOpGraph pairwise(LossReduce mode, long[] weights, long... shape) {
    return loss("pairwise squared error", mode, weights, shape, ShapesFitTest::pairwise);
  }

  /** A method of {@code sd.loss()}. */
  private interface Loss {
    SDVariable of(SameDiff sd, SDVariable labels, SDVariable x, SDVariable weights, LossReduce m);
  }

  private static SDVariable crossEntropy(
      SameDiff sd, SDVariable labels, SDVariable x, SDVariable weights, LossReduce mode) {
    return sd.loss().softmaxCrossEntropy(labels, x, weights, mode, 0.0);
  }

  private static SDVariable cosine(
      SameDiff sd, SDVariable labels, SDVariable x, SDVariable weights, LossReduce mode) {
    return sd.loss().cosineDistance(labels, x, weights, mode, 1);
  }

  private static SDVariable pairwise(
      SameDiff sd, SDVariable labels, SDVariable x, SDVariable weights, LossReduce mode) {
    return sd.loss().meanPairwiseSquaredError(labels, x, weights, mode);
  }

  private static OneOpGraph loss(
      String name, LossReduce mode, long[] weights, long[] shape, Loss loss) {
    return graph(
            String.format(
                "%s of rank %d, %s, %s",
                name, shape.length, mode, weights == null ? "unweighted" : weights.length),
            (sd, w) -> loss.of(sd, labels(sd, shape), w[0], weights(sd, weights), mode))
        .parameter(shape);
  }

  private static SDVariable labels(SameDiff sd, long... shape) {
    return sd.constant(numbers(0.1, shape));
  }

  private static SDVariable weights(SameDiff sd, long... shape) {
    return shape == null ? null : sd.constant(numbers(0.5, shape));
  }

  private static INDArray numbers(double first, long... shape) {
    INDArray numbers = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < numbers.length(); i++) {
      numbers.putScalar(i, first + 0.3 * (i % 4));
    }
    return numbers;
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void thePenalisedStepIsRight(OneOpGraph graph) {
    graph.checkPenalisedStep();
  }

  static Stream<OneOpGraph> weightsWithoutGradient() {
    return Stream.of(
        cosine(LossReduce.SUM, new long[] {4}, 4, 3),
        cosine(LossReduce.SUM, new long[] {4, 3}, 4, 3),
        crossEntropy(LossReduce.SUM, new long[] {4, 1}, 4, 3),
        pairwise(LossReduce.SUM, new long[] {4}, 4, 3),
        loss(
            "squared error",
            LossReduce.SUM,
            new long[] {4},
            new long[] {4, 3},
            (sd, labels, x, weights, mode) ->
                sd.loss().meanSquaredError(labels, x, weights, mode)));
  }

  @ParameterizedTest
  @MethodSource("weightsWithoutGradient")
  void weightsThatHaveNoGradientAreRefused(OneOpGraph graph) {
    SameDiff sd = graph.penalised();
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("the weights of op")
        .hasMessageContaining("expected one number or an array that broadcasts");
  }
}
