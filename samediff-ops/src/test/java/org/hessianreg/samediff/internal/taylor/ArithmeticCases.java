package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.RealDivOp;
import org.nd4j.linalg.factory.Nd4j;

/** Arithmetic, products, powers, elementary functions and selections. */
final class ArithmeticCases {

  private ArithmeticCases() {}

  static List<RuleCase> all() {
    List<RuleCase> rows = new ArrayList<>();
    rows.addAll(sums());
    rows.addAll(products());
    rows.addAll(quotients());
    rows.addAll(powers());
    rows.addAll(functions());
    rows.addAll(selections());
    rows.addAll(zeros());
    return rows;
  }

  private static List<RuleCase> sums() {
    List<RuleCase> rows = new ArrayList<>();
    rows.addAll(everyBroadcast("add", (sd, in) -> in[0].add(in[1])));
    rows.addAll(broadcasting("sub", (sd, in) -> in[0].sub(in[1])));
    rows.addAll(broadcasting("rsub", (sd, in) -> in[0].rsub(in[1])));
    for (RuleCase row :
        broadcasting("squaredDifference", (sd, in) -> in[0].squaredDifference(in[1]))) {
      rows.add(oneElement(row, 1) ? row.wrongInSameDiff() : row);
    }
    rows.add(rule("add itself", (sd, in) -> in[0].add(in[0])).input(4, 3));
    rows.add(rule("add scalar", (sd, in) -> in[0].add(1.5)).input(4, 3));
    rows.add(rule("sub scalar", (sd, in) -> in[0].sub(1.5)).input(4, 3));
    rows.add(rule("rsub scalar", (sd, in) -> in[0].rsub(1.5)).input(4, 3));
    rows.add(rule("floorMod scalar", (sd, in) -> sd.math().floorMod(in[0], 0.5)).input(4, 3));
    rows.add(rule("neg", (sd, in) -> in[0].neg()).input(4, 3));
    rows.add(
        rule("biasAdd nhwc", (sd, in) -> sd.nn().biasAdd(in[0], in[1], false))
            .input(2, 3, 4, 5)
            .input(5));
    rows.add(
        rule("biasAdd nchw", (sd, in) -> sd.nn().biasAdd(in[0], in[1], true))
            .input(2, 3, 4, 5)
            .input(3));
    rows.add(
        rule("biasAdd matrix", (sd, in) -> sd.nn().biasAdd(in[0], in[1], false))
            .input(4, 3)
            .input(3));
    rows.add(
        rule(
                "biasAdd of bias only",
                (sd, in) ->
                    sd.nn().biasAdd(sd.constant(Nd4j.ones(in[0].dataType(), 2, 3, 4)), in[0], true))
            .input(3)
            .fixedBatch());
    rows.add(
        rule("mergeAdd", (sd, in) -> sd.math().mergeAdd(in)).input(4, 3).input(4, 3).input(4, 3));
    for (RuleCase row : broadcasting("atan2", (sd, in) -> sd.math().atan2(in[0], in[1]))) {
      boolean same = row.shapes().stream().map(Arrays::toString).distinct().count() == 1;
      rows.add(same ? row : row.wrongInSameDiff());
    }
    rows.add(rule("mergeAvg", (sd, in) -> sd.math().mergeAvg(in)).input(4, 3).input(4, 3));
    return rows;
  }

