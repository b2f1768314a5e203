package org.hessianreg.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import org.hessianreg.samediff.SingularProblem.Body;
import org.hessianreg.samediff.SingularProblem.Derivatives;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.custom.LogSumExp;
import org.nd4j.linalg.factory.Nd4j;

/** Every op with an infinite derivative behind every unit that can be off. */
public final class SingularProblems {

  /** Off, on, on, at the kink, off, on. */
  private static final double[] POINT = {-1, 0.5, 2, 0, -0.3, 1.25};

  /** The same for units that let a tangent pass at the kink. */
  private static final double[] BESIDE = {-1, 0.5, 2, -0.7, -0.3, 1.25};

  private static final double[] DIRECTION = {1, -1, 0.5, 2, -1, 1.5};

  /** The first row is off. */
  private static final double[] ROWS = {-1, -0.5, 0, 0.5, 2, 1.25};

  private SingularProblems() {}

  /** All of them. */
  public static List<SingularProblem> all() {
    List<SingularProblem> problems = new ArrayList<>();
    for (Unit unit : units()) {
      functions().forEach((name, function) -> problems.add(elementwise(unit, name, function)));
    }
    problems.addAll(powersOfUnlikeExponents());
    for (Unit unit : units()) {
      if (unit.suitsRows()) {
        problems.addAll(rows(unit));
      }
    }
    return problems;
  }

  /** Something that is 0 where its input is not positive, and its input elsewhere. */
  private static final class Unit {

    private final String name;
    private final Body body;
    private final boolean selects;
    private final double[] point;

    /**
     * Creates a unit.
     *
     * @param selects whether SameDiff's own backward op gives 0 for an infinite cotangent where the
     *     unit is off; otherwise it multiplies it by 0
     */
    Unit(String name, Body body, boolean selects, double[] point) {
      this.name = name;
      this.body = body;
      this.selects = selects;
      this.point = point;
    }

    /** Whether it keeps a matrix's shape, and infinite cotangents from passing at the kink. */
    boolean suitsRows() {
      return Set.of("relu", "relu6", "clip", "scalarMax", "relu of relu").contains(name);
    }
  }

  private static List<Unit> units() {
    return List.of(
        new Unit("relu", (sd, w) -> sd.nn().relu(w, 0), true, POINT),
        new Unit("relu6", (sd, w) -> sd.nn().relu6(w, 0), true, POINT),
        new Unit("max", (sd, w) -> sd.math().max(w, sd.zerosLike(w)), true, BESIDE),
        new Unit("clip", (sd, w) -> sd.math().clipByValue(w, 0, 9), false, POINT),
        new Unit("scalarMax", (sd, w) -> sd.scalarMax(w, 0), false, POINT),
        new Unit("relu of relu", SingularProblems::twice, true, POINT),
        new Unit("relu with zeros", SingularProblems::withZeros, true, POINT),
        new Unit("relu padded", SingularProblems::padded, true, POINT),
        new Unit("leakyRelu 0", (sd, w) -> sd.nn().leakyRelu(w, 0.0), false, BESIDE),
        new Unit("mask", SingularProblems::masked, false, POINT));
  }

  private static SDVariable twice(SameDiff sd, SDVariable w) {
    return sd.nn().relu(sd.nn().relu(w, 0).mul(2.0), 0).mul(0.5);
  }

  private static SDVariable withZeros(SameDiff sd, SDVariable w) {
    return sd.concat(0, sd.nn().relu(w, 0), sd.zerosLike(w));
  }

  private static SDVariable padded(SameDiff sd, SDVariable w) {
    SDVariable one = sd.constant(Nd4j.createFromArray(new int[][] {{1, 1}}));
    return sd.nn().pad(sd.nn().relu(w, 0), one, 0);
  }

  private static SDVariable masked(SameDiff sd, SDVariable w) {
    return w.mul(sd.math().step(w, 0));
  }

