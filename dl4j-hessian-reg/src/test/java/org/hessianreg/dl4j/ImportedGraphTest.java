package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hessianreg.dl4j.OneOpGraph.graph;
import static org.hessianreg.dl4j.OneOpGraph.op;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.floating.AMean;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Entropy;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Mean;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Norm1;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Norm2;
import org.nd4j.linalg.api.ops.impl.reduce.floating.NormMax;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.api.ops.impl.reduce.same.AMax;
import org.nd4j.linalg.api.ops.impl.reduce.same.ASum;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Min;
import org.nd4j.linalg.api.ops.impl.reduce.same.Prod;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.shape.ExpandDims;
import org.nd4j.linalg.api.ops.impl.shape.Transpose;
import org.nd4j.linalg.api.ops.impl.transforms.custom.CumSum;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What {@code fit} applies to graphs whose attributes are inputs, and where several operands of an
 * op are parameters: right where a step is penalised; where SameDiff's own step is not, a warning.
 */
@Tag("slow")
class ImportedGraphTest {

  /** Makes a reduction with its dimension as an input. */
  private interface Reducer {
    DifferentialFunction of(SameDiff sd, SDVariable x, SDVariable dimension, boolean keep);
  }

  static List<OneOpGraph> graphs() {
    List<OneOpGraph> rows = new ArrayList<>();
    rows.addAll(orders());
    rows.addAll(reductions());
    rows.addAll(products());
    return rows;
  }

  private static List<OneOpGraph> orders() {
    return List.of(
        graph("transpose", (sd, w) -> op(new Transpose(), w[0], ints(sd, 1, 2, 0))[0])
            .parameter(2, 3, 4)
            .wrongInSameDiff(),
        graph("transpose a cube", (sd, w) -> op(new Transpose(), w[0], ints(sd, 1, 2, 0))[0])
            .parameter(2, 2, 2)
            .wrongInSameDiff(),
        graph("transpose to the same", (sd, w) -> op(new Transpose(), w[0], ints(sd, 0, 1))[0])
            .parameter(2, 3)
            .wrongInSameDiff(),
        graph("transpose by data", (sd, w) -> op(new Transpose(), w[0], sd.getVariable("x"))[0])
            .parameter(2, 3, 4)
            .fed(Nd4j.createFromArray(1, 2, 0))
            .wrongInSameDiff(),
        graph("transpose a matrix", (sd, w) -> op(new Transpose(), w[0], ints(sd, 1, 0))[0])
            .parameter(2, 3),
        graph("expandDims", (sd, w) -> op(new ExpandDims(), w[0], sd.constant(1))[0])
            .parameter(2, 3)
            .wrongInSameDiff(),
        graph("cumsum", (sd, w) -> op(cumulative(), w[0], sd.constant(1))[0])
            .parameter(2, 3)
            .wrongInSameDiff(),
        graph(
                "batchToSpace",
                (sd, w) -> sd.cnn().batchToSpace(w[0], new int[] {2, 2}, new int[] {1, 0}, 0, 1))
            .parameter(4, 2, 2, 1)
            .wrongInSameDiff(),
        graph("diag of a matrix", (sd, w) -> sd.math().diag(w[0]))
            .parameter(2, 3)
            .wrongInSameDiff(),
        graph("diag of a vector", (sd, w) -> sd.math().diag(w[0])).parameter(3));
  }

  private static CumSum cumulative() {
    CumSum op = new CumSum();
    op.addIArgument(0, 1);
    return op;
  }

