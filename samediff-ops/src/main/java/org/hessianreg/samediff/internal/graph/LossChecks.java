package org.hessianreg.samediff.internal.graph;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** What must hold of losses and parameters before derivatives are taken. */
public final class LossChecks {

  private LossChecks() {}

  /**
   * Checks that a variable can be a loss: present, floating point, and not known to have more than
   * one element.
   *
   * @param graph the graph
   * @param loss the variable's name
   * @throws HessianTraceException if it cannot
   */
  public static void requireLoss(SameDiff graph, String loss) {
    SDVariable variable = graph.getVariable(loss);
    if (variable == null) {
      throw new HessianTraceException(
          String.format("Loss '%s': the graph has no variable of that name.", loss),
          "name a variable of this graph.");
    }
    if (!variable.dataType().isFPType()) {
      throw new HessianTraceException(
          String.format(
              "Loss '%s' (op %s) has type %s, expected a floating-point type.",
              loss, describeProducer(graph, loss), variable.dataType()),
          "use a FLOAT or DOUBLE loss.");
    }
    if (Scalars.of(graph, loss) == Scalars.Answer.NO) {
      throw new HessianTraceException(
          String.format("Loss '%s' (op %s) is not a scalar.", loss, describeProducer(graph, loss)),
          "reduce it, for instance with loss.mean().");
    }
  }

  private static String describeProducer(SameDiff graph, String variable) {
    SameDiffOp op = GraphPaths.producer(graph, variable);
    return op == null ? "none" : "'" + op.getName() + "', " + op.getOp().opName();
  }

  /**
   * Checks that a name stands for a trainable parameter.
   *
   * @param graph the graph
   * @param name the name
   * @return the parameter
   * @throws HessianTraceException if it does not
   */
  public static SDVariable requireParameter(SameDiff graph, String name) {
    SDVariable variable = graph.getVariable(name);
    if (variable == null) {
      throw new HessianTraceException(
          String.format("Parameter '%s': the graph has no variable of that name.", name),
          "name one of its parameters: " + parameterNames(graph) + ".");
    }
    if (variable.getVariableType() != VariableType.VARIABLE || !variable.dataType().isFPType()) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s' is a %s of type %s, expected a trainable floating-point parameter.",
              name, variable.getVariableType(), variable.dataType()),
          "name one of the graph's parameters: " + parameterNames(graph) + ".");
    }
    return variable;
  }

  /**
   * Checks that a name stands for a variable that nothing computes, so that it can be moved: a
   * parameter, a placeholder or a constant.
   *
   * @param graph the graph
   * @param name the name
   * @return the variable
   * @throws HessianTraceException if it does not, or its type is not a floating-point type
   */
  public static SDVariable requireSource(SameDiff graph, String name) {
    SDVariable variable = graph.getVariable(name);
    if (variable == null) {
      throw new HessianTraceException(
          String.format("Direction for '%s': the graph has no variable of that name.", name),
          "name a parameter, placeholder or constant of this graph.");
    }
    if (variable.getVariableType() == VariableType.ARRAY || !variable.dataType().isFPType()) {
      throw new HessianTraceException(
          String.format(
              "Direction for '%s', a %s of type %s: only a floating-point variable that no op computes can move.",
              name, variable.getVariableType(), variable.dataType()),
          "name a parameter, placeholder or constant of this graph.");
    }
    return variable;
  }

  private static List<String> parameterNames(SameDiff graph) {
    List<String> names = new ArrayList<>();
    for (SDVariable variable : graph.variables()) {
      if (isParameter(variable)) {
        names.add(variable.name());
      }
    }
    return names;
  }

  /**
   * Returns whether any parameter is needed to compute a variable.
   *
   * @param variable a variable
   * @return true if it is a parameter or computed from one
   */
  public static boolean dependsOnParameters(SDVariable variable) {
    SameDiff graph = variable.getSameDiff();
    return isParameter(variable)
        || GraphPaths.ancestors(graph, List.of(variable.name())).stream()
            .flatMap(op -> GraphPaths.inputs(op).stream())
            .anyMatch(input -> isParameter(graph.getVariable(input)));
  }

  private static boolean isParameter(SDVariable variable) {
    return variable.getVariableType() == VariableType.VARIABLE && variable.dataType().isFPType();
  }

  /**
   * Returns the parameters that losses depend on by floating-point paths, in the order in which the
   * graph uses them first, which is the order of a network's layers.
   *
   * @param graph the graph
   * @param losses names of the losses
   * @param selected which of them to return
   * @return names of parameters
   * @throws HessianTraceException if the losses depend on none, or none is selected
   */
  public static List<String> parametersOf(
      SameDiff graph, Collection<String> losses, Predicate<String> selected) {
    Set<String> all = new LinkedHashSet<>();
    for (SameDiffOp op : GraphPaths.ancestors(graph, losses)) {
      for (String input : GraphPaths.inputs(op)) {
        if (isParameter(graph.getVariable(input))) {
          all.add(input);
        }
      }
    }
    all.retainAll(reaching(graph, all, losses));
    if (all.isEmpty()) {
      throw new HessianTraceException(
          String.format("Loss %s depends on no trainable floating-point parameter.", losses),
          "check which variables are losses, and that parameters reach them without a cast to"
              + " integers or a stopGradient.");
    }
    List<String> kept = new ArrayList<>(all);
    kept.removeIf(selected.negate());
    if (kept.isEmpty()) {
      throw new HessianTraceException(
          String.format(
              "None of the parameters %s that loss %s depends on is selected.", all, losses),
          "select at least one of them.");
    }
    return kept;
  }

  /** The parameters with a floating-point path to a loss. */
  private static Set<String> reaching(
      SameDiff graph, Set<String> parameters, Collection<String> losses) {
    Set<String> connected = new LinkedHashSet<>(losses);
    List<SameDiffOp> path = GraphPaths.between(graph, parameters, losses);
    for (int i = path.size() - 1; i >= 0; i--) {
      SameDiffOp op = path.get(i);
      boolean cut = "stop_gradient".equals(op.getOp().opName());
      if (!cut && op.getOutputsOfOp().stream().anyMatch(connected::contains)) {
        for (String input : GraphPaths.inputs(op)) {
          if (graph.getVariable(input).dataType().isFPType()) {
            connected.add(input);
          }
        }
      }
    }
    return connected;
  }
}
