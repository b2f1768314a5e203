package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.indexing.conditions.Condition;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Ops that take each element from one of several inputs. */
final class SelectionCases {

  private static final Map<String, Condition> CONDITIONS = new LinkedHashMap<>();

  static {
    CONDITIONS.put("less", Conditions.lessThan(0.5));
    CONDITIONS.put("at most", Conditions.lessThanOrEqual(0.5));
    CONDITIONS.put("greater", Conditions.greaterThan(-0.5));
    CONDITIONS.put("at least", Conditions.greaterThanOrEqual(-0.5));
    CONDITIONS.put("of less magnitude", Conditions.absLessThan(0.5));
    CONDITIONS.put("of at most magnitude", Conditions.absLessThanOrEqual(0.5));
    CONDITIONS.put("of greater magnitude", Conditions.absGreaterThan(0.5));
    CONDITIONS.put("of at least magnitude", Conditions.absGreaterThanOrEqual(0.5));
    CONDITIONS.put("equal", Conditions.epsEquals(0.5));
    CONDITIONS.put("unequal", Conditions.epsNotEquals(0.5));
  }

  private SelectionCases() {}

  static List<RuleCase> all() {
    List<RuleCase> rows = new ArrayList<>();
    CONDITIONS.forEach(
        (name, condition) ->
            rows.add(
                rule("replace where " + name, (sd, in) -> sd.replaceWhere(in[0], 0.7, condition))
                    .input(4, 3)
                    .lostWhenSaved()));
    rows.add(
        rule("mergeMax", (sd, in) -> sd.math().mergeMax(in)).input(4, 3).input(4, 3).input(4, 3));
    rows.add(rule("mergeMax of one", (sd, in) -> sd.math().mergeMax(in)).input(4, 3));
    return rows;
  }
}
