package org.hessianreg.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link HessianOps} in the user's graph against an independent automatic differentiation. */
class OracleTest {

  /** Exact mathematics in float64: rounding only. */
  private static final double DOUBLE_TOLERANCE = 1e-9;

  /**
   * In float32 with epsilon 6e-8, sums of up to 1e3 terms and cancellation in second derivatives.
   */
  private static final double FLOAT_TOLERANCE = 2e-4;

  static Iterable<String> names() {
    return Oracle.NAMES;
  }

  @ParameterizedTest
  @MethodSource("names")
  void doubleFixedBatch(String name) {
    check(name, DataType.DOUBLE, false, DOUBLE_TOLERANCE);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void doubleDynamicBatch(String name) {
    check(name, DataType.DOUBLE, true, DOUBLE_TOLERANCE);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("names")
  void floatDynamicBatch(String name) {
    check(name, DataType.FLOAT, true, FLOAT_TOLERANCE);
  }

  private static void check(String name, DataType type, boolean dynamicBatch, double tolerance) {
    Oracle oracle = Oracle.load(name);
    SameDiff sd = OracleNetworks.build(oracle, type, dynamicBatch);
    Map<String, SDVariable> direction = new LinkedHashMap<>();
    oracle
        .arrays("direction", type)
        .forEach((p, array) -> direction.put(p, sd.constant("v_" + p, array)));
    HessianOps ops = new HessianOps(sd);
    SDVariable loss = sd.getVariable("loss");
    ops.gradientDot("gv", loss, direction);
    ops.quadraticForm("vhv", loss, direction);
    Map<String, INDArray> out = sd.output(oracle.arrays("inputs", type), "loss", "gv", "vhv");
    assertClose(out.get("loss"), oracle.number("loss"), tolerance);
    assertClose(out.get("gv"), oracle.number("gradientDotV"), tolerance);
    assertClose(out.get("vhv"), oracle.number("quadraticForm"), tolerance);
  }

  private static void assertClose(INDArray actual, double expected, double tolerance) {
    assertThat(actual.getDouble(0))
        .isCloseTo(expected, within(tolerance * Math.max(1.0, Math.abs(expected))));
  }
}
