package org.hessianreg.samediff.internal.imports;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/** Graphs that compute other values under the same names. */
class TrialCheckTest {

  private static SameDiff scaled(double factor, boolean sums) {
    SameDiff sd = SameDiff.create();
    SDVariable y = sd.placeHolder("x", DataType.FLOAT, 1, 3).mul("h", factor).add("y", 1.0);
    (sums ? y.sum(1) : y.neg()).rename("z");
    return sd;
  }

  private static void check(SameDiff imported, SameDiff prepared, Set<String> corrected) {
    List<SameDiffOp> ops = new ArrayList<>(imported.getOps().values());
    Trial trial = Trial.of(imported, List.of(imported.getVariable("x")), ops, Map.of());
    new TrialCheck(prepared, trial, corrected).run(ops);
  }

  @Test
  void equalGraphsPass() {
    assertThatCode(() -> check(scaled(2, true), scaled(2, true), Set.of()))
        .doesNotThrowAnyException();
  }

  @Test
  void theFirstVariableThatDiffersIsNamed() {
    assertThatThrownBy(() -> check(scaled(2, true), scaled(2.001, true), Set.of()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("Variable 'h'", "mul_scalar", "by up to");
  }

  @Test
  void anotherShapeIsNamed() {
    assertThatThrownBy(() -> check(scaled(2, true), scaled(2, false), Set.of()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("Variable 'z'", "[2, 3] instead of [2]");
  }

  @Test
  void whatIsCorrectedMayDiffer() {
    assertThatCode(() -> check(scaled(2, true), scaled(3, true), Set.of("h", "y", "z")))
        .doesNotThrowAnyException();
  }
}
