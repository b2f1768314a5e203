package org.hessianreg.samediff.internal.imports;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A forward pass of the imported graph. Importers leave the shapes of most variables out, and
 * repairs need some; and what the new graph computes is held against it.
 */
final class Trial {

  /** A batch of several examples shows a mistaken broadcast; some files fix the batch to 1. */
  private static final int[] BATCHES = {2, 1};

  private static final long SEED = 17;

  private final Map<String, INDArray> inputs;
  private final Map<String, INDArray> values;
  private final String problem;

  private Trial(Map<String, INDArray> inputs, Map<String, INDArray> values, String problem) {
    this.inputs = inputs;
    this.values = values;
    this.problem = problem;
  }

  /**
   * Executes a graph.
   *
   * @param graph the graph
   * @param placeholders what the ops need
   * @param ops the ops whose results are wanted
   * @param examples arrays for some or all placeholders; others are made up
   */
  static Trial of(
      SameDiff graph,
      Collection<SDVariable> placeholders,
      List<SameDiffOp> ops,
      Map<String, INDArray> examples) {
    List<String> wanted = new ArrayList<>();
    ops.forEach(op -> wanted.addAll(op.getOutputsOfOp()));
    String problem = "";
    for (int batch : BATCHES) {
      try {
        Map<String, INDArray> inputs = inputs(placeholders, examples, batch);
        return new Trial(inputs, graph.output(inputs, wanted), "");
      } catch (RuntimeException e) {
        problem = String.valueOf(e.getMessage());
      }
    }
    return new Trial(Map.of(), Map.of(), problem);
  }

  private static Map<String, INDArray> inputs(
      Collection<SDVariable> placeholders, Map<String, INDArray> examples, int batch) {
    Random random = new Random(SEED);
    Map<String, INDArray> inputs = new LinkedHashMap<>();
    for (SDVariable placeholder : placeholders) {
      INDArray example = examples.get(placeholder.name());
      inputs.put(
          placeholder.name(), example == null ? madeUp(placeholder, batch, random) : example);
    }
    return inputs;
  }

  private static INDArray madeUp(SDVariable placeholder, int batch, Random random) {
    INDArray array = Nd4j.zeros(placeholder.dataType(), shape(placeholder, batch));
    if (placeholder.dataType().isFPType()) {
      for (long i = 0; i < array.length(); i++) {
        array.putScalar(i, 2 * random.nextDouble() - 1);
      }
    }
    return array;
  }

  /** Importers write 1 for the size of a dimension that the file leaves open. */
  private static long[] shape(SDVariable placeholder, int batch) {
    long[] shape = placeholder.getShape() == null ? new long[0] : placeholder.getShape().clone();
    for (int i = 0; i < shape.length; i++) {
      boolean isOpen = shape[i] < 0 || (i == 0 && shape[i] == 1);
      shape[i] = isOpen ? batch : shape[i];
    }
    return shape;
  }

  /** Why the graph could not be executed; empty if it could. */
  String problem() {
    return problem;
  }

  /** What was fed. */
  Map<String, INDArray> inputs() {
    return inputs;
  }

  /** What a variable was, if the graph could be executed. */
  Optional<INDArray> of(String name) {
    INDArray computed = values.get(name);
    return Optional.ofNullable(computed == null ? inputs.get(name) : computed);
  }
}