  private static List<OneOpGraph> reductions() {
    List<OneOpGraph> rows = new ArrayList<>();
    rows.add(reduction("sum", Sum::new, 1, false).wrongInSameDiff());
    rows.add(reduction("sum kept", Sum::new, -1, true));
    rows.add(reduction("mean", Mean::new, 1, false).wrongInSameDiff());
    rows.add(reduction("mean kept", Mean::new, 0, true));
    rows.add(reduction("max", Max::new, 1, false).wrongInSameDiff());
    rows.add(reduction("max kept", Max::new, -2, true).wrongInSameDiff());
    rows.add(reduction("min", Min::new, 0, false).wrongInSameDiff());
    rows.add(reduction("prod", Prod::new, 1, false).wrongInSameDiff());
    rows.add(reduction("norm1", Norm1::new, 1, false).wrongInSameDiff());
    rows.add(reduction("norm2", Norm2::new, -1, false).wrongInSameDiff());
    rows.add(reduction("normmax", NormMax::new, 1, false).wrongInSameDiff());
    rows.add(reduction("squared norm", SquaredNorm::new, 1, false).wrongInSameDiff());
    rows.add(reduction("asum", ASum::new, 1, false).wrongInSameDiff());
    rows.add(reduction("amean", AMean::new, 1, false).wrongInSameDiff());
    rows.add(reduction("amax", AMax::new, 1, false).wrongInSameDiff());
    rows.add(reduction("entropy", Entropy::new, 1, false).wrongInSameDiff());
    rows.add(
        graph("mean of all", (sd, w) -> sd.math().mean(w[0], ints(sd, 0, 1), false))
            .parameter(2, 3));
    return rows;
  }

  private static OneOpGraph reduction(String name, Reducer reducer, int dimension, boolean keep) {
    return graph(
            name,
            (sd, w) -> reducer.of(sd, w[0], sd.constant(dimension), keep).outputVariables()[0])
        .parameter(2, 3);
  }

  private static List<OneOpGraph> products() {
    INDArray x = Nd4j.createFromArray(new double[][] {{0.3, -0.7, 1.1}, {0.9, 0.2, -0.4}});
    return List.of(
        graph("linear", (sd, w) -> sd.nn().linear(w[0], w[1], w[2]))
            .parameter(2, 3)
            .parameter(3, 2)
            .parameter(2)
            .wrongInSameDiff(),
        graph("linear of data", (sd, w) -> sd.nn().linear(sd.getVariable("x"), w[0], w[1]))
            .parameter(3, 2)
            .parameter(2)
            .fed(x),
        graph("linear of products", (sd, w) -> sd.nn().linear(w[0].mul(1.0), w[1].mul(1.0), w[2]))
            .parameter(2, 3)
            .parameter(3, 2)
            .parameter(2),
        graph("matmul", (sd, w) -> w[0].mmul(w[1])).parameter(2, 3).parameter(3, 2),
        graph("biasAdd", (sd, w) -> sd.nn().biasAdd(w[0], w[1], false))
            .parameter(2, 3)
            .parameter(3),
        graph("layerNorm", (sd, w) -> sd.nn().layerNorm(w[0], w[1], w[2], false, 1))
            .parameter(2, 3)
            .parameter(3)
            .parameter(3),
        graph("data and vector", (sd, w) -> sd.getVariable("x").mmul(w[0]))
            .parameter(3)
            .fed(x)
            .wrongInSameDiff(),
        graph(
                "computed matrix and vector",
                (sd, w) -> sd.math().tanh(w[0]).mmul(sd.math().tanh(w[1])))
            .parameter(2, 3)
            .parameter(3)
            .wrongInSameDiff(),
        graph("two vectors", (sd, w) -> w[0].mmul(w[1]))
            .parameter(3)
            .parameter(3)
            .wrongInSameDiff(),
        graph("prelu of channels", (sd, w) -> sd.nn().prelu(w[0].sub(0.8), w[1], 2, 3))
            .parameter(2, 2, 2, 2)
            .parameter(2),
        graph("integers", (sd, w) -> w[0].sub(sd.getVariable("x")))
            .parameter(2, 3)
            .fed(Nd4j.createFromArray(new int[][] {{1, 0, 2}, {0, 3, 1}}))
            .wrongInSameDiff());
  }

  private static SDVariable ints(SameDiff sd, int... values) {
    return sd.constant(Nd4j.createFromArray(values));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void thePenalisedStepIsRight(OneOpGraph graph) {
    graph.checkPenalisedStep();
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void aWrongPlainStepIsWarnedOf(OneOpGraph graph) {
    List<String> warnings = HessianTrace.enable(graph.penalised()).warnings();
    assertThat(warnings).hasSize(graph.isRightInSameDiff() ? 0 : 1);
    SameDiff sd = graph.plain();
    boolean right;
    try {
      graph.fit(sd);
      right = Math.abs(graph.applied(sd) - graph.plainSlope()) < 1e-6;
    } catch (RuntimeException e) {
      right = false;
    }
    assertThat(right).isEqualTo(graph.isRightInSameDiff());
  }
}
