package org.hessianreg.samediff.internal.execution;

import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a graph computes, whatever the sizes of its inputs: its ops with their attributes, its
 * constants, and which sizes are one, for only those decide on how derivatives are written.
 */
public final class GraphSignature {

  private GraphSignature() {}

  /**
   * Returns a key that is equal for graphs that compute the same from variables of the same names.
   *
   * @param graph the graph
   * @return the key; equal to no other if the graph has an op that is never known to repeat itself
   */
  public static List<Object> of(SameDiff graph) {
    List<Object> key = new ArrayList<>();
    for (SameDiffOp op : graph.getOps().values()) {
      Optional<List<Object>> signature = OpSignature.of(op.getOp(), GraphPaths.inputs(op));
      key.add(signature.<Object>map(s -> s).orElseGet(Object::new));
      key.add(List.copyOf(op.getOutputsOfOp()));
    }
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() != VariableType.ARRAY) {
        key.add(source(variable));
      }
    }
    return key;
  }

  private static List<Object> source(SDVariable variable) {
    List<Object> source = new ArrayList<>();
    source.add(variable.name());
    source.add(variable.getVariableType());
    source.add(variable.dataType());
    if (variable.getVariableType() == VariableType.PLACEHOLDER) {
      source.add(Arrays.toString(onesIn(variable.placeholderShape())));
    } else {
      source.add(Arrays.toString(variable.getShape()));
    }
    if (variable.getVariableType() == VariableType.CONSTANT) {
      INDArray contents = variable.getArr().isView() ? variable.getArr().dup() : variable.getArr();
      source.add(DoubleBuffer.wrap(contents.data().asDouble()));
    }
    return source;
  }

  private static boolean[] onesIn(long... shape) {
    boolean[] ones = new boolean[shape.length];
    for (int i = 0; i < shape.length; i++) {
      ones[i] = shape[i] == 1;
    }
    return ones;
  }
}
