package org.hessianreg.samediff.internal.taylor;

import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.functions.DifferentialFunction;

/** Ops without a rule because ND4J 1.0.0-M2.1 does not compute them, and what to use instead. */
final class Refusals {

  private static final Map<String, Refusal> TABLE =
      Map.of(
          "scatter_update",
          new Refusal(
              "ND4J cannot execute it in a graph",
              "multiply the rows by a mask with scatterMul and add the updates with scatterAdd."));

  private Refusals() {}

  /** The ops that are refused by name. */
  static Set<String> names() {
    return TABLE.keySet();
  }

  static boolean isRefused(DifferentialFunction op) {
    return TABLE.containsKey(op.opName());
  }

  static HessianTraceException of(OpCall call) {
    DifferentialFunction op = call.op();
    Refusal refusal = TABLE.get(op.opName());
    return new HessianTraceException(
        String.format(
            "Variable '%s': op '%s' (%s) lies between a parameter and the loss, and %s.",
            call.y().name(), op.getOwnName(), op.opName(), refusal.reason),
        refusal.remedy);
  }

  /** Why, and what instead. */
  private static final class Refusal {

    private final String reason;
    private final String remedy;

    Refusal(String reason, String remedy) {
      this.reason = reason;
      this.remedy = remedy;
    }
  }
}
