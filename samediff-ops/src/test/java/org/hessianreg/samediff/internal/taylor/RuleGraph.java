package org.hessianreg.samediff.internal.taylor;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The graph of a row of the rule table's test in float64, for tests of what else handles its ops.
 */
public final class RuleGraph {

  private final RuleCase row;
  private final RuleProblem problem;

  private RuleGraph(RuleCase row) {
    this.row = row;
    this.problem = new RuleProblem(row, DataType.DOUBLE, false);
  }

  /** A graph for each row that SameDiff can differentiate, built when it is asked for. */
  public static Stream<RuleGraph> all() {
    return RuleCases.all().stream().filter(RuleCase::trainable).map(RuleGraph::new);
  }

  /** The graph, with arrays for its parameters. */
  public SameDiff graph() {
    return problem.graph();
  }

  /** What to feed. */
  public Map<String, INDArray> placeholders() {
    return problem.placeholders();
  }

  /** The ops that the row itself consists of, without those that make a loss of its output. */
  public List<SameDiffOp> ops() {
    return GraphPaths.ancestors(problem.graph(), List.of(problem.output()));
  }

  @Override
  public String toString() {
    return row.name();
  }
}
