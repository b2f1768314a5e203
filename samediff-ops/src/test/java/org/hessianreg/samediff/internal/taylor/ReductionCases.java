package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.reduce.custom.LogSumExp;

/** Reductions. */
final class ReductionCases {

  private ReductionCases() {}

  /** A reduction of one array. */
  private interface Reducer {
    SDVariable of(SameDiff sd, SDVariable x, boolean keep, int... dimensions);
  }

  /** A reduction of two arrays. */
  private interface Distance {
    SDVariable of(SameDiff sd, SDVariable x, SDVariable z, boolean keep, int... dimensions);
  }

  static List<RuleCase> all() {
    List<RuleCase> rows = new ArrayList<>();
    rows.addAll(everyShape("sum", (sd, x, keep, d) -> x.sum(keep, d)));
    rows.addAll(reducer("mean", (sd, x, keep, d) -> x.mean(keep, d)));
    rows.addAll(extremum("max", (sd, x, keep, d) -> x.max(keep, d)));
    rows.addAll(extremum("min", (sd, x, keep, d) -> x.min(keep, d)));
    rows.addAll(reducer("norm1", (sd, x, keep, d) -> x.norm1(keep, d)));
    rows.addAll(everyShape("norm2", (sd, x, keep, d) -> x.norm2(keep, d)));
    rows.addAll(extremum("normmax", (sd, x, keep, d) -> x.normmax(keep, d)));
    rows.addAll(reducer("prod", (sd, x, keep, d) -> x.prod(keep, d)));
    rows.addAll(reducer("squaredNorm", (sd, x, keep, d) -> sd.math().squaredNorm(x, keep, d)));
    rows.addAll(extremum("amax", (sd, x, keep, d) -> sd.math().reduceAMax(x, keep, d)));
    rows.addAll(extremum("amin", (sd, x, keep, d) -> sd.math().reduceAmin(x, keep, d)));
    rows.addAll(reducer("asum", (sd, x, keep, d) -> sd.math().asum(x, keep, d)));
    rows.addAll(reducer("amean", (sd, x, keep, d) -> sd.math().reduceAmean(x, keep, d)));
    rows.addAll(reducer("variance corrected", (sd, x, keep, d) -> sd.variance(x, true, keep, d)));
    for (RuleCase row : reducer("variance", (sd, x, keep, d) -> sd.variance(x, false, keep, d))) {
      rows.add(row.notTrainableInSameDiff());
    }
    rows.addAll(
        everyShape("std corrected", (sd, x, keep, d) -> sd.standardDeviation(x, true, keep, d)));
    rows.addAll(reducer("std", (sd, x, keep, d) -> sd.standardDeviation(x, false, keep, d)));
    for (RuleCase row :
        everyShape(
            "logSumExp",
            (sd, x, keep, d) -> {
              int[] dimensions = d.length == 0 ? null : d;
              return new LogSumExp(sd, x, keep, dimensions).outputVariable();
            })) {
      boolean whole = row.name().contains("of all") || row.name().contains("of vector");
      rows.add(whole ? row : row.wrongInSameDiff());
    }
    rows.addAll(
        everyShape(
            "moments",
            (sd, x, keep, d) -> {
              SDVariable[] moments = sd.math().moments(x, d, keep);
              return moments[0].add(moments[1].mul(2.0));
            }));
    for (RuleCase row : reducer("entropy", (sd, x, keep, d) -> sd.math().entropy(x, keep, d))) {
      rows.add(row.values(0.1, 0.9));
    }
    for (RuleCase row :
        reducer("shannonEntropy", (sd, x, keep, d) -> sd.math().shannonEntropy(x, keep, d))) {
      rows.add(row.values(0.1, 0.9));
    }
    for (RuleCase row :
        reducer("logEntropy", (sd, x, keep, d) -> sd.math().logEntropy(x, keep, d))) {
      boolean dropped = row.name().contains("over") && !row.name().contains("keep");
      rows.add(dropped ? row.values(0.1, 0.9).wrongInSameDiff() : row.values(0.1, 0.9));
    }
    for (RuleCase row :
        distance(
            "jaccardDistance",
            (sd, x, z, keep, d) -> sd.math().jaccardDistance(x, z, keep, false, d))) {
      rows.add(row.values(0.1, 1.8));
    }
    rows.addAll(
        distance(
            "euclidean", (sd, x, z, keep, d) -> sd.math().euclideanDistance(x, z, keep, false, d)));
    rows.addAll(
        distance(
            "manhattan", (sd, x, z, keep, d) -> sd.math().manhattanDistance(x, z, keep, false, d)));
    rows.addAll(
        distance(
            "cosineSimilarity",
            (sd, x, z, keep, d) -> sd.math().cosineSimilarity(x, z, keep, false, d)));
    rows.addAll(
        distance(
            "cosineDistance",
            (sd, x, z, keep, d) -> sd.math().cosineDistance(x, z, keep, false, d)));
    rows.add(rule("cumsum", (sd, in) -> sd.cumsum(in[0], 1)).input(4, 3).wrongInSameDiff());
    rows.add(
        rule("cumsum exclusive reverse", (sd, in) -> sd.cumsum(in[0], true, true, 0))
            .input(4, 3)
            .wrongInSameDiff());
    rows.add(rule("sum of a number", (sd, in) -> in[0].sum()).input());
    rows.add(
        rule(
                "sum over variable dimensions",
                (sd, in) -> sd.math().sum(in[0], sd.constant(1), false))
            .input(4, 3));
    rows.add(
        rule(
                "mean over variable dimensions",
                (sd, in) -> sd.math().mean(in[0], sd.constant(1), true))
            .input(4, 3));
    rows.add(
        rule(
                "norm2 over variable dimensions",
                (sd, in) -> sd.math().norm2(in[0], sd.constant(1), true))
            .input(4, 3));
    return rows;
  }

