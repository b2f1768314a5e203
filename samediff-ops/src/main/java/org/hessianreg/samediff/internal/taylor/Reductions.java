package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.Elementary.exp;
import static org.hessianreg.samediff.internal.taylor.Elementary.reciprocal;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;

/** The mathematics of reductions: sums of jets, and functions of such sums. */
final class Reductions {

  private Reductions() {}

  /** The jet of {@code |x|}. */
  static Jet magnitude(OpCall c) {
    return c.algebra().elementwise(c.math().abs(c.x()), c.math().sign(c.x()), null, c.input(0));
  }

  /**
   * The largest or smallest element, wherever {@code x} equals the output. Elements that tie share
   * the coefficient equally.
   */
  static Jet extremum(OpCall c, Jet x) {
    Reduction r = Reduction.of(c);
    SDVariable hit = x.value().eq(r.spread(c.y())).castTo(c.y().dataType());
    SDVariable share = hit.mul(reciprocal(r.sumKeep(hit)));
    return c.algebra().linear(c.y(), v -> r.sum(v.mul(share)), x);
  }

  static Jet sumOfMagnitudes(OpCall c) {
    return c.algebra().linear(c.y(), Reduction.of(c)::sum, magnitude(c));
  }

  static Jet meanOfMagnitudes(OpCall c) {
    return c.algebra().linear(c.y(), Reduction.of(c)::mean, magnitude(c));
  }

  static Jet squaredNorm(OpCall c) {
    return c.algebra().linear(c.y(), Reduction.of(c)::sum, c.algebra().square(c.input(0)));
  }

  static Jet norm(OpCall c) {
    return c.algebra().sqrt(c.y(), squaredNorm(c));
  }

  /** {@code y = Π x = exp Σ ln x} as far as derivatives go; no factor that moves may be zero. */
  static Jet product(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet logarithm = a.linear(c.y(), Reduction.of(c)::sum, a.log(a.awayFromZero(c.input(0))));
    return a.elementwise(c.y(), c.y(), c::y, logarithm);
  }

  /**
   * {@code y = ln Σ exp x}. With {@code p = exp(x − y)}: {@code y₁ = Σ p·x₁}, {@code y₂ = Σ p·(x₂ +
   * x₁²) − y₁²}.
   */
  static Jet logSumExp(OpCall c) {
    JetAlgebra a = c.algebra();
    double[] arguments = ((CustomOp) c.op()).tArgs();
    Reduction r = Reduction.ofArguments(c, arguments.length > 0 && arguments[0] != 0.0);
    SDVariable p = exp(c.x().sub(r.spread(c.y())));
    Jet sum = a.linear(c.y(), r::sum, a.elementwise(p, p, () -> p, c.input(0)));
    SDVariable squares = a.sumOfSquares(sum);
    return squares == null ? sum : a.plusSecond(sum, squares.neg());
  }

  /** {@code y = −Σ x·ln x}. */
  static Jet entropy(OpCall c) {
    return entropy(c, c.y(), 1.0);
  }

  /** {@code y = −Σ x·log₂ x}. */
  static Jet shannonEntropy(OpCall c) {
    return entropy(c, c.y(), 1.0 / Math.log(2.0));
  }

  /** {@code y = ln(−Σ x·ln x)}. */
  static Jet logEntropy(OpCall c) {
    SDVariable inverse = exp(c.y().neg());
    Jet entropy = entropy(c, exp(c.y()), 1.0);
    return c.algebra().elementwise(c.y(), inverse, () -> c.math().square(inverse).neg(), entropy);
  }

  private static Jet entropy(OpCall c, SDVariable value, double factor) {
    SDVariable x = c.x();
    SDVariable first = c.math().log(x).add(1.0).mul(-factor);
    Jet terms = c.algebra().elementwise(first, first, () -> reciprocal(x).mul(-factor), c.input(0));
    return c.algebra().linear(value, Reduction.of(c)::sum, terms);
  }

