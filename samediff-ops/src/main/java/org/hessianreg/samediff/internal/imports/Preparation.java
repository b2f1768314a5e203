package org.hessianreg.samediff.internal.imports;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.FreeNames;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;

/**
 * Writes an imported graph anew, op by op, in an order in which every op follows what it reads.
 * Variables keep their names; ops that no output needs are not written. The imported graph stays as
 * it was, so nothing has to be taken back after a failure.
 */
public final class Preparation {

  private final SameDiff source;
  private final List<String> outputs;
  private final ParameterChoice parameters;
  private final List<SameDiffOp> ops;
  private final Set<String> read = new HashSet<>();
  private final Trial trial;
  private final SameDiff graph = SameDiff.create();
  private final GraphAddition addition;
  private final Map<String, SDVariable> written = new LinkedHashMap<>();
  private final Set<String> corrected = new HashSet<>();
  private final Map<String, String> left = new LinkedHashMap<>();
  private final List<String> changes = new ArrayList<>();
  private final List<String> remaining = new ArrayList<>();

  private Preparation(
      SameDiff source,
      List<String> outputs,
      ParameterChoice parameters,
      Map<String, INDArray> examples) {
    this.source = source;
    this.outputs = List.copyOf(outputs);
    this.parameters = parameters;
    this.ops = GraphPaths.ancestors(source, outputs);
    ops.forEach(Preparation::requireNoControlFlow);
    this.addition = GraphAddition.begin(graph, FreeNames.prefix(source, "imported"));
    read.addAll(outputs);
    ops.forEach(op -> read.addAll(GraphPaths.inputs(op)));
    this.trial = Trial.of(source, placeholders(), ops, examples);
    write();
  }

  /**
   * Writes the graph. Where the imported graph cannot be executed, repairs that need no shapes are
   * made first, and the rest in what comes of it, if that can be executed.
   *
   * @param source the imported graph
   * @param outputs names of the variables that are wanted
   * @param parameters which constants become parameters
   * @param examples arrays for placeholders, by name; others are made up
   * @return what was written
   * @throws HessianTraceException if an op cannot be copied, no parameter reaches the outputs, or
   *     the new graph does not compute what the imported one does
   */
  public static Preparation of(
      SameDiff source,
      List<String> outputs,
      ParameterChoice parameters,
      Map<String, INDArray> examples) {
    Preparation first = new Preparation(source, outputs, parameters, examples);
    String problem = first.trial.problem();
    if (problem.isEmpty()) {
      return first;
    }
    Preparation second =
        new Preparation(first.graph, outputs, ParameterChoice.of(name -> false), examples);
    boolean isExecuted = second.trial.problem().isEmpty();
    Preparation last = isExecuted ? second : first;
    last.remaining.add(
        (isExecuted
                ? "The imported graph could not be executed, so nothing was compared with it: "
                : "The graph could not be executed, so some shapes are unknown and nothing was"
                    + " compared; give an example minibatch: ")
            + problem);
    if (isExecuted) {
      last.changes.addAll(0, first.changes);
    }
    return last;
  }

