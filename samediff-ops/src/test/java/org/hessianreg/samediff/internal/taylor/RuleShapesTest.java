package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.execution.GraphShapes;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The shapes of all variables of every rule's row are told without executing the graph. */
@Tag("slow")
class RuleShapesTest {

  static List<RuleCase> cases() {
    return RuleCases.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void shapesAreThoseOfTheExecution(RuleCase row) {
    RuleProblem problem = new RuleProblem(row, DataType.DOUBLE, false);
    SameDiff graph = problem.graph();
    GraphShapes shapes = new GraphShapes(graph);
    for (SameDiffOp op : GraphPaths.ancestors(graph, List.of("loss"))) {
      // What is computed determines the shape.
      assumeFalse(GraphPaths.inputs(op).stream().anyMatch(name -> isComputedInteger(graph, name)));
      Map<String, INDArray> executed =
          graph.output(problem.point().placeholders(), op.getOutputsOfOp());
      executed.forEach(
          (name, array) ->
              assertThat(shapes.of(graph.getVariable(name)))
                  .as("%s of %s", name, op.getOp().opName())
                  .isEqualTo(array.shape()));
    }
  }

  private static boolean isComputedInteger(SameDiff graph, String name) {
    return GraphPaths.producer(graph, name) != null
        && graph.getVariable(name).dataType().isIntType();
  }
}
