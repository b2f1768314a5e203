package org.hessianreg.samediff.taylor;

import static org.hessianreg.samediff.taylor.RuleCase.rule;

import java.util.List;

/** Reductions. */
final class ReductionCases {

  private ReductionCases() {}

  static List<RuleCase> all() {
    return List.of(rule("sum over rows", (sd, in) -> in[0].sum(0)).input(4, 3));
  }
}