  /** Each way of naming dimensions once. */
  private static List<RuleCase> reducer(String name, Reducer reducer) {
    List<RuleCase> rows = new ArrayList<>();
    rows.add(rule(name + " of all", (sd, in) -> reducer.of(sd, in[0], false)).input(4, 3));
    rows.add(over(name, reducer, false, 1));
    rows.add(over(name, reducer, true, 0, 2));
    rows.add(over(name, reducer, false, -2));
    return rows;
  }

  /** Every rank, and dimensions at each end, kept or not. */
  private static List<RuleCase> everyShape(String name, Reducer reducer) {
    List<RuleCase> rows = reducer(name, reducer);
    rows.add(over(name, reducer, false, 0));
    rows.add(over(name, reducer, true, 0));
    rows.add(over(name, reducer, true, 1));
    rows.add(over(name, reducer, false, 1, 2));
    rows.add(over(name, reducer, false, -1));
    rows.add(over(name, reducer, false, -1, -2));
    rows.add(rule(name + " of all keep", (sd, in) -> reducer.of(sd, in[0], true)).input(4, 3));
    rows.add(rule(name + " of vector", (sd, in) -> reducer.of(sd, in[0], false)).input(5));
    rows.add(
        rule(name + " of pixels", (sd, in) -> reducer.of(sd, in[0], true, 2, 3)).input(2, 2, 2, 2));
    return rows;
  }

  private static RuleCase over(String name, Reducer reducer, boolean keep, int... dimensions) {
    String label = name + " over " + Arrays.toString(dimensions) + (keep ? " keep" : "");
    return rule(label, (sd, in) -> reducer.of(sd, in[0], keep, dimensions)).input(4, 3, 2);
  }

  private static List<RuleCase> extremum(String name, Reducer reducer) {
    List<RuleCase> rows = everyShape(name, reducer);
    rows.forEach(RuleCase::distinctMagnitudes);
    return rows;
  }

  private static List<RuleCase> distance(String name, Distance distance) {
    List<RuleCase> rows = new ArrayList<>();
    for (RuleCase row :
        List.of(
            rule(name + " of all", (sd, in) -> distance.of(sd, in[0], in[1], false)),
            rule(name + " over rows", (sd, in) -> distance.of(sd, in[0], in[1], false, 0)),
            rule(name + " over columns", (sd, in) -> distance.of(sd, in[0], in[1], true, 1)))) {
      rows.add(row.input(4, 3).input(4, 3));
    }
    return rows;
  }
}
