package org.hessianreg.benchmarks;

import java.util.List;
import java.util.stream.Collectors;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/** The parameters of a network, in its order. */
final class Parameters {

  private Parameters() {}

  static List<SDVariable> of(SameDiff graph) {
    return graph.variables().stream()
        .filter(variable -> variable.getVariableType() == VariableType.VARIABLE)
        .collect(Collectors.toList());
  }
}
