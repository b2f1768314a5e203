package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/** Every line of the table of rules has a row in the test's table. */
class RuleCoverageTest {

  /** A difference quotient cannot see that a path is cut: {@code StopGradientTest} does. */
  private static final Set<String> WITHOUT_ROW = Set.of("stop_gradient");

  @Tag("slow")
  @Test
  void everyRuleHasARow() {
    Set<String> untested = new TreeSet<>(TaylorRules.names());
    for (RuleCase row : RuleCases.all()) {
      for (SameDiffOp op :
          new RuleProblem(row, DataType.DOUBLE, row.dynamic()).graph().getOps().values()) {
        untested.remove(op.getOp().opName());
      }
    }
    untested.removeAll(WITHOUT_ROW);
    assertThat(untested).isEmpty();
  }
}