  /** A function of one number with its first three derivatives, and its first one at 0. */
  private static final class Function {

    private final Body body;
    private final DoubleUnaryOperator first;
    private final DoubleUnaryOperator second;
    private final DoubleUnaryOperator third;

    Function(
        Body body,
        DoubleUnaryOperator first,
        DoubleUnaryOperator second,
        DoubleUnaryOperator third) {
      this.body = body;
      this.first = first;
      this.second = second;
      this.third = third;
    }

    boolean hasFiniteSlope() {
      return Double.isFinite(first.applyAsDouble(0));
    }
  }

  private static Map<String, Function> functions() {
    Map<String, Function> functions = new LinkedHashMap<>();
    for (double p : new double[] {0.5, 1, 1.5, 2, 2.5, 3, 3.5}) {
      functions.put("pow " + p, power(p, (sd, x) -> x.pow(p)));
      functions.put("Pow " + p, power(p, (sd, x) -> sd.math().pow(x, number(sd, x, p))));
      functions.put(
          "Pow computed " + p,
          power(p, (sd, x) -> sd.math().pow(x, sd.zerosLike(x).add(number(sd, x, p)))));
    }
    functions.put("abs 1.5", power(1.5, (sd, x) -> sd.math().abs(x).pow(1.5)));
    functions.put("sqrt", power(0.5, (sd, x) -> sd.math().sqrt(x)));
    // At 0 an infinite slope times a zero.
    functions.put(
        "root of square",
        new Function(
            (sd, x) -> sd.math().sqrt(sd.math().square(x)),
            x -> x > 0 ? 1 : Double.NaN,
            x -> 0,
            x -> 0));
    functions.put("rsqrt", power(-0.5, clipped((sd, x) -> sd.math().rsqrt(x))));
    functions.put("reciprocal", power(-1, clipped((sd, x) -> sd.math().reciprocal(x))));
    functions.put("rdiv", power(-1, clipped((sd, x) -> x.rdiv(1.0))));
    functions.put("div", power(-1, clipped((sd, x) -> sd.onesLike(x).div(x))));
    functions.put("log", logarithm(1, clipped((sd, x) -> sd.math().log(x))));
    functions.put("log to base", logarithm(Math.log(3), clipped((sd, x) -> sd.math().log(x, 3))));
    functions.put("log1p", logarithm(1, clipped((sd, x) -> sd.math().log1p(x.sub(1)))));
    functions.put("asin", arc(1, (sd, x) -> sd.math().asin(x.rsub(3).div(3))));
    functions.put("acos", arc(-1, (sd, x) -> sd.math().acos(x.rsub(3).div(3))));
    functions.put(
        "acosh",
        new Function(
            (sd, x) -> sd.math().acosh(x.add(1)),
            x -> Math.pow(u(x), -0.5),
            x -> -(1 + x) * Math.pow(u(x), -1.5),
            x -> (2 * (1 + x) * (1 + x) + 1) * Math.pow(u(x), -2.5)));
    functions.put(
        "atanh",
        new Function(
            clipped((sd, x) -> sd.math().atanh(x.rsub(3).div(3))),
            x -> -1 / q(x) / 3,
            x -> 2 * z(x) / Math.pow(q(x), 2) / 9,
            x -> -(2 + 6 * z(x) * z(x)) / Math.pow(q(x), 3) / 27));
    return functions;
  }

  private static SDVariable number(SameDiff sd, SDVariable like, double value) {
    return sd.constant(Nd4j.scalar(like.dataType(), value));
  }

  /** Of something that is infinite at 0, so that the loss is finite. */
  private static Body clipped(Body body) {
    return (sd, x) -> sd.math().clipByValue(body.of(sd, x), -9, 9);
  }

  private static Function power(double p, Body body) {
    return new Function(
        body,
        x -> p * Math.pow(x, p - 1),
        x -> p * (p - 1) * Math.pow(x, p - 2),
        x -> p * (p - 1) * (p - 2) * Math.pow(x, p - 3));
  }

