package org.hessianreg.samediff.internal.compositions;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * An op of the user's graph, whose attributes are all there, with its inputs in a copy. SameDiff's
 * own copies of ops lack some attributes.
 */
final class OriginalOp {

  private final SameDiffOp entry;
  private final SameDiff copy;
  private final String scope;

  OriginalOp(SameDiffOp entry, SameDiff copy, String scope) {
    this.entry = entry;
    this.copy = copy;
    this.scope = scope;
  }

  /** The copy of the graph. */
  SameDiff graph() {
    return copy;
  }

  SDMath math() {
    return copy.math();
  }

  DifferentialFunction function() {
    return entry.getOp();
  }

  /** What the names of all that is appended begin with. */
  String scope() {
    return scope;
  }

  int count() {
    return GraphPaths.inputs(entry).size();
  }

  /** An input in the copy. */
  SDVariable input(int index) {
    return copy.getVariable(GraphPaths.inputs(entry).get(index));
  }

  /** What the op itself computes, without derivatives, of inputs in the copy. */
  SDVariable value(SDVariable... inputs) {
    SDVariable[] constant = Arrays.stream(inputs).map(Cut::of).toArray(SDVariable[]::new);
    return Cut.of(OpReapplication.reapplyIn(copy, entry.getOp(), constant)[0]);
  }

  /** The number of its outputs. */
  int results() {
    return entry.getOutputsOfOp().size();
  }

  /** Whether another op of the graph reads an output, or it is a loss. */
  boolean isRead(int output) {
    String name = entry.getOutputsOfOp().get(output);
    SameDiff graph = entry.getOp().getSameDiff();
    List<String> readers = graph.getVariables().get(name).getInputsForOp();
    return (readers != null && !readers.isEmpty()) || graph.getLossVariables().contains(name);
  }

  /** Integer arguments of an op of ND4J's newer kind. */
  int[] integers() {
    return Attributes.integers(entry.getOp());
  }

  /** Floating-point arguments of an op of ND4J's newer kind. */
  double[] reals() {
    return ((CustomOp) entry.getOp()).tArgs();
  }

  /** Boolean arguments of an op of ND4J's newer kind. */
  boolean[] booleans() {
    return ((CustomOp) entry.getOp()).bArgs();
  }

  /** The integers of an input, which must be constant. */
  int[] constant(int index, String role) {
    Optional<int[]> values = Attributes.constant(input(index));
    return values.orElseThrow(() -> unsupported("its " + role + " is not a constant"));
  }

  /** A failure to write the op with others. */
  HessianTraceException unsupported(String why) {
    String kind = entry.getOp().opName();
    return new HessianTraceException(
        String.format(
            "Variable '%s': %s cannot be written with ops that SameDiff can train: %s.",
            entry.getOutputsOfOp().get(0), GraphPaths.describe(entry), why),
        Replacements.of(kind, Replacements.Failure.DIFFERENTIATION)
                .orElse("write it with other ops")
            + ".");
  }

  /** The results, as a list. */
  static List<SDVariable> result(SDVariable... results) {
    return List.of(results);
  }
}
