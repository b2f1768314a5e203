package org.hessianreg.dl4j;

import static org.hessianreg.dl4j.OneOpGraph.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * What {@code fit} applies where an op works along a dimension of size 1. For matrices ND4J takes a
 * short cut; SameDiff itself fails where a graph reduces a row or a column so.
 */
@Tag("slow")
class SizeOneTest {

  /** Makes a reduction. */
  private interface Reducer {
    SDVariable of(SameDiff sd, SDVariable x, boolean keep, int dimension);
  }

  private static final Map<String, Reducer> REDUCERS = new LinkedHashMap<>();

  static {
    REDUCERS.put("sum", (sd, x, keep, d) -> x.sum(keep, d));
    REDUCERS.put("mean", (sd, x, keep, d) -> x.mean(keep, d));
    REDUCERS.put("max", (sd, x, keep, d) -> x.max(keep, d));
    REDUCERS.put("min", (sd, x, keep, d) -> x.min(keep, d));
    REDUCERS.put("prod", (sd, x, keep, d) -> x.prod(keep, d));
    REDUCERS.put("norm1", (sd, x, keep, d) -> x.norm1(keep, d));
    REDUCERS.put("norm2", (sd, x, keep, d) -> x.norm2(keep, d));
    REDUCERS.put("normmax", (sd, x, keep, d) -> x.normmax(keep, d));
    REDUCERS.put("squared norm", (sd, x, keep, d) -> sd.squaredNorm(x, keep, d));
    REDUCERS.put("asum", (sd, x, keep, d) -> sd.math().asum(x, keep, d));
    REDUCERS.put("entropy", (sd, x, keep, d) -> sd.math().entropy(x, keep, d));
  }

  private static SDVariable moments(SameDiff sd, SDVariable x, boolean keep, int d) {
    SDVariable[] both = sd.math().moments(x, new int[] {d}, keep);
    return both[0].add(both[1]);
  }

  static List<OneOpGraph> graphs() {
    List<OneOpGraph> rows = new ArrayList<>();
    REDUCERS.forEach(
        (name, reducer) -> {
          for (boolean keep : new boolean[] {false, true}) {
            String title = name + (keep ? ", kept" : "");
            rows.add(reduction(title + ", of one element", reducer, keep, 1, 1, 1));
            rows.add(reduction(title + ", of rank 3", reducer, keep, 1, 2, 1, 3));
          }
        });
    for (boolean keep : new boolean[] {false, true}) {
      String title = "moments" + (keep ? ", kept" : "");
      rows.add(reduction(title + ", of a row", SizeOneTest::moments, keep, 0, 1, 4));
      rows.add(reduction(title + ", of a column", SizeOneTest::moments, keep, 1, 4, 1));
    }
    rows.addAll(others());
    return rows;
  }

  private static OneOpGraph reduction(
      String name, Reducer reducer, boolean keep, int dimension, long... shape) {
    return graph(name, (sd, w) -> reducer.of(sd, sd.math().square(w[0]), keep, dimension))
        .parameter(shape);
  }

  private static List<OneOpGraph> others() {
    return List.of(
        graph("softmax", (sd, w) -> sd.nn().softmax(w[0], 1).mul(w[0])).parameter(4, 1),
        graph("logSoftmax", (sd, w) -> sd.nn().logSoftmax(w[0]).add(w[0])).parameter(4, 1),
        graph("layerNorm", (sd, w) -> sd.nn().layerNorm(w[0], w[1], false, 1).add(w[0]))
            .parameter(4, 1)
            .parameter(1),
        graph("standardize", (sd, w) -> sd.math().standardize(w[0], 1).add(w[0])).parameter(4, 1),
        graph("cumsum", (sd, w) -> sd.cumsum(w[0], false, false, 1)).parameter(4, 1),
        graph("euclidean", (sd, w) -> sd.math().euclideanDistance(w[0], w[1].neg(), 1))
            .parameter(4, 1)
            .parameter(4, 1),
        graph("manhattan", (sd, w) -> sd.math().manhattanDistance(w[0], w[1].neg(), 1))
            .parameter(4, 1)
            .parameter(4, 1),
        graph("one class", (sd, w) -> crossEntropy(sd, w[0]).add(w[0].sum())).parameter(4, 1),
        graph("a matrix product", (sd, w) -> w[0].mmul(w[1])).parameter(4, 1).parameter(1, 3));
  }

  private static SDVariable crossEntropy(SameDiff sd, SDVariable logits) {
    return sd.loss().softmaxCrossEntropy(sd.onesLike(logits), logits, null);
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void thePenalisedStepIsRight(OneOpGraph graph) {
    graph.checkPenalisedStep();
  }
}
