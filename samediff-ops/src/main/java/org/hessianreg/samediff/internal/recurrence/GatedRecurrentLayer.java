package org.hessianreg.samediff.internal.recurrence;

import java.util.List;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * ND4J's {@code gru}. With columns in the order reset gate, update gate, candidate:
 *
 * <pre>
 * z = x·W + b
 * r = σ(z_r + h·R_r)   u = σ(z_u + h·R_u)   c = tanh(z_c + r∘(h·R_c))   h' = u∘h + (1 − u)∘c
 * </pre>
 *
 * (Cho et al., "Learning Phrase Representations using RNN Encoder–Decoder", EMNLP 2014, with the
 * reset gate behind the product, as cuDNN has it). The products of all inputs with W are one.
 */
final class GatedRecurrentLayer {

  private GatedRecurrentLayer() {}

  /** Writes the op; returns its output, the states of all steps. */
  static List<SDVariable> written(GraphAddition addition, SameDiffOp op) {
    SameDiff graph = op.getOp().getSameDiff();
    List<String> inputs = GraphPaths.inputs(op);
    SDVariable x = graph.getVariable(inputs.get(0));
    SDVariable start = graph.getVariable(inputs.get(1));
    SDVariable weights = graph.getVariable(inputs.get(2));
    SDVariable recurrent = graph.getVariable(inputs.get(3));
    SDVariable z = Projection.of(x, weights).add(graph.getVariable(inputs.get(4)));
    SDVariable slice = addition.standIn(z.sum(0), "slice");
    SDVariable h = addition.standIn(start, "state");
    SDVariable[] fromBefore = graph.split(h.mmul(recurrent), 3, 1);
    String next = step(graph.split(slice, 3, 1), h, fromBefore).name();
    return new Recurrence(
            graph,
            Cell.of(List.of(slice.name()), List.of(h.name()), List.of(next), List.of(next)),
            List.of(z),
            List.of(start),
            false,
            addition.copies())
        .allSteps();
  }

  private static SDVariable step(SDVariable[] z, SDVariable h, SDVariable... fromBefore) {
    SameDiff graph = h.getSameDiff();
    SDVariable reset = graph.nn().sigmoid(z[0].add(fromBefore[0]));
    SDVariable update = graph.nn().sigmoid(z[1].add(fromBefore[1]));
    SDVariable candidate = graph.math().tanh(z[2].add(reset.mul(fromBefore[2])));
    return update.mul(h).add(update.rsub(1.0).mul(candidate));
  }
}
