package org.hessianreg.samediff.internal.execution;

import java.util.LinkedHashSet;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/** What a graph computed before something was appended to it. */
public final class BaseVariables {

  private BaseVariables() {}

  /**
   * Finds constants and outputs of ops outside of an addition: what a program that executes the
   * addition alone is given.
   */
  public static Set<String> of(SameDiff graph, GraphAddition addition) {
    Set<String> names = new LinkedHashSet<>();
    for (SDVariable variable : graph.variables()) {
      VariableType type = variable.getVariableType();
      boolean known = type == VariableType.ARRAY || type == VariableType.CONSTANT;
      if (known && !addition.owns(variable)) {
        names.add(variable.name());
      }
    }
    return names;
  }
}
