package org.hessianreg.samediff.internal.probes;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.hessianreg.samediff.ParameterDropout;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;

/**
 * One way of dropout on parameters: all that depends on it. A scheme decides which parameters move
 * along which direction, and may drop elements of what moves.
 */
interface DropoutScheme {

  /** The directions of some probes with everything kept: what a graph must support. */
  default List<List<String>> complete(List<String> parameters, int probes) {
    return Collections.nCopies(probes, parameters);
  }

  /**
   * The directions of one iteration, none of them empty. Drawn on the host: they decide which ops
   * run.
   */
  default List<List<String>> draw(List<String> parameters, int probes, SplittableRandom random) {
    return complete(parameters, probes);
  }

  /** Drops elements of a probe that has been drawn, by numbers that follow from a seed. */
  default void drop(INDArray probe, Random random, long seed) {}

  /** Appends the directions of one probe, drawn anew at each execution of a graph. */
  List<Map<String, SDVariable>> draw(SameDiff graph, Elements elements, List<String> parameters);

  static DropoutScheme of(ParameterDropout dropout) {
    switch (dropout.kind()) {
      case NONE:
        return new WithoutDropout();
      case ELEMENT:
        return new ElementDropout(dropout.probability());
      case TENSOR:
        return new TensorDropout(dropout.probability());
      case BLOCKS:
        return new BlockDropout(dropout.groups(), dropout.drawn());
    }
    throw new AssertionError(dropout);
  }

  /**
   * Appends one direction with a probe for each parameter, changed by dropout.
   *
   * @param dropped makes of a parameter and its probe the probe that is kept
   */
  static List<Map<String, SDVariable>> joint(
      SameDiff graph,
      Elements elements,
      List<String> parameters,
      BinaryOperator<SDVariable> dropped) {
    Map<String, SDVariable> direction = new LinkedHashMap<>();
    for (String name : parameters) {
      SDVariable parameter = graph.getVariable(name);
      SDVariable probe = elements.draw(graph, parameter.dataType(), parameter.getShape());
      direction.put(name, dropped.apply(parameter, probe));
    }
    return new ArrayList<>(List.of(direction));
  }
}
