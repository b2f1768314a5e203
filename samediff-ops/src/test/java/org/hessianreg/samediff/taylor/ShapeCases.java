package org.hessianreg.samediff.taylor;

import static org.hessianreg.samediff.taylor.RuleCase.rule;

import java.util.List;

/** Ops that move elements about. */
final class ShapeCases {

  private ShapeCases() {}

  static List<RuleCase> all() {
    return List.of(rule("reshape", (sd, in) -> in[0].reshape(-1, 2)).input(4, 3, 2));
  }
}
