package org.hessianreg.samediff.internal.recurrence;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * The ops of ND4J that run over sequences by themselves, written as recurrences of other ops, which
 * take their place in derivatives and in programs.
 */
public final class Expansion {

  private static final Map<String, BiFunction<GraphAddition, SameDiffOp, List<SDVariable>>> TABLE =
      Map.of("gru", GatedRecurrentLayer::written, "lstmLayer", LstmLayer::written);

  private Expansion() {}

  /**
   * Names of the ops that are written as others.
   *
   * @return the names
   */
  public static Set<String> names() {
    return TABLE.keySet();
  }

  /**
   * Writes the ops on the way from some variables to others as recurrences, once each.
   *
   * @param graph the graph
   * @param addition the open addition that receives what is appended
   * @param from names of the variables at which paths start
   * @param to names of the variables at which paths end
   * @throws org.hessianreg.samediff.HessianTraceException if an op has attributes that cannot be
   *     written so
   */
  public static void expand(
      SameDiff graph, GraphAddition addition, Collection<String> from, Collection<String> to) {
    Map<String, String> replaced = addition.replacements();
    for (SameDiffOp op : GraphPaths.between(graph, from, to, Set.of(), replaced)) {
      if (TABLE.containsKey(op.getOp().opName())) {
        try (NameScope scope = addition.scope(op)) {
          List<SDVariable> written = TABLE.get(op.getOp().opName()).apply(addition, op);
          SDVariable[] outputs = GraphPaths.outputs(graph, op);
          for (int i = 0; i < outputs.length; i++) {
            addition.replace(outputs[i], written.get(i));
          }
        }
      }
    }
  }
}
