package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.recurrence.Expansion;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Pushes Taylor coefficients forward through a graph, from parameters with a direction to losses.
 */
public final class TaylorSweep {

  private final SameDiff graph;
  private final GraphAddition addition;
  private final boolean backwardOps;
  private final Set<String> differenced;

  private TaylorSweep(
      SameDiff graph, GraphAddition addition, boolean backwardOps, Set<String> differenced) {
    this.graph = graph;
    this.addition = addition;
    this.backwardOps = backwardOps;
    this.differenced = differenced;
  }

  /**
   * Creates a sweep that appends ops which SameDiff can differentiate, clone and save.
   *
   * @param graph the graph
   * @param addition the open addition that receives the ops
   * @return the sweep
   */
  public static TaylorSweep ofRegisteredOps(SameDiff graph, GraphAddition addition) {
    return new TaylorSweep(graph, addition, false, Set.of());
  }

  /**
   * Creates a sweep that may append backward ops as well, which SameDiff can only execute. {@link
   * org.hessianreg.samediff.internal.reverse.ReverseSweep} differentiates what it appends.
   *
   * @param graph the graph
   * @param addition the open addition that receives the ops
   * @return the sweep
   */
  public static TaylorSweep ofAllOps(SameDiff graph, GraphAddition addition) {
    return new TaylorSweep(graph, addition, true, Set.of());
  }

  /**
   * Creates a sweep that passes some ops by difference quotients of the op alone, whether or not
   * they have a rule.
   *
   * @param opNames ND4J's names of the ops
   * @return a sweep that appends to the same graph
   */
  public TaylorSweep differencing(Collection<String> opNames) {
    return new TaylorSweep(graph, addition, backwardOps, Set.copyOf(opNames));
  }

  /**
   * Checks whether coefficients can pass through a kind of op.
   *
   * @param opName ND4J's name of the op
   * @return true if there is a rule for it
   */
  public static boolean hasRule(String opName) {
    return TaylorRules.names().contains(opName);
  }

  /**
   * Appends the coefficients of some variables.
   *
   * @param outputs names of the variables to reach
   * @param directions for each direction, the tangent of each parameter that moves; tangents have
   *     their parameter's shape and type
   * @param linearization where to drop second coefficients; {@link Linearization#none()} for the
   *     Hessian
   * @return the jets of the outputs, in order
   * @throws HessianTraceException if an op on the way has no rule
   */
  public List<Jet> run(
      List<String> outputs, List<Map<String, SDVariable>> directions, Linearization linearization) {
    JetAlgebra algebra = new JetAlgebra(graph, directions.size(), backwardOps);
    Map<String, Jet> known = seeds(directions);
    if (backwardOps) {
      Expansion.expand(graph, addition, known.keySet(), outputs);
    }
    return run(outputs, known, Set.of(), algebra, linearization);
  }

  /**
   * Appends the coefficients of some variables, given those of others.
   *
   * @param outputs names of the variables to reach
   * @param known the jets of variables, by their names; what they depend on is not looked at
   * @param ends names of variables that do not change, whatever they depend on
   */
  List<Jet> run(
      List<String> outputs,
      Map<String, Jet> known,
      Set<String> ends,
      JetAlgebra algebra,
      Linearization linearization) {
    Map<String, Jet> jets = new HashMap<>(known);
    Set<String> stops = new HashSet<>(ends);
    stops.addAll(known.keySet());
    Map<String, String> replacements = addition.replacements();
    for (SameDiffOp op : GraphPaths.between(graph, known.keySet(), outputs, stops, replacements)) {
      step(op, jets, algebra, linearization);
    }
    List<Jet> reached = new ArrayList<>();
    for (String output : outputs) {
      reached.add(jetOf(output, jets, algebra));
    }
    return reached;
  }

  private Map<String, Jet> seeds(List<Map<String, SDVariable>> directions) {
    Set<String> names = new LinkedHashSet<>();
    directions.forEach(direction -> names.addAll(direction.keySet()));
    Map<String, Jet> jets = new HashMap<>();
    for (String name : names) {
      List<SDVariable> tangents = new ArrayList<>();
      directions.forEach(direction -> tangents.add(direction.get(name)));
      jets.put(name, Jet.of(graph.getVariable(name), tangents, null));
    }
    return jets;
  }

  private void step(
      SameDiffOp op, Map<String, Jet> jets, JetAlgebra algebra, Linearization linearization) {
    boolean endOfModel = linearization.endsModel(op);
    List<Jet> inputs = new ArrayList<>();
    for (String input : GraphPaths.inputs(op)) {
      Jet jet = jetOf(input, jets, algebra);
      inputs.add(endOfModel || linearization.cuts(input) ? jet.linearized() : jet);
    }
    if (inputs.stream().allMatch(Jet::isConstant)) {
      return;
    }
    requirePrecise(op);
    if (op.getOp() instanceof Recurrence) {
      jets.putAll(
          new RecurrentSweep(graph, addition, this, algebra).run((Recurrence) op.getOp(), inputs));
      return;
    }
    OpCall call = new OpCall(op.getOp(), inputs, GraphPaths.outputs(graph, op), algebra);
    try (NameScope scope = addition.scope(op)) {
      for (Jet jet : rule(call).apply(call)) {
        if (!jet.isConstant()) {
          jets.put(jet.value().name(), jet);
          noteCopy(jet);
        }
      }
    }
  }

  private TaylorRule rule(OpCall call) {
    return differenced.contains(call.op().opName()) ? new LocalDifferences() : TaylorRules.of(call);
  }

  /** In a graph of the user's, nothing would read a copy. */
  private void noteCopy(Jet jet) {
    if (backwardOps) {
      jet.copy().ifPresent(copy -> addition.copies(jet.value(), copy.get()));
    }
  }

  /** With BFLOAT16, some backward ops fail and some derivatives have not one digit. */
  private void requirePrecise(SameDiffOp op) {
    for (SDVariable output : GraphPaths.outputs(graph, op)) {
      if (output.dataType() == DataType.BFLOAT16) {
        throw new HessianTraceException(
            String.format(
                "Variable '%s': op '%s' (%s) computes it in BFLOAT16, which is too coarse for second"
                    + " derivatives.",
                output.name(), op.getName(), op.getOp().opName()),
            "cast the op's inputs with castTo(DataType.FLOAT), or build the graph in FLOAT.");
      }
    }
  }

  private Jet jetOf(String name, Map<String, Jet> jets, JetAlgebra algebra) {
    Jet jet = jets.getOrDefault(name, jets.get(addition.replacement(name)));
    return jet == null ? algebra.constant(graph.getVariable(name)) : jet;
  }
}