  /** Loops read what is computed later. */
  private static void requireNoControlFlow(SameDiffOp op) {
    if (op.getOp() instanceof BaseCompatOp) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': %s is control flow, which no penalty passes.",
              op.getOutputsOfOp().get(0), GraphPaths.describe(op)),
          "name outputs that do not need it, or unroll the loop and import the graph again.");
    }
  }

  private void write() {
    noteDangling();
    for (SameDiffOp op : ops) {
      write(op);
    }
    outputs.forEach(this::variable);
    addition.commit(outputs);
    new TrialCheck(graph, trial, corrected).run(ops);
  }

  private Set<SDVariable> placeholders() {
    Set<SDVariable> found = new LinkedHashSet<>();
    for (String name : read) {
      SDVariable variable = source.getVariable(name);
      if (variable.isPlaceHolder()) {
        found.add(variable);
      }
    }
    return found;
  }

  private void noteDangling() {
    Set<String> needed = new HashSet<>();
    ops.forEach(op -> needed.add(op.getName()));
    for (SameDiffOp op : source.getOps().values()) {
      if (!needed.contains(op.getName())) {
        note(op, "is left out, for no output needs it");
      }
    }
  }

  private void note(SameDiffOp op, String text) {
    changes.add(describe(op, text));
  }

  private static String describe(SameDiffOp op, String text) {
    return String.format("'%s' (%s) %s", op.getOutputsOfOp().get(0), op.getOp().opName(), text);
  }

  private void write(SameDiffOp op) {
    List<SDVariable> inputs = new ArrayList<>();
    GraphPaths.inputs(op).forEach(input -> inputs.add(variable(input)));
    ImportedOp imported = new ImportedOp(op, graph, inputs, read, trial);
    markCorrected(op);
    SDVariable[] results;
    try (NameScope scope = addition.scope(op)) {
      results = results(imported, op);
    }
    name(op, results);
  }

  private SDVariable[] results(ImportedOp imported, SameDiffOp op) {
    Repaired repaired = Repairs.of(imported.kind()).of(imported);
    if (repaired.isCorrected()) {
      corrected.addAll(op.getOutputsOfOp());
    }
    boolean isBypassed = repaired.isChanged() && isWritten(repaired.results());
    Optional<List<INDArray>> constants =
        isBypassed || isCorrected(op) ? Optional.empty() : ConstantFolding.of(imported);
    if (constants.isPresent()) {
      note(op, "is a constant, computed from constants");
      return constants.get().stream().map(graph::constant).toArray(SDVariable[]::new);
    }
    if (repaired.isChanged()) {
      note(op, repaired.text());
      return isBypassed && isOutput(op)
          ? named(repaired.results())
          : repaired.results().toArray(new SDVariable[0]);
    }
    if (repaired.isLeft()) {
      left.put(op.getOutputsOfOp().get(0), describe(op, repaired.text()));
    }
    return copy(imported, op);
  }

  private boolean isCorrected(SameDiffOp op) {
    return op.getOutputsOfOp().stream().anyMatch(corrected::contains);
  }

  private boolean isWritten(List<SDVariable> results) {
    return written.values().containsAll(results);
  }

  /** Outputs keep their names, which a variable that has one already cannot take. */
  private SDVariable[] named(List<SDVariable> results) {
    return results.stream().map(graph::identity).toArray(SDVariable[]::new);
  }

  private boolean isOutput(SameDiffOp op) {
    return op.getOutputsOfOp().stream().anyMatch(outputs::contains);
  }

  /** What follows from a corrected value, or from chance, is not held against the trial. */
  private void markCorrected(SameDiffOp op) {
    if (!ConstantFolding.isRepeatable(op.getOp())
        || GraphPaths.inputs(op).stream().anyMatch(corrected::contains)) {
      corrected.addAll(op.getOutputsOfOp());
    }
  }

  private static SDVariable[] copy(ImportedOp imported, SameDiffOp op) {
    try {
      return imported.copy();
    } catch (RuntimeException e) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': SameDiff cannot copy %s, and so cannot train a graph that contains it:"
                  + " %s.",
              op.getOutputsOfOp().get(0), GraphPaths.describe(op), e.getMessage()),
          "name outputs that do not need it, or write this part of the graph yourself.",
          e);
    }
  }

  private void name(SameDiffOp op, SDVariable... results) {
    for (int i = 0; i < Math.min(results.length, op.getOutputsOfOp().size()); i++) {
      String name = op.getOutputsOfOp().get(i);
      if (!written.containsValue(results[i])) {
        results[i].rename(name);
      }
      written.put(name, results[i]);
    }
  }

  /** What was written for a variable of the imported graph. */
  private SDVariable variable(String name) {
    return written.computeIfAbsent(name, n -> source(source.getVariable(n)));
  }

  private SDVariable source(SDVariable variable) {
    String name = variable.name();
    if (parameters.includes(variable)) {
      if (variable.isConstant()) {
        changes.add(String.format("'%s' is a parameter", name));
      }
      return graph.var(name, variable.getArr().dup());
    }
    if (variable.getVariableType() == VariableType.CONSTANT) {
      return graph.constant(name, variable.getArr());
    }
    return graph.placeHolder(name, variable.dataType(), openShape(variable));
  }

  /** Importers write 1 for the number of examples where the file leaves it open. */
  private static long[] openShape(SDVariable placeholder) {
    long[] shape = placeholder.getShape();
    if (shape == null || shape.length == 0) {
      return shape;
    }
    long[] open = Arrays.copyOf(shape, shape.length);
    open[0] = open[0] == 1 ? -1 : open[0];
    return open;
  }

  /**
   * The new graph.
   *
   * @return the graph, without a loss
   */
  public SameDiff graph() {
    return graph;
  }

  /**
   * What differs from the imported graph.
   *
   * @return a line for each change, in the order of the graph
   */
  public List<String> changes() {
    return List.copyOf(changes);
  }

  /**
   * What could not be repaired.
   *
   * @return a line for each
   */
  public List<String> remaining() {
    List<String> all = new ArrayList<>(remaining);
    all.addAll(Leftovers.of(graph, outputs, left));
    return all;
  }
}
