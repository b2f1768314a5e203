package org.hessianreg.samediff.internal.graph;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.imports.converters.DifferentialFunctionClassHolder;
import org.nd4j.linalg.api.ops.Op;

/** Copies of graphs, made the way that SameDiff copies a graph to differentiate it. */
public final class GraphClone {

  private final SameDiff graph;
  private final SameDiff copy = SameDiff.create();

  private GraphClone(SameDiff graph) {
    this.graph = graph;
  }

  /** What takes the place of some ops in a copy. */
  public interface Substitution {

    /**
     * Writes an op of the graph with other ops.
     *
     * @param copy where to append them
     * @param op an op of the graph
     * @return results in the place of the op's outputs; nothing if the op is to be copied
     */
    Optional<List<SDVariable>> write(SameDiff copy, SameDiffOp op);
  }

  /**
   * Copies a graph; the copy shares the arrays of parameters and constants.
   *
   * @param graph the graph
   * @return the copy
   * @throws HessianTraceException if an op does not survive copying, so that SameDiff cannot train
   *     the graph either
   */
  public static SameDiff of(SameDiff graph) {
    return of(graph, (copy, op) -> Optional.empty());
  }

  /**
   * Copies a graph in which some ops are written with others. Their results have the names of the
   * outputs that they replace, and the op that computes the first of them has the op's name.
   *
   * @param graph the graph
   * @param substitution which ops, and how
   * @return the copy
   * @throws HessianTraceException as above
   */
  public static SameDiff of(SameDiff graph, Substitution substitution) {
    GraphClone clone = new GraphClone(graph);
    clone.copy.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    graph.variables().forEach(clone::copyVariable);
    for (SameDiffOp op : List.copyOf(graph.getOps().values())) {
      Optional<List<SDVariable>> written = substitution.write(clone.copy, op);
      if (written.isPresent()) {
        clone.adopt(op, written.get());
      } else {
        clone.copyOp(op);
      }
    }
    return clone.copy;
  }

  private void copyVariable(SDVariable variable) {
    SDVariable own = copy.var(variable.clone(graph));
    own.setSameDiff(copy);
    // What ops compute is overwritten anyway.
    if (variable.getVariableType() != VariableType.ARRAY
        && variable.getArr() != null
        && !variable.getArr().isEmpty()) {
      copy.associateArrayWithVariable(variable.getArr(), own);
    }
  }

  private void copyOp(SameDiffOp entry) {
    DifferentialFunction op = entry.getOp();
    try {
      DifferentialFunction own = OpReapplication.copyOf(op);
      own.setOwnName(op.getOwnName());
      own.setSameDiff(copy);
      copy.addArgsFor(GraphPaths.inputs(entry).toArray(new String[0]), own);
      copy.addOutgoingFor(entry.getOutputsOfOp().toArray(new String[0]), own);
      own.configureWithSameDiff(copy);
      restoreCondition(own);
    } catch (RuntimeException e) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': SameDiff cannot copy op '%s' (%s), and so cannot train a graph that"
                  + " contains it, with or without a penalty: %s.",
              entry.getOutputsOfOp().get(0), entry.getName(), op.opName(), e.getMessage()),
          Replacements.of(op.opName(), Replacements.Failure.COPYING)
                  .orElseGet(() -> otherwise(op.opName()))
              + ".",
          e);
    }
  }

  private static String otherwise(String kind) {
    return DifferentialFunctionClassHolder.getInstance().hasName(kind)
        ? "write it with other ops"
        : String.format(
            "make the op's class known by ImportClassMapping.getOpNameMapping().put(\"%s\", op),"
                + " with an op that its constructor without arguments makes",
            kind);
  }

  /** A copy of {@code replaceWhere} lacks fields that a copy of the copy is made from. */
  private static void restoreCondition(DifferentialFunction op) {
    if ("cas".equals(op.opName())) {
      Object[] arguments = ((Op) op).extraArgs();
      op.setPropertiesForFunction(
          Map.of(
              "compare", ((Number) arguments[0]).doubleValue(),
              "set", ((Number) arguments[1]).doubleValue(),
              "eps", ((Number) arguments[2]).doubleValue(),
              "mode", ((Number) arguments[3]).intValue()));
    }
  }

  /** Gives results the names of an op's outputs, and the op of the first one its name. */
  private void adopt(SameDiffOp original, List<SDVariable> written) {
    Set<String> taken = new HashSet<>();
    for (int i = 0; i < written.size(); i++) {
      SDVariable result = written.get(i);
      boolean isInput = GraphPaths.inputs(original).contains(result.name());
      if (isInput || !taken.add(result.name())) {
        result = result.mul(1.0);
      }
      String name = original.getOutputsOfOp().get(i);
      Variable place = copy.getVariables().remove(name);
      copy.renameVariable(result.name(), name);
      if (place.getInputsForOp() != null) {
        // In a loop, an op may come before what it reads.
        addReaders(copy.getVariables().get(name), place.getInputsForOp());
      }
    }
    rename(GraphPaths.producer(copy, original.getOutputsOfOp().get(0)), original.getName());
  }

  private static void addReaders(Variable variable, List<String> readers) {
    List<String> all =
        variable.getInputsForOp() == null
            ? new ArrayList<>()
            : new ArrayList<>(variable.getInputsForOp());
    all.addAll(readers);
    variable.setInputsForOp(all);
  }

  private void rename(SameDiffOp op, String name) {
    String former = op.getName();
    copy.getOps().remove(former);
    op.setName(name);
    op.getOp().setOwnName(name);
    copy.getOps().put(name, op);
    for (String input : GraphPaths.inputs(op)) {
      Variable read = copy.getVariables().get(input);
      read.setInputsForOp(
          read.getInputsForOp().stream()
              .map(reader -> reader.equals(former) ? name : reader)
              .collect(Collectors.toCollection(ArrayList::new)));
    }
    op.getOutputsOfOp().forEach(output -> copy.getVariables().get(output).setOutputOfOp(name));
  }
}
