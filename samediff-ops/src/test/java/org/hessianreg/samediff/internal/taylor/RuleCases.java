package org.hessianreg.samediff.internal.taylor;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The rows of the rule table's test, grouped as the table is. */
final class RuleCases {

  private RuleCases() {}

  static List<RuleCase> all() {
    return Stream.of(
            ArithmeticCases.all(),
            ActivationCases.all(),
            SelectionCases.all(),
            ReductionCases.all(),
            ShapeCases.all(),
            IndexCases.all(),
            AttributeCases.all(),
            ImporterCases.all(),
            LayerCases.all(),
            VolumeCases.all(),
            AttentionCases.all(),
            LossCases.all())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }
}