  static Jet variance(OpCall c) {
    boolean unbiased = ((Variance) c.op()).isBiasCorrected();
    return variance(c, Reduction.of(c), c.y(), unbiased);
  }

  static Jet standardDeviation(OpCall c) {
    return c.algebra().sqrt(c.y(), variance(c));
  }

  /** Mean and variance, which divides by the number of elements. */
  static List<Jet> moments(OpCall c) {
    Reduction r = Reduction.ofArguments(c, ((CustomOp) c.op()).bArgs()[0]);
    Jet mean = c.algebra().linear(c.y(), r::mean, c.input(0));
    return List.of(mean, variance(c, r, c.outputs()[1], false));
  }

  /** {@code Σ (x − mean)²/n}, or {@code /(n − 1)}. */
  private static Jet variance(OpCall c, Reduction r, SDVariable value, boolean unbiased) {
    JetAlgebra a = c.algebra();
    Jet squares = a.square(a.linear(v -> v.sub(r.meanKeep(v)), c.input(0)));
    if (!unbiased) {
      return a.linear(value, r::mean, squares);
    }
    SDVariable inverse = reciprocal(r.count().sub(1.0));
    return a.linear(value, v -> r.sum(v).mul(inverse), squares);
  }

  /** {@code y = ‖a − b‖}. */
  static Jet euclideanDistance(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet squares = a.square(a.sub(c.input(0), c.input(1)));
    return a.sqrt(c.y(), a.linear(c.y(), Reduction.of(c, 2)::sum, squares));
  }

  /** {@code y = Σ |a − b|}. */
  static Jet manhattanDistance(OpCall c) {
    Reduction r = Reduction.of(c, 2);
    Jet difference = c.algebra().sub(c.input(0), c.input(1));
    SDVariable sign = c.math().sign(difference.value());
    return c.algebra().linear(c.y(), v -> r.sum(v.mul(sign)), difference);
  }

  /** {@code y = a·b/(‖a‖·‖b‖)}. */
  static Jet cosineSimilarity(OpCall c) {
    JetAlgebra a = c.algebra();
    Reduction r = Reduction.of(c, 2);
    Jet x = c.input(0);
    Jet z = c.input(1);
    Jet norms = a.mul(a.linear(r::sum, a.square(x)), a.linear(r::sum, a.square(z)));
    return a.mul(c.y(), a.linear(r::sum, a.mul(x, z)), a.rsqrt(a.awayFromZero(norms)));
  }

  /**
   * {@code y = 1 − Σ min(a, b)/Σ max(a, b)}. Where two elements tie, SameDiff moves minimum and
   * maximum with both.
   */
  static Jet jaccardDistance(OpCall c) {
    JetAlgebra a = c.algebra();
    Reduction r = Reduction.of(c, 2);
    SDVariable first = c.x();
    SDVariable second = c.input(1).value();
    SDVariable larger = first.gte(second).castTo(c.y().dataType());
    SDVariable smaller = first.lte(second).castTo(c.y().dataType());
    SDVariable minima = c.math().min(first, second);
    SDVariable maxima = c.math().max(first, second);
    Jet least = a.linear(r::sum, weighted(c, minima, smaller, larger));
    Jet most = a.linear(r::sum, weighted(c, maxima, larger, smaller));
    return a.linear(c.y(), SDVariable::neg, a.quotient(c.y().rsub(1.0), least, most));
  }

  private static Jet weighted(OpCall c, SDVariable value, SDVariable ofFirst, SDVariable ofSecond) {
    JetAlgebra a = c.algebra();
    Jet first = a.linear(value, v -> v.mul(ofFirst), c.input(0));
    return a.plus(value, first, a.linear(value, v -> v.mul(ofSecond), c.input(1)));
  }

  /** One minus the cosine similarity. */
  static Jet cosineDistance(OpCall c) {
    return c.algebra().linear(c.y(), SDVariable::neg, cosineSimilarity(c));
  }
}
