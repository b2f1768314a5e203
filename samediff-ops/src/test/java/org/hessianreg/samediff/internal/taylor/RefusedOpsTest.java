package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.LocalResponseNormalizationConfig;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Ops that are refused by name when the derivatives are built, with what to write instead. */
class RefusedOpsTest {

  static Stream<Arguments> ops() {
    return Stream.of(
        refused(
            "replaceWhere by an array",
            (sd, in) -> sd.replaceWhere(in[0], in[0].mul(2.0), Conditions.lessThan(0.5)),
            "(car)",
            "mask"),
        refused(
            "mmul with the factors of an importer",
            (sd, in) -> {
              Mmul op = new Mmul();
              op.addIArgument(0, 0, 0);
              op.addTArgument(0.0, 1.0);
              return OpReapplication.append(sd, op, in[0], sd.transpose(in[0]))[0];
            },
            "(matmul)",
            "[0.0, 1.0]"),
        refused(
            "assign",
            (sd, in) -> sd.assign(sd.zerosLike(in[0]), in[0]),
            "(assign)",
            "zerosLike(x).add(y)"),
        refused("dropout", (sd, in) -> sd.nn().dropout(in[0], 0.5), "(dropout)", "bernoulli"),
        refused(
            "dropoutInverted",
            (sd, in) -> sd.nn().dropoutInverted(in[0], 0.5),
            "(dropout_inverted)",
            "bernoulli"),
        refused("lrn", RefusedOpsTest::normalized, "(lrn)", "band matrix"),
        refused("inverse", (sd, in) -> sd.math().matrixInverse(square(in[0])), "Newton"),
        refused("determinant", (sd, in) -> sd.math().matrixDeterminant(square(in[0])), "factor"),
        refused("logdet", (sd, in) -> sd.linalg().logdet(square(in[0])), "(logdet)", "factor"),
        refused("cholesky", (sd, in) -> sd.linalg().cholesky(square(in[0])), "factor"),
        refused(
            "solve",
            (sd, in) -> sd.linalg().solve(square(in[0]), square(in[0])),
            "(solve)",
            "Newton"),
        refused("cumprod", (sd, in) -> sd.cumprod(in[0], 1), "(cumprod)", "slices"),
        refused("mod", (sd, in) -> sd.math().mod(in[0], in[0].mul(2.0)), "stopGradient"),
        refused(
            "floorMod",
            (sd, in) -> sd.math().floorMod(in[0], in[0].mul(2.0)),
            "(floormod)",
            "stopGradient"),
        refused(
            "resizeBilinear",
            (sd, in) -> sd.image().resizeBiLinear(in[0].reshape(1, 2, 4, 1), 4, 8, false, false),
            "upsampling2d"),
        refused(
            "where by arrays",
            (sd, in) -> sd.where(in[0], in[0].mul(2.0), in[0].gt(0.5)),
            "mask.mul(x)"),
        refused(
            "upsampling2d by one factor",
            (sd, in) -> sd.cnn().upsampling2d(in[0].reshape(1, 1, 2, 4), 2),
            "upsampling2d(x, factor, factor, true)"),
        refused(
            "upsampling3d of channels last",
            (sd, in) -> sd.cnn().upsampling3d(in[0].reshape(1, 2, 2, 1, 2), false, 2, 2, 2),
            "permute the channels"));
  }

  private static SDVariable square(SDVariable x) {
    return x.mmul(x.getSameDiff().transpose(x));
  }

  private static SDVariable normalized(SameDiff sd, SDVariable... in) {
    LocalResponseNormalizationConfig config =
        LocalResponseNormalizationConfig.builder().alpha(1).beta(0.5).bias(1).depth(1).build();
    return sd.cnn().localResponseNormalization(in[0].reshape(1, 2, 2, 2), config);
  }

  private static Arguments refused(String name, RuleCase.Body body, String... message) {
    return Arguments.of(named(name, body), List.of(message));
  }

  @ParameterizedTest
  @MethodSource("ops")
  void isRefusedByName(RuleCase.Body body, List<String> message) {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.linspace(DataType.DOUBLE, 0.3, 0.1, 8).reshape(2, 4));
    SDVariable loss = body.of(sd, w).sum("loss");
    sd.setLossVariables("loss");
    HessianOps ops = new HessianOps(sd);
    SDVariable v = sd.constant("v", Nd4j.ones(DataType.DOUBLE, 2, 4));
    assertThatThrownBy(() -> ops.quadraticForm("vhv", loss, Map.of("w", v)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message.toArray(new String[0]))
        .hasMessageContainingAll("Variable '", "Fix: ");
  }

  @Test
  void upsamplingByOneFactorFailsInNd4j() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, 1, 1, 2, 2));
    SDVariable y = sd.cnn().upsampling2d(w, 2);
    assertThatThrownBy(y::eval).isInstanceOf(RuntimeException.class);
  }

  @Test
  void assignIgnoresAColumn() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.zeros(DataType.DOUBLE, 2, 4));
    SDVariable y = sd.assign(w, sd.constant(Nd4j.ones(DataType.DOUBLE, 2, 1)));
    assertThat(y.eval().sumNumber().doubleValue()).isZero();
  }

  @Test
  void upsamplingOfVolumesTakesTheSecondDimensionForTheChannels() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, 1, 2, 3, 4, 5));
    SDVariable y = sd.cnn().upsampling3d(w, false, 2, 2, 2);
    assertThat(y.eval().shape()).containsExactly(1, 2, 6, 8, 10);
  }
}
