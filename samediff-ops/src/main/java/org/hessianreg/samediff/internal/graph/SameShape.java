package org.hessianreg.samediff.internal.graph;

import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/** What must hold when a graph is executed: a gradient has the shape of its variable. Immutable. */
public final class SameShape {

  private final String gradient;
  private final String variable;
  private final String op;

  SameShape(String gradient, String variable, SameDiffOp op) {
    this.gradient = gradient;
    this.variable = variable;
    this.op = GraphPaths.describe(op);
  }

  /**
   * The name of the gradient.
   *
   * @return the name of a variable of the graph
   */
  public String gradient() {
    return gradient;
  }

  /**
   * The name of what it is the gradient of.
   *
   * @return the name of a variable of the graph
   */
  public String variable() {
    return variable;
  }

  /**
   * The op that reads the variable.
   *
   * @return its name and kind, for a message
   */
  public String op() {
    return op;
  }
}