  private static Function logarithm(double base, Body body) {
    return new Function(
        body, x -> 1 / x / base, x -> -1 / (x * x) / base, x -> 2 / (x * x * x) / base);
  }

  /** The arc sine of {@code z = 1 − x/3}, times a sign. */
  private static Function arc(int sign, Body body) {
    return new Function(
        body,
        x -> -sign * Math.pow(q(x), -0.5) / 3,
        x -> sign * z(x) * Math.pow(q(x), -1.5) / 9,
        x -> -sign * (1 + 2 * z(x) * z(x)) * Math.pow(q(x), -2.5) / 27);
  }

  private static double z(double x) {
    return 1 - x / 3;
  }

  private static double q(double x) {
    return 1 - z(x) * z(x);
  }

  private static double u(double x) {
    return (1 + x) * (1 + x) - 1;
  }

  private static SingularProblem elementwise(Unit unit, String name, Function function) {
    double second = 0;
    double[] gradient = new double[POINT.length];
    double[] gradientOfSecond = new double[POINT.length];
    for (int i = 0; i < POINT.length; i++) {
      double x = unit.point[i];
      if (x > 0) {
        double v2 = DIRECTION[i] * DIRECTION[i];
        second += function.second.applyAsDouble(x) * v2;
        gradient[i] = function.first.applyAsDouble(x);
        gradientOfSecond[i] = function.third.applyAsDouble(x) * v2;
      }
    }
    boolean own = unit.selects || function.hasFiniteSlope();
    return new SingularProblem(
        name + " behind " + unit.name,
        (sd, w) -> function.body.of(sd, unit.body.of(sd, w)),
        new Derivatives(new long[] {6}, unit.point, DIRECTION, second, gradient, gradientOfSecond),
        own);
  }

  /** Each element with another exponent, also a parameter of its own that has no probe. */
  private static List<SingularProblem> powersOfUnlikeExponents() {
    double[] exponents = {2, 1, 2, 1, 1.5, 2.5};
    double second = 0;
    double[] gradient = new double[POINT.length];
    double[] gradientOfSecond = new double[POINT.length];
    for (int i = 0; i < POINT.length; i++) {
      double x = Math.max(0, POINT[i]);
      double p = exponents[i];
      double v2 = DIRECTION[i] * DIRECTION[i];
      if (x > 0) {
        second += p * (p - 1) * Math.pow(x, p - 2) * v2;
        gradient[i] = p * Math.pow(x, p - 1);
        gradientOfSecond[i] = p * (p - 1) * (p - 2) * Math.pow(x, p - 3) * v2;
      }
    }
    Derivatives derivatives =
        new Derivatives(new long[] {6}, POINT, DIRECTION, second, gradient, gradientOfSecond);
    INDArray array = Nd4j.createFromArray(exponents);
    return List.of(
        new SingularProblem(
            "Pow of unlike exponents",
            (sd, w) -> sd.math().pow(sd.nn().relu(w, 0), sd.constant(array.castTo(w.dataType()))),
            derivatives,
            true),
        // No unit: the derivatives end before they are infinite.
        new SingularProblem(
            "Pow of 1 and 2 at zero",
            (sd, w) ->
                sd.math()
                    .pow(
                        w,
                        sd.constant(
                            Nd4j.createFromArray(2.0, 1.0, 2.0, 2.0, 1.0, 1.0)
                                .castTo(w.dataType()))),
            new Derivatives(
                new long[] {6},
                new double[] {0, 0, 2, -1, -1, 3},
                DIRECTION,
                2 * (1 + 0.25 + 4),
                new double[] {0, 1, 4, -2, 1, 1},
                new double[6]),
            true),
        new SingularProblem(
            "Pow 2 at zero",
            (sd, w) -> sd.math().pow(w, number(sd, w, 2)),
            new Derivatives(
                new long[] {3},
                new double[] {0, 0.5, -2},
                new double[] {1, 2, -1},
                12,
                new double[] {0, 1, -4},
                new double[3]),
            true));
  }

