package org.hessianreg.dl4j;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A constant, true, that says when a session begins. A session asks all constants for their arrays
 * before it checks what it was given, runs an op or calls a listener.
 */
final class SessionStart extends SDVariable {

  private static final long serialVersionUID = 1L;

  private final transient Runnable action;

  private SessionStart(String name, SameDiff graph, INDArray value, Runnable action) {
    super(name, VariableType.CONSTANT, graph, value.shape(), value.dataType());
    this.action = action;
  }

  /**
   * Appends the constant to a graph.
   *
   * @param name a name that no variable of the graph has
   * @param action runs whenever a session of the graph begins, and perhaps at other times
   */
  static SessionStart append(SameDiff graph, String name, Runnable action) {
    INDArray value = Nd4j.scalar(true);
    SessionStart variable = new SessionStart(name, graph, value, action);
    graph.getVariables().put(name, Variable.builder().name(name).variable(variable).build());
    graph.getConstantArrays().setArray(name, value);
    return variable;
  }

  @Override
  public INDArray getArr(boolean enforceExistence) {
    action.run();
    return super.getArr(enforceExistence);
  }
}
