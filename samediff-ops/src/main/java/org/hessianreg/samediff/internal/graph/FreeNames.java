package org.hessianreg.samediff.internal.graph;

import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SameDiff;

/** Names that a graph does not use. */
public final class FreeNames {

  private FreeNames() {}

  /**
   * Finds a first part for the names of what is appended to a graph.
   *
   * @param graph the graph
   * @param wanted the first part to return if nothing in the graph begins with it
   * @return that, or a longer one that nothing in the graph begins with
   */
  public static String prefix(SameDiff graph, String wanted) {
    String prefix = wanted;
    while (isUsed(graph, prefix)) {
      prefix += "_";
    }
    return prefix;
  }

  private static boolean isUsed(SameDiff graph, String prefix) {
    return Stream.concat(graph.getVariables().keySet().stream(), graph.getOps().keySet().stream())
        .anyMatch(name -> name.startsWith(prefix));
  }
}