  private static List<RuleCase> products() {
    List<RuleCase> rows = new ArrayList<>();
    rows.addAll(everyBroadcast("mul", (sd, in) -> in[0].mul(in[1])));
    rows.add(rule("mul by itself", (sd, in) -> in[0].mul(in[0])).input(4, 3));
    rows.add(rule("mul scalar", (sd, in) -> in[0].mul(1.5)).input(4, 3));
    rows.add(rule("div scalar", (sd, in) -> in[0].div(1.5)).input(4, 3));
    for (int flags = 0; flags < 8; flags++) {
      boolean a = (flags & 1) != 0;
      boolean b = (flags & 2) != 0;
      boolean r = (flags & 4) != 0;
      String name = "mmul" + (a ? " aT" : "") + (b ? " bT" : "") + (r ? " rT" : "");
      RuleCase.Body body = (sd, in) -> sd.mmul(in[0], in[1], a, b, r);
      long[] left = a ? new long[] {3, 4} : new long[] {4, 3};
      long[] right = b ? new long[] {2, 3} : new long[] {3, 2};
      rows.add(rule(name, body).input(left).input(right).fixedShapesOnly());
      rows.add(
          rule("batched " + name, body).input(2, left[0], left[1]).input(2, right[0], right[1]));
      rows.add(
          rule("rank 4 " + name, body)
              .input(2, 2, left[0], left[1])
              .input(2, 2, right[0], right[1]));
    }
    rows.add(rule("mmul dynamic", (sd, in) -> in[0].mmul(in[1])).input(4, 3).input(3, 3));
    rows.add(
        rule("mmul matrix vector", (sd, in) -> sd.mmul(in[0], in[1]))
            .input(3, 3)
            .input(3)
            .fixedBatch()
            .wrongInSameDiff());
    rows.add(
        rule("mmul vector matrix", (sd, in) -> sd.mmul(in[0], in[1]))
            .input(3)
            .input(3, 3)
            .fixedBatch()
            .wrongInSameDiff());
    rows.add(
        rule("mmul one row", (sd, in) -> sd.mmul(in[0], in[1]))
            .input(1, 3)
            .input(3, 1)
            .fixedShapesOnly());
    rows.add(rule("dot", (sd, in) -> sd.dot(in[0], in[1], 1)).input(4, 3).input(4, 3));
    rows.add(rule("dot of vectors", (sd, in) -> sd.dot(in[0], in[1])).input(3).input(3));
    rows.add(
        rule("dot over two", (sd, in) -> sd.dot(in[0], in[1], 0, 2)).input(4, 3, 2).input(4, 3, 2));
    return rows;
  }

  private static List<RuleCase> quotients() {
    List<RuleCase> rows = new ArrayList<>();
    for (RuleCase row : everyBroadcast("div", (sd, in) -> in[0].div(in[1]))) {
      row.values(0.6, 1.9);
      rows.add(oneElement(row, 1) ? row.wrongInSameDiff() : row);
    }
    for (RuleCase row : broadcasting("rdiv", (sd, in) -> in[0].rdiv(in[1]))) {
      row.values(0.6, 1.9);
      rows.add(oneElement(row, 1) ? row.wrongInSameDiff() : row);
    }
    rows.add(
        rule("realdiv", (sd, in) -> new RealDivOp(sd, in, false).outputVariable())
            .input(4, 3)
            .input(1, 3)
            .values(0.6, 1.9));
    rows.add(
        rule("div by itself plus one", (sd, in) -> in[0].div(in[0].add(1.0)))
            .input(4, 3)
            .values(0.2, 1.4));
    rows.add(rule("rdiv scalar", (sd, in) -> in[0].rdiv(1.5)).input(4, 3).values(0.6, 1.9));
    rows.add(
        rule("reciprocal", (sd, in) -> sd.math().reciprocal(in[0])).input(4, 3).values(0.6, 1.9));
    return rows;
  }

  private static List<RuleCase> powers() {
    List<RuleCase> rows = new ArrayList<>();
    for (double p : new double[] {0, 1, 2, 3, 4}) {
      rows.add(rule("pow " + p, (sd, in) -> in[0].pow(p).add(in[0])).input(4, 3));
    }
    rows.add(rule("pow 2.5", (sd, in) -> in[0].pow(2.5)).input(4, 3).values(0.6, 1.9));
    rows.add(rule("pow -1.5", (sd, in) -> in[0].pow(-1.5)).input(4, 3).values(0.6, 1.9));
    for (RuleCase row : broadcasting("pow variable", (sd, in) -> sd.math().pow(in[0], in[1]))) {
      rows.add(row.values(0.6, 1.9));
    }
    rows.add(
        rule(
                "pow constant exponent",
                (sd, in) -> sd.math().pow(in[0], sd.constant(Nd4j.scalar(in[0].dataType(), 3.0))))
            .input(4, 3));
    rows.add(
        rule(
                "pow constant base",
                (sd, in) -> sd.math().pow(sd.constant(Nd4j.scalar(in[0].dataType(), 2.0)), in[0]))
            .input(4, 3));
    rows.add(rule("square", (sd, in) -> sd.math().square(in[0])).input(4, 3));
    rows.add(rule("cube", (sd, in) -> sd.math().cube(in[0])).input(4, 3));
    rows.add(rule("sqrt", (sd, in) -> sd.math().sqrt(in[0])).input(4, 3).values(0.6, 1.9));
    rows.add(rule("rsqrt", (sd, in) -> sd.math().rsqrt(in[0])).input(4, 3).values(0.6, 1.9));
    return rows;
  }

