package org.hessianreg.samediff.internal.graph;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.serde.FlatBuffersMapper;
import org.nd4j.graph.FlatNode;

/** Applies an op of a graph once more, with the same attributes, to other inputs. */
public final class OpReapplication {

  private OpReapplication() {}

  /**
   * Appends a copy of {@code op} that reads {@code inputs}. The copy is made through the op's
   * serialised form, as SameDiff itself does when it creates a gradient function, so whatever
   * survives there survives here.
   *
   * @param op an op of a SameDiff graph
   * @param inputs inputs of the copy, variables of the same graph
   * @return the copy's outputs
   */
  public static SDVariable[] reapply(DifferentialFunction op, SDVariable... inputs) {
    return append(op.getSameDiff(), copyOf(op), inputs);
  }

  /**
   * Appends a copy of {@code op}, made as by {@link #reapply}, to another graph.
   *
   * @param graph the graph
   * @param op an op of any SameDiff graph
   * @param inputs inputs of the copy, variables of {@code graph}
   * @return the copy's outputs
   */
  public static SDVariable[] reapplyIn(
      SameDiff graph, DifferentialFunction op, SDVariable... inputs) {
    return append(graph, copyOf(op), inputs);
  }

  /**
   * Appends an op that has all its arguments but belongs to no graph yet.
   *
   * @param graph the graph
   * @param op the op
   * @param inputs its inputs, variables of the graph
   * @return its outputs
   */
  public static SDVariable[] append(SameDiff graph, DifferentialFunction op, SDVariable... inputs) {
    op.setSameDiff(graph);
    op.setOwnName(graph.getOpName(op.opName()));
    graph.addArgsFor(inputs, op);
    op.configureWithSameDiff(graph);
    return op.outputVariables();
  }

  static DifferentialFunction copyOf(DifferentialFunction op) {
    // FlatBuffersMapper.cloneViaSerialize numbers every variable of the graph for each clone; only
    // the names of the op's own inputs are looked up, and nothing reads the numbers here.
    Map<String, Integer> numbers = new HashMap<>();
    for (String input : op.argNames()) {
      numbers.put(input, 0);
    }
    FlatBufferBuilder buffer = new FlatBufferBuilder(1024);
    int node =
        FlatBuffersMapper.asFlatNode(
            op.getSameDiff(),
            op,
            buffer,
            List.of(),
            numbers,
            new HashMap<>(),
            new HashMap<>(),
            new AtomicInteger(),
            0);
    buffer.finish(node);
    return FlatBuffersMapper.fromFlatNode(FlatNode.getRootAsFlatNode(buffer.dataBuffer()));
  }
}
