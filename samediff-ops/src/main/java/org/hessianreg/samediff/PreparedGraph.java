package org.hessianreg.samediff;

import java.util.List;
import org.nd4j.autodiff.samediff.SameDiff;

/** An imported graph that is ready to be given a loss and trained. Immutable, but for the graph. */
public final class PreparedGraph {

  private final SameDiff graph;
  private final List<String> changes;
  private final List<String> remaining;

  PreparedGraph(SameDiff graph, List<String> changes, List<String> remaining) {
    this.graph = graph;
    this.changes = List.copyOf(changes);
    this.remaining = List.copyOf(remaining);
  }

  /**
   * The graph: the imported one's variables by their names, parameters, and no loss.
   *
   * @return a graph of its own, which shares the arrays of constants with the imported one
   */
  public SameDiff graph() {
    return graph;
  }

  /**
   * What differs from the imported graph.
   *
   * @return a line for each change, which names the variable
   */
  public List<String> changes() {
    return changes;
  }

  /**
   * What is still in the way between parameters and outputs: ops without a rule, which the penalty
   * refuses, and ops whose gradient in SameDiff is wrong, which only steps without a penalty use.
   *
   * @return a line for each, which names the variable; empty if nothing is
   */
  public List<String> remaining() {
    return remaining;
  }

  /**
   * The whole report.
   *
   * @return the lines of {@link #changes()} and {@link #remaining()}
   */
  @Override
  public String toString() {
    return "Changed:\n  "
        + String.join("\n  ", changes)
        + "\nRemaining:\n  "
        + (remaining.isEmpty() ? "nothing" : String.join("\n  ", remaining));
  }
}
