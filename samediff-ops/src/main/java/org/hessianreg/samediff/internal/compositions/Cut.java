package org.hessianreg.samediff.internal.compositions;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * A place where derivatives end, taken out of a graph while SameDiff differentiates it. SameDiff
 * goes on behind {@code stopGradient}, with zeros, and asks ops for gradients that have none.
 */
public final class Cut {

  private final String op;
  private final String input;
  private final String output;

  private Cut(SameDiffOp op) {
    this.op = op.getName();
    this.input = GraphPaths.inputs(op).get(0);
    this.output = op.getOutputsOfOp().get(0);
  }

  /** Appends the value of a variable without its derivatives. */
  static SDVariable of(SDVariable x) {
    return new StopGradient(x.getSameDiff(), x).outputVariable();
  }

  /** Makes the outputs of some such ops placeholders. */
  static List<Cut> takeOut(SameDiff graph, Predicate<SameDiffOp> which) {
    List<Cut> cuts = new ArrayList<>();
    for (SameDiffOp op : List.copyOf(graph.getOps().values())) {
      if (op.getOp() instanceof StopGradient && which.test(op)) {
        cuts.add(new Cut(op));
      }
    }
    cuts.forEach(cut -> cut.takeOut(graph));
    return cuts;
  }

  private void takeOut(SameDiff graph) {
    graph.getOps().remove(op);
    List<String> readers = new ArrayList<>(graph.getVariables().get(input).getInputsForOp());
    readers.remove(op);
    graph.getVariables().get(input).setInputsForOp(readers);
    Variable variable = graph.getVariables().get(output);
    variable.setOutputOfOp(null);
    variable.getVariable().setVariableType(VariableType.PLACEHOLDER);
  }

  /**
   * Puts the op into a graph that was made of the one from which it was taken.
   *
   * @param graph the graph
   */
  public void putInto(SameDiff graph) {
    StopGradient cut = new StopGradient();
    cut.setSameDiff(graph);
    cut.setOwnName(op);
    graph.addArgsFor(new String[] {input}, cut);
    graph.getVariable(output).setVariableType(VariableType.ARRAY);
    graph.addOutgoingFor(new String[] {output}, cut);
  }
}
