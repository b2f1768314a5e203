package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.shape.Transpose;
import org.nd4j.linalg.factory.Nd4j;

/** An op applied to other inputs does what it does to its own: its attributes survive. */
class OpReapplicationTest {

  /** What is computed from two inputs by one op. */
  @FunctionalInterface
  interface Body {
    SDVariable[] of(SameDiff sd, SDVariable x, SDVariable y);
  }

  static Stream<Named<Body>> ops() {
    return Stream.of(
        one("add", (sd, x, y) -> x.add(y)),
        one("add a number", (sd, x, y) -> x.add(2.5)),
        one("power", (sd, x, y) -> sd.math().pow(x, 3.0)),
        one("product of transposed matrices", (sd, x, y) -> sd.mmul(x, y, true, false, false)),
        one("sum of columns, kept", (sd, x, y) -> x.sum(true, 0)),
        one("mean of rows", (sd, x, y) -> x.mean(1)),
        one("largest of a row", (sd, x, y) -> x.max(1)),
        one("variance", (sd, x, y) -> x.std(true, 0)),
        one("clip", (sd, x, y) -> sd.math().clipByValue(x, -0.2, 0.3)),
        one("leaky relu", (sd, x, y) -> sd.nn().leakyRelu(x, 0.3)),
        one("softmax along the first dimension", (sd, x, y) -> sd.nn().softmax(x, 0)),
        one("permute", (sd, x, y) -> x.permute(1, 0)),
        one("concat", (sd, x, y) -> sd.concat(1, x, y)),
        one("stack", (sd, x, y) -> sd.stack(1, x, y)),
        one("slice", (sd, x, y) -> x.get(SDIndex.interval(0, 2, 4), SDIndex.point(1))),
        one("accumulated sum", (sd, x, y) -> sd.cumsum(x, true, true, 1)),
        one(
            "pad",
            (sd, x, y) ->
                sd.nn()
                    .pad(x, sd.constant(Nd4j.createFromArray(new int[][] {{1, 0}, {0, 2}})), 0.7)),
        one("tile", (sd, x, y) -> sd.tile(x, 2, 3)),
        one("convolution", OpReapplicationTest::convolution),
        named("split", (sd, x, y) -> sd.split(x, 2, 0)),
        named("moments", (sd, x, y) -> sd.math().moments(x, new int[] {0}, false)));
  }

  private static Named<Body> one(String name, OneOutput body) {
    return named(name, (sd, x, y) -> new SDVariable[] {body.of(sd, x, y)});
  }

  /** What is computed from two inputs by one op with one output. */
  @FunctionalInterface
  interface OneOutput {
    SDVariable of(SameDiff sd, SDVariable x, SDVariable y);
  }

  private static SDVariable convolution(SameDiff sd, SDVariable x, SDVariable y) {
    Conv2DConfig config =
        Conv2DConfig.builder().kH(2).kW(1).sH(2).sW(1).pH(1).pW(0).dataFormat("NHWC").build();
    SDVariable weights = sd.constant(Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0).reshape(2, 1, 1, 2));
    return sd.cnn().conv2d(sd.expandDims(sd.expandDims(x, 0), 3), weights, config);
  }

  private static INDArray values(double start) {
    return Nd4j.linspace(DataType.DOUBLE, start, 0.17, 12).reshape(4, 3);
  }

  @ParameterizedTest
  @MethodSource("ops")
  void theSameOpOfOtherInputs(Body body) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", values(-1));
    SDVariable y = sd.var("y", values(0.4));
    SDVariable otherX = sd.var("other x", values(0.3));
    SDVariable otherY = sd.var("other y", values(-1.5));
    SDVariable[] own = body.of(sd, x, y);
    SDVariable[] expected = body.of(sd, otherX, otherY);
    SDVariable[] inputs =
        GraphPaths.inputs(GraphPaths.producer(sd, expected[0].name())).stream()
            .map(sd::getVariable)
            .toArray(SDVariable[]::new);
    int before = sd.getOps().size();
    SDVariable[] actual =
        OpReapplication.reapply(GraphPaths.producer(sd, own[0].name()).getOp(), inputs);
    assertThat(sd.getOps()).hasSize(before + 1);
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.length; i++) {
      assertThat(actual[i].name()).isNotIn(own[i].name(), expected[i].name());
      assertThat(actual[i].dataType()).isEqualTo(expected[i].dataType());
      assertThat(value(sd, actual[i])).isEqualTo(value(sd, expected[i]));
    }
  }

  private static INDArray value(SameDiff sd, SDVariable variable) {
    return sd.output(Map.of(), variable.name()).get(variable.name());
  }

  @Test
  void theOpItselfStaysAsItIs() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", values(-1));
    x.sum("y", 1);
    SDVariable copy =
        OpReapplication.reapply(GraphPaths.producer(sd, "y").getOp(), sd.var("z", values(2)))[0];
    assertThat(GraphPaths.inputs(GraphPaths.producer(sd, "y"))).containsExactly("x");
    assertThat(GraphPaths.inputs(GraphPaths.producer(sd, copy.name()))).containsExactly("z");
    assertThat(sd.getVariables().get("x").getInputsForOp()).hasSize(1);
  }

  @Test
  void anOpThatBelongsToNoGraphIsAppended() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", values(-1));
    SDVariable y = OpReapplication.append(sd, new Transpose(), x)[0];
    assertThat(value(sd, y)).isEqualTo(values(-1).transpose());
  }
}
