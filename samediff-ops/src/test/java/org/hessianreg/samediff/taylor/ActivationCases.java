package org.hessianreg.samediff.taylor;

import static org.hessianreg.samediff.taylor.RuleCase.rule;

import java.util.List;

/** Activation functions. */
final class ActivationCases {

  private ActivationCases() {}

  static List<RuleCase> all() {
    return List.of(
        rule("tanh", (sd, in) -> sd.math().tanh(in[0])).input(4, 3),
        rule("relu", (sd, in) -> sd.nn().relu(in[0], 0)).input(4, 3),
        rule("softmax of the last axis", (sd, in) -> sd.nn().softmax(in[0], -1)).input(2, 4, 3),
        rule("softmax", (sd, in) -> sd.nn().softmax(in[0], 1)).input(4, 3));
  }
}
