package org.hessianreg.dl4j.internal.mirror;

import java.util.function.LongFunction;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What may be wrong with an array that a step has brought along. */
public final class Objection {

  private final INDArray violations;
  private final LongFunction<HessianTraceException> refusal;

  Objection(INDArray violations, LongFunction<HessianTraceException> refusal) {
    this.violations = violations;
    this.refusal = refusal;
  }

  /**
   * How often a rule is broken.
   *
   * @return a number for each example, positive where the rule is broken and otherwise 0
   */
  public INDArray violations() {
    return violations;
  }

  /**
   * Looks at the violations.
   *
   * @throws HessianTraceException if there is one; it names the first example that has any
   */
  public void require() {
    if (violations.sumNumber().doubleValue() == 0.0) {
      return;
    }
    long example = 0;
    while (violations.getDouble(example) == 0.0) {
      example++;
    }
    throw refusal.apply(example);
  }
}
