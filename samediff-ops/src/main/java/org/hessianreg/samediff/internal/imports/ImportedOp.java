package org.hessianreg.samediff.internal.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.CustomOp;

/** An op of an imported graph whose inputs have been written in the new graph. */
final class ImportedOp {

  private final SameDiffOp op;
  private final SameDiff graph;
  private final List<SDVariable> inputs;
  private final Set<String> read;
  private final Trial trial;

  /**
   * Creates the view.
   *
   * @param op the imported op
   * @param graph the new graph
   * @param inputs the op's inputs in the new graph
   * @param read names of the variables of the imported graph that are read or wanted
   * @param trial what the imported graph computed
   */
  ImportedOp(
      SameDiffOp op, SameDiff graph, List<SDVariable> inputs, Set<String> read, Trial trial) {
    this.op = op;
    this.graph = graph;
    this.inputs = inputs;
    this.read = read;
    this.trial = trial;
  }

  SameDiff graph() {
    return graph;
  }

  DifferentialFunction function() {
    return op.getOp();
  }

  String kind() {
    return op.getOp().opName();
  }

  int count() {
    return inputs.size();
  }

  SDVariable input(int index) {
    return inputs.get(index);
  }

  SDVariable[] inputs() {
    return inputs.toArray(new SDVariable[0]);
  }

  /** The integer arguments of an op of ND4J's newer kind. */
  int[] integers() {
    return Attributes.integers(op.getOp());
  }

  /** The floating-point arguments of an op of ND4J's newer kind. */
  double[] reals() {
    return ((CustomOp) op.getOp()).tArgs();
  }

  /** The integers of an input that is a constant. */
  Optional<int[]> constant(int index) {
    return Attributes.constant(inputs.get(index));
  }

  /** The number in an input that is a constant with one element. */
  Optional<Double> number(int index) {
    SDVariable input = inputs.get(index);
    if (input.getVariableType() != VariableType.CONSTANT || input.getArr().length() != 1) {
      return Optional.empty();
    }
    return Optional.of(input.getArr().getDouble(0));
  }

  /** What an input was in the trial. */
  Optional<INDArray> tried(int index) {
    return trial.of(GraphPaths.inputs(op).get(index));
  }

  /** The shape of an input in the trial, whose minibatch is not the user's. */
  Optional<long[]> shape(int index) {
    return tried(index).map(INDArray::shape);
  }

  /** The number of its results. */
  int results() {
    return op.getOutputsOfOp().size();
  }

  /** What an output was in the trial. */
  Optional<INDArray> result(int index) {
    return trial.of(op.getOutputsOfOp().get(index));
  }

  /** The shape of an output in the trial. */
  Optional<long[]> resultShape(int index) {
    return result(index).map(INDArray::shape);
  }

  /** The rank of an input in the trial. */
  OptionalInt rank(int index) {
    return shape(index).map(shape -> OptionalInt.of(shape.length)).orElse(OptionalInt.empty());
  }

  /** Whether anything reads an output. */
  boolean isRead(int output) {
    return op.getOutputsOfOp().size() > output && read.contains(op.getOutputsOfOp().get(output));
  }

  /** Whether nothing computes an input of the imported graph. */
  boolean isSource(int index) {
    return inputs.get(index).getVariableType() != VariableType.ARRAY;
  }

  /** A dimension counted from the first, or as it is where the rank is unknown. */
  int fromFirst(int dimension, OptionalInt rank) {
    return dimension < 0 && rank.isPresent() ? dimension + rank.getAsInt() : dimension;
  }

  /** Dimensions of an input, counted from the first where its rank is known. */
  int[] fromFirst(int[] dimensions, int index) {
    return Arrays.stream(dimensions).map(d -> fromFirst(d, rank(index))).toArray();
  }

  /** Appends a copy of the op. */
  SDVariable[] copy() {
    return OpReapplication.reapplyIn(graph, op.getOp(), inputs());
  }
}
