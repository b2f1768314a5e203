package org.hessianreg.samediff.taylor;

import static org.hessianreg.samediff.taylor.RuleCase.rule;

import java.util.List;

/** Arithmetic and products. */
final class ArithmeticCases {

  private ArithmeticCases() {}

  static List<RuleCase> all() {
    return List.of(
        rule("mmul", (sd, in) -> in[0].mmul(in[1])).input(4, 3).input(3, 2).fixedShapesOnly(),
        rule("mul broadcast", (sd, in) -> in[0].mul(in[1])).input(4, 3).input(1, 3),
        rule("add broadcast", (sd, in) -> in[0].add(in[1])).input(4, 3).input(1, 3));
  }
}