  /** Functions of whole rows, of which the first is off. */
  private static List<SingularProblem> rows(Unit unit) {
    double[] x = {0.5, 2, 1.25};
    double[] v = {2, -1, 1.5};
    double a = x[0];
    double b = x[1];
    double c = x[2];
    Derivatives product =
        behindZeros(
            2 * (a * v[1] * v[2] + b * v[0] * v[2] + c * v[0] * v[1]),
            new double[] {b * c, a * c, a * b},
            new double[] {2 * v[1] * v[2], 2 * v[0] * v[2], 2 * v[0] * v[1]});
    double sum = a + b + c;
    double along = (v[0] + v[1] + v[2]) / sum;
    double cubic = 2 * along * along / sum;
    Derivatives logarithm =
        behindZeros(
            -along * along,
            new double[] {1 / sum, 1 / sum, 1 / sum},
            new double[] {cubic, cubic, cubic});
    boolean own = unit.selects;
    Body euclidean = (sd, y) -> sd.math().euclideanDistance(y, sd.zerosLike(y), 1);
    Body deviation = (sd, y) -> sd.standardDeviation(y, true, 1);
    Body logSumExp = (sd, y) -> new LogSumExp(sd, sd.math().log(y), false, null).outputVariable();
    return List.of(
        row(unit, "norm2", (sd, y) -> y.norm2(1), norm(x, v, 1), own),
        row(unit, "euclidean", euclidean, norm(x, v, 1), own),
        row(unit, "std", deviation, norm(centred(x), centred(v), Math.sqrt(0.5)), own),
        row(unit, "prod", (sd, y) -> y.prod(1), product, own),
        row(unit, "logSumExp of log", logSumExp, logarithm, own));
  }

  private static SingularProblem row(
      Unit unit, String name, Body body, Derivatives derivatives, boolean own) {
    return new SingularProblem(
        name + " behind " + unit.name,
        (sd, w) -> body.of(sd, unit.body.of(sd, w)),
        derivatives,
        own);
  }

  /**
   * Of {@code f = s·‖x‖}: with {@code r = ‖x‖}, {@code u = x/r} and {@code p = |v|² − (u·v)²},
   * {@code vᵀHv = s·p/r}, whose gradient is {@code −s·(p·u + 2·(u·v)·(v − (u·v)·u))/r²}.
   */
  private static Derivatives norm(double[] x, double[] v, double s) {
    double r = Math.sqrt(dot(x, x));
    double uv = dot(x, v) / r;
    double p = dot(v, v) - uv * uv;
    double[] gradient = new double[3];
    double[] gradientOfSecond = new double[3];
    for (int i = 0; i < 3; i++) {
      double u = x[i] / r;
      gradient[i] = s * u;
      gradientOfSecond[i] = -s * (p * u + 2 * uv * (v[i] - uv * u)) / (r * r);
    }
    return behindZeros(s * p / r, gradient, gradientOfSecond);
  }

  private static Derivatives behindZeros(
      double second, double[] gradient, double[] gradientOfSecond) {
    return new Derivatives(
        new long[] {2, 3},
        ROWS,
        new double[] {1, -1, 0.5, 2, -1, 1.5},
        second,
        afterZeros(gradient),
        afterZeros(gradientOfSecond));
  }

  private static double[] afterZeros(double[] row) {
    return new double[] {0, 0, 0, row[0], row[1], row[2]};
  }

  private static double[] centred(double[] x) {
    double mean = (x[0] + x[1] + x[2]) / 3;
    return new double[] {x[0] - mean, x[1] - mean, x[2] - mean};
  }

  private static double dot(double[] a, double[] b) {
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
  }
}
