package org.hessianreg.samediff.internal.imports;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** Which variables of an imported graph become parameters. Immutable. */
public final class ParameterChoice {

  /** Inputs of batch normalisations that are mean and variance. */
  private static final Map<String, List<Integer>> STATISTICS =
      Map.of("batchnorm", List.of(1, 2), "fused_batch_norm", List.of(3, 4));

  private final Set<String> excluded;
  private final Predicate<String> wanted;

  private ParameterChoice(Set<String> excluded, Predicate<String> wanted) {
    this.excluded = excluded;
    this.wanted = wanted;
  }

  /**
   * Makes floating-point constants with dimensions parameters, but for statistics of batch
   * normalisations.
   *
   * @param graph the imported graph
   * @return the choice
   */
  public static ParameterChoice usual(SameDiff graph) {
    Set<String> excluded = new HashSet<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.isConstant() && (variable.getArr().rank() == 0 || variable.getArr().isEmpty())) {
        excluded.add(variable.name());
      }
    }
    for (SameDiffOp op : graph.getOps().values()) {
      List<String> inputs = GraphPaths.inputs(op);
      for (int i : STATISTICS.getOrDefault(op.getOp().opName(), List.of())) {
        if (i < inputs.size()) {
          excluded.add(source(graph, inputs.get(i)));
        }
      }
    }
    return new ParameterChoice(excluded, name -> true);
  }

  /**
   * Makes the floating-point constants parameters that the user names.
   *
   * @param wanted decides by its name whether a constant becomes a parameter
   * @return the choice
   */
  public static ParameterChoice of(Predicate<String> wanted) {
    return new ParameterChoice(Set.of(), wanted);
  }

  /** Looks through ops that change nothing. */
  private static String source(SameDiff graph, String name) {
    SameDiffOp producer = GraphPaths.producer(graph, name);
    boolean isSame = producer != null && "identity".equals(producer.getOp().opName());
    return isSame ? source(graph, GraphPaths.inputs(producer).get(0)) : name;
  }

  /** Whether a variable is a parameter of the new graph. */
  boolean includes(SDVariable variable) {
    if (variable.getVariableType() == VariableType.VARIABLE) {
      return true;
    }
    return variable.isConstant()
        && variable.dataType().isFPType()
        && !excluded.contains(variable.name())
        && wanted.test(variable.name());
  }
}
