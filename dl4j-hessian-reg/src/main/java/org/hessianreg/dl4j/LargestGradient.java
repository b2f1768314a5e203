package org.hessianreg.dl4j;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Finds the parameter with the largest gradient of the loss. */
final class LargestGradient {

  private LargestGradient() {}

  /**
   * Computes SameDiff's own gradients in a session apart from the one that trains.
   *
   * @param graph the gradient function, which maps data to placeholders as training does
   * @return a clause for a message
   */
  static String describe(SameDiff graph, MultiDataSet batch, List<String> parameters) {
    try {
      return find(graph, batch, parameters);
    } catch (RuntimeException e) {
      // The message is about a penalty that is not finite; this must not hide it.
      return "; the gradients of the loss cannot be computed: " + e.getMessage();
    }
  }

  private static String find(SameDiff graph, MultiDataSet batch, List<String> parameters) {
    Map<String, String> parameterOf = new HashMap<>();
    for (String parameter : parameters) {
      parameterOf.put(graph.getVariables().get(parameter).getGradient().name(), parameter);
    }
    Map<String, INDArray> gradients = values(graph, batch, parameterOf.keySet());
    Map<String, INDArray> byParameter = new LinkedHashMap<>();
    gradients.forEach((name, gradient) -> byParameter.put(parameterOf.get(name), gradient));
    return describe("the gradient of the loss", byParameter);
  }

  /** Computes outputs of ops in a session apart from the one that trains. */
  static Map<String, INDArray> values(
      SameDiff graph, MultiDataSet batch, Collection<String> outputs) {
    return outputs.isEmpty() ? Map.of() : graph.output(batch, outputs.toArray(new String[0]));
  }

  /**
   * Looks at gradients that have been computed.
   *
   * @param what the name of the gradients in the message
   * @param gradients the gradients by the parameters' names
   * @return a clause for a message
   */
  static String describe(String what, Map<String, INDArray> gradients) {
    String name = null;
    double largest = -1.0;
    for (Map.Entry<String, INDArray> entry : gradients.entrySet()) {
      double norm = entry.getValue().norm2Number().doubleValue();
      // A gradient that is not finite is larger than any that is one.
      double size = Double.isNaN(norm) ? Double.POSITIVE_INFINITY : norm;
      if (size > largest) {
        name = entry.getKey();
        largest = size;
      }
    }
    return String.format("; %s is largest for parameter '%s', with norm %g", what, name, largest);
  }
}
