package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.reverse.KnownDefects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What ND4J itself computes wrongly is warned of or refused; here it is seen to be wrong. */
class ForwardDefectsTest {

  private static final long[] VECTOR = {3};
  private static final long[] ROW = {1, 3};
  private static final long[] IMAGE = {1, 3, 1};

  static Stream<Arguments> warned() {
    return Stream.of(
        of("segmentProd", (sd, x) -> sd.segmentProd(x[0], ids(sd, 0, 1, 1)), VECTOR, 2, 12),
        of("segmentMax", (sd, x) -> sd.segmentMax(x[0], ids(sd, 0, 1, 1)), VECTOR, 2, 4),
        of("segmentMin", (sd, x) -> sd.segmentMin(x[0], ids(sd, 0, 1, 1)), VECTOR, 2, 3),
        of("segmentSum one row", (sd, x) -> sd.segmentSum(x[0], ids(sd, 0)), ROW, 2, 3, 4),
        of("segmentMean one row", (sd, x) -> sd.segmentMean(x[0], ids(sd, 0)), IMAGE, 2, 3, 4),
        of(
            "unsortedSegmentSum one row",
            (sd, x) -> sd.unsortedSegmentSum(x[0], ids(sd, 0), 1),
            ROW,
            2,
            3,
            4));
  }

  private static Arguments of(String name, RuleCase.Body body, long[] shape, double... expected) {
    return Arguments.of(name, body, shape, expected);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("warned")
  void isWarnedOf(String name, RuleCase.Body body, long[] shape, double[] expected) {
    SameDiff sd = SameDiff.create();
    SDVariable y = body.of(sd, sd.var("x", values(shape)));
    assertThat(y.eval().reshape(-1).toDoubleVector()).isNotEqualTo(expected);
    assertThat(Arrays.stream(sd.ops()).anyMatch(op -> KnownDefects.of(op).isPresent())).isTrue();
  }

  @Test
  void scatterUpdateIsRefused() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", values(VECTOR));
    SDVariable y = sd.scatterUpdate(x, ids(sd, 1), sd.constant(Nd4j.createFromArray(7.0)));
    y.sum("loss");
    assertThatThrownBy(y::eval).hasMessageContaining("scatter_update");
    Map<String, SDVariable> v = Map.of("x", sd.constant(Nd4j.ones(DataType.DOUBLE, 3)));
    HessianOps ops = new HessianOps(sd);
    assertThatThrownBy(() -> ops.quadraticForm("vhv", sd.getVariable("loss"), v))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("scatter_update")
        .hasMessageContaining("scatterMul");
  }

  private static INDArray values(long... shape) {
    return Nd4j.createFromArray(2.0, 3.0, 4.0).reshape(shape);
  }

  private static SDVariable ids(SameDiff sd, int... ids) {
    return sd.constant(Nd4j.createFromArray(ids));
  }
}