  private static List<RuleCase> functions() {
    return List.of(
        rule("exp", (sd, in) -> sd.math().exp(in[0])).input(4, 3),
        rule("exp of a number", (sd, in) -> sd.math().exp(in[0])).input(),
        rule("expm1", (sd, in) -> sd.math().expm1(in[0])).input(4, 3),
        rule("log", (sd, in) -> sd.math().log(in[0])).input(4, 3).values(0.6, 1.9),
        rule("log of one element", (sd, in) -> sd.math().log(in[0])).input(1, 1).values(0.6, 1.9),
        rule("log to base", (sd, in) -> sd.math().log(in[0], 3.0)).input(4, 3).values(0.6, 1.9),
        rule("log1p", (sd, in) -> sd.math().log1p(in[0])).input(4, 3).values(-0.4, 1.4),
        rule("sin", (sd, in) -> sd.math().sin(in[0])).input(4, 3),
        rule("cos", (sd, in) -> sd.math().cos(in[0])).input(4, 3),
        rule("tan", (sd, in) -> sd.math().tan(in[0])).input(4, 3).values(-1, 1),
        rule("asin", (sd, in) -> sd.math().asin(in[0])).input(4, 3).values(-0.8, 0.8),
        rule("acos", (sd, in) -> sd.math().acos(in[0])).input(4, 3).values(-0.8, 0.8),
        rule("atan", (sd, in) -> sd.math().atan(in[0])).input(4, 3),
        rule("sinh", (sd, in) -> sd.math().sinh(in[0])).input(4, 3),
        rule("cosh", (sd, in) -> sd.math().cosh(in[0])).input(4, 3),
        rule("tanh", (sd, in) -> sd.math().tanh(in[0])).input(4, 3),
        rule("asinh", (sd, in) -> sd.math().asinh(in[0])).input(4, 3),
        rule("acosh", (sd, in) -> sd.math().acosh(in[0])).input(4, 3).values(1.2, 2.4),
        rule("atanh", (sd, in) -> sd.math().atanh(in[0])).input(4, 3).values(-0.8, 0.8),
        rule("erf", (sd, in) -> sd.math().erf(in[0])).input(4, 3),
        rule("erfc", (sd, in) -> sd.math().erfc(in[0])).input(4, 3));
  }

  private static List<RuleCase> selections() {
    List<RuleCase> rows = new ArrayList<>();
    for (RuleCase row : everyBroadcast("max", (sd, in) -> sd.math().max(in[0], in[1]))) {
      rows.add(differentShapes(row) ? row.wrongInSameDiff() : row);
    }
    for (RuleCase row : broadcasting("min", (sd, in) -> sd.math().min(in[0], in[1]))) {
      rows.add(differentShapes(row) ? row.wrongInSameDiff() : row);
    }
    rows.add(rule("abs", (sd, in) -> sd.math().abs(in[0])).input(4, 3));
    rows.add(rule("scalarMax", (sd, in) -> sd.scalarMax(in[0], 0.5)).input(4, 3));
    rows.add(rule("scalarMin", (sd, in) -> sd.scalarMin(in[0], 0.5)).input(4, 3));
    rows.add(rule("clipByValue", (sd, in) -> sd.math().clipByValue(in[0], -1.0, 0.5)).input(4, 3));
    rows.add(
        rule("clipByNorm", (sd, in) -> sd.math().clipByNorm(in[0], 1.7, 1))
            .input(6, 3)
            .wrongInSameDiff());
    rows.add(
        rule("clipByNorm of all, clipped", (sd, in) -> sd.math().clipByNorm(in[0], 1.0))
            .input(4, 3)
            .notTrainableInSameDiff());
    rows.add(
        rule("clipByNorm of all, kept", (sd, in) -> sd.math().clipByNorm(in[0], 100.0))
            .input(4, 3)
            .notTrainableInSameDiff());
    return rows;
  }

  private static List<RuleCase> zeros() {
    List<RuleCase> rows = new ArrayList<>();
    rows.add(masked("greater", (sd, in) -> in[0].gt(0.0)));
    rows.add(masked("less", (sd, in) -> in[0].lt(in[0].mean())));
    rows.add(masked("equal", (sd, in) -> in[0].eq(in[0].max(true, 1))));
    rows.add(masked("isMax", (sd, in) -> sd.math().isMax(in[0])));
    rows.add(masked("argmax", (sd, in) -> sd.expandDims(in[0].argmax(1), 1)));
    rows.add(masked("sign", (sd, in) -> sd.math().sign(in[0])));
    rows.add(masked("floor", (sd, in) -> sd.math().floor(in[0])));
    rows.add(masked("ceil", (sd, in) -> sd.math().ceil(in[0])));
    rows.add(masked("round", (sd, in) -> sd.math().round(in[0])));
    rows.add(masked("step", (sd, in) -> sd.math().step(in[0], 0.0)));
    rows.add(masked("floorDiv", (sd, in) -> sd.math().floorDiv(in[0], in[0].add(3.0))));
    rows.add(masked("hammingDistance", (sd, in) -> sd.math().hammingDistance(in[0], in[0].neg())));
    rows.add(masked("zeroFraction", (sd, in) -> sd.math().zeroFraction(in[0])));
    rows.add(masked("scalarSet", (sd, in) -> sd.scalarSet(in[0], 2.0)));
    rows.add(masked("onesLike", (sd, in) -> sd.onesLike(in[0])));
    rows.add(masked("zerosLike", (sd, in) -> sd.zerosLike(in[0])));
    return rows;
  }

  /** The second operand, and it alone, has one element. */
  private static boolean oneElement(RuleCase row, int index) {
    return length(row, index) == 1 && length(row, 1 - index) > 1;
  }

  private static boolean differentShapes(RuleCase row) {
    return !Arrays.equals(row.shapes().get(0), row.shapes().get(1));
  }

  private static long length(RuleCase row, int index) {
    return Arrays.stream(row.shapes().get(index)).reduce(1, (a, b) -> a * b);
  }

  /** Something piecewise constant times the input. */
  private static RuleCase masked(String name, RuleCase.Body body) {
    return rule(name, (sd, in) -> body.of(sd, in).castTo(in[0].dataType()).add(2.0).mul(in[0]))
        .input(4, 3);
  }

  /** One body with two inputs over the main ways in which they may broadcast. */
  private static List<RuleCase> broadcasting(String name, RuleCase.Body body) {
    return pairs(
        name,
        body,
        new long[][][] {
          {{4, 3}, {4, 3}},
          {{4, 3}, {1, 3}},
          {{4, 1}, {1, 3}},
          {{4, 3}, {3}},
          {{4, 3}, {1}},
          {{}, {4, 3}},
        });
  }

  /** One body with two inputs over all ways in which they may broadcast. */
  private static List<RuleCase> everyBroadcast(String name, RuleCase.Body body) {
    List<RuleCase> rows = broadcasting(name, body);
    rows.addAll(
        pairs(
            name,
            body,
            new long[][][] {
              {{4, 3}, {4, 1}},
              {{1, 3}, {4, 3}},
              {{3}, {4, 3}},
              {{1}, {4, 3}},
              {{4, 3}, {1, 1}},
              {{4, 3}, {}},
              {{}, {}},
              {{5}, {5}},
              {{2, 3, 4}, {4}},
              {{2, 3, 4}, {3, 1}},
              {{2, 3, 2, 2}, {1, 3, 1, 1}},
            }));
    return rows;
  }

  private static List<RuleCase> pairs(String name, RuleCase.Body body, long[][][] pairs) {
    List<RuleCase> rows = new ArrayList<>();
    for (long[][] pair : pairs) {
      String shapes = Arrays.toString(pair[0]) + " " + Arrays.toString(pair[1]);
      rows.add(rule(name + " " + shapes, body).input(pair[0]).input(pair[1]));
    }
    return rows;
  }
}
