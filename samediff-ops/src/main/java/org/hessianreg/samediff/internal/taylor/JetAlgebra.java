package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.BinaryOperator;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.hessianreg.samediff.internal.calculus.KeptDimensions;
import org.hessianreg.samediff.internal.calculus.Signs;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Arithmetic on jets. Every method appends to the graph only forward ops that have a correct
 * backward op and survive SameDiff's cloning of a graph, so that what is built here can be
 * differentiated once more by anybody. Absent coefficients stay absent.
 */
final class JetAlgebra {

  private final SameDiff graph;
  private final int directions;
  private final boolean backwardOps;

  JetAlgebra(SameDiff graph, int directions, boolean backwardOps) {
    this.graph = graph;
    this.directions = directions;
    this.backwardOps = backwardOps;
  }

  SameDiff graph() {
    return graph;
  }

  /** Whether a rule may use backward ops, which nobody but our own reverse sweep can pass. */
  boolean mayUseBackwardOps() {
    return backwardOps;
  }

  Jet constant(SDVariable value) {
    return Jet.constant(value, directions);
  }

  /** A map that is linear in {@code x}: the map itself on each coefficient. */
  Jet linear(SDVariable value, UnaryOperator<SDVariable> map, Jet x) {
    return Jet.of(value, eachTangent(x, map), apply(map, x.second()));
  }

  Jet linear(UnaryOperator<SDVariable> map, Jet x) {
    return linear(map.apply(x.value()), map, x);
  }

  /**
   * An elementwise function: {@code y₁ = f'(x)·x₁}, {@code y₂ = f''(x)·x₁² + f'(x)·x₂}.
   *
   * @param value f(x)
   * @param first f'(x)
   * @param second f''(x), or null if it is zero everywhere
   */
  Jet elementwise(SDVariable value, SDVariable first, Supplier<SDVariable> second, Jet x) {
    List<SDVariable> tangents = eachTangent(x, first::mul);
    SDVariable curved = second == null ? null : times(second, sumOfSquares(x));
    return Jet.of(value, tangents, plus(curved, apply(first::mul, x.second())));
  }

  /**
   * A map that is linear in each of two arguments: {@code y₁ = b(a₁, c) + b(a, c₁)}, {@code y₂ =
   * b(a₂, c) + 2·b(a₁, c₁) + b(a, c₂)}.
   */
  Jet bilinear(SDVariable value, BinaryOperator<SDVariable> map, Jet a, Jet c) {
    List<SDVariable> tangents = new ArrayList<>();
    SDVariable mixed = null;
    for (int k = 0; k < directions; k++) {
      SDVariable a1 = a.tangents().get(k);
      SDVariable c1 = c.tangents().get(k);
      tangents.add(plus(both(map, a1, c.value()), both(map, a.value(), c1)));
      mixed = plus(mixed, both(map, a1, c1));
    }
    SDVariable second = plus(both(map, a.second(), c.value()), both(map, a.value(), c.second()));
    return Jet.of(value, tangents, plus(apply(m -> m.mul(2.0), mixed), second));
  }

  Jet mul(SDVariable value, Jet a, Jet c) {
    return bilinear(value, SDVariable::mul, a, c);
  }

  Jet mul(Jet a, Jet c) {
    return mul(a.value().mul(c.value()), a, c);
  }

  Jet square(Jet x) {
    SDVariable value = graph.math().square(x.value());
    return elementwise(value, x.value().mul(2.0), () -> number(2.0, x.value()), x);
  }

  /** A scalar constant of a variable's type. */
  SDVariable number(double value, SDVariable like) {
    return graph.constant(Nd4j.scalar(like.dataType(), value));
  }

  /**
   * A divisor, 1 instead of 0 where nothing moves: there an infinite derivative would meet a
   * coefficient that is zero, as behind a unit that is off, and the product is 0. Where something
   * moves the divisor stays 0 and the derivative infinite.
   *
   * @param divisor a variable of the shape of x
   * @param x the jet whose coefficients are multiplied with the derivative
   */
  SDVariable awayFromZero(SDVariable divisor, Jet x) {
    if (Signs.positive(divisor)) {
      return divisor;
    }
    SDVariable distance = Signs.notNegative(divisor) ? divisor : graph.math().abs(divisor);
    SDVariable motion = plus(sumOfSquares(x), apply(graph.math()::abs, x.second()));
    SDVariable still = plus(distance, motion).eq(0.0).castTo(divisor.dataType());
    return divisor.add(still);
  }

  /** A jet whose value is 1 instead of 0 where nothing moves. */
  Jet awayFromZero(Jet x) {
    return Jet.of(awayFromZero(x.value(), x), x.tangents(), x.second());
  }

  Jet exp(Jet x) {
    SDVariable y = graph.math().exp(x.value());
    return elementwise(y, y, () -> y, x);
  }

  Jet log(Jet x) {
    SDVariable r = graph.math().reciprocal(x.value());
    SDVariable y = graph.math().log(x.value());
    return elementwise(y, r, () -> graph.math().square(r).neg(), x);
  }

  Jet reciprocal(Jet x) {
    SDVariable y = graph.math().reciprocal(x.value());
    SDVariable first = graph.math().square(y).neg();
    return elementwise(y, first, () -> first.mul(y).mul(-2.0), x);
  }

  Jet rsqrt(Jet x) {
    SDVariable y = graph.math().rsqrt(x.value());
    SDVariable r = graph.math().reciprocal(x.value());
    SDVariable first = y.mul(r).mul(-0.5);
    return elementwise(y, first, () -> first.mul(r).mul(-1.5), x);
  }

  Jet sqrt(SDVariable y, Jet x) {
    SDVariable first = graph.math().reciprocal(awayFromZero(y, x)).mul(0.5);
    return elementwise(y, first, () -> graph.math().cube(first).mul(-2.0), x);
  }

  /**
   * A quotient with broadcasting: from {@code a = y·b} follow {@code y₁ = (a₁ − y·b₁)/b} and {@code
   * y₂ = (a₂ − 2·y₁·b₁ − y·b₂)/b}. A numerator that does not move is a factor of a reciprocal,
   * which may be infinite where nothing moves.
   */
  Jet quotient(SDVariable y, Jet a, Jet b) {
    if (a.isConstant() && !Signs.positive(b.value())) {
      return mul(y, a, reciprocal(awayFromZero(b)));
    }
    SDVariable inverse = graph.math().reciprocal(b.value());
    List<SDVariable> tangents = new ArrayList<>();
    SDVariable mixed = null;
    for (int k = 0; k < directions; k++) {
      SDVariable b1 = b.tangents().get(k);
      SDVariable y1 = apply(inverse::mul, minus(a.tangents().get(k), apply(y::mul, b1)));
      tangents.add(y1);
      mixed = plus(mixed, both(SDVariable::mul, y1, b1));
    }
    SDVariable linear = minus(a.second(), apply(y::mul, b.second()));
    SDVariable second = minus(linear, apply(m -> m.mul(2.0), mixed));
    return Jet.of(y, tangents, apply(inverse::mul, second));
  }

  Jet add(Jet a, Jet b) {
    return add(a.value().add(b.value()), a, b);
  }

  Jet sub(Jet a, Jet b) {
    return sub(a.value().sub(b.value()), a, b);
  }

  /** Sum with broadcasting. */
  Jet add(SDVariable value, Jet a, Jet b) {
    return combine(value, a, b, false);
  }

  /** Difference with broadcasting. */
  Jet sub(SDVariable value, Jet a, Jet b) {
    return combine(value, a, b, true);
  }

  /** Sum of two jets of the shape of the sum. */
  Jet plus(SDVariable value, Jet a, Jet b) {
    List<SDVariable> tangents = new ArrayList<>();
    for (int k = 0; k < directions; k++) {
      tangents.add(plus(a.tangents().get(k), b.tangents().get(k)));
    }
    return Jet.of(value, tangents, plus(a.second(), b.second()));
  }

  /** {@code a} where a mask of the result's shape is 1, {@code b} where it is 0. */
  Jet mix(SDVariable value, SDVariable mask, Jet a, Jet b) {
    Jet chosen = linear(null, v -> v.mul(mask), a);
    SDVariable rest = mask.rsub(1.0);
    return plus(value, chosen, linear(null, v -> v.mul(rest), b));
  }

  private Jet combine(SDVariable value, Jet a, Jet b, boolean minus) {
    List<SDVariable> tangents = new ArrayList<>();
    for (int k = 0; k < directions; k++) {
      tangents.add(combine(a, a.tangents().get(k), b, b.tangents().get(k), minus));
    }
    return Jet.of(value, tangents, combine(a, a.second(), b, b.second(), minus));
  }

  private SDVariable combine(Jet a, SDVariable ca, Jet b, SDVariable cb, boolean minus) {
    if (ca != null && cb != null) {
      return minus ? ca.sub(cb) : ca.add(cb);
    }
    if (ca != null) {
      return spread(ca, a.value(), b.value());
    }
    return cb == null ? null : spread(minus ? cb.neg() : cb, b.value(), a.value());
  }

  /** Gives a coefficient of one term of a sum the shape of the sum. */
  private SDVariable spread(SDVariable coefficient, SDVariable term, SDVariable other) {
    return Broadcasting.keepsShape(term, other)
        ? coefficient
        : coefficient.add(graph.zerosLike(other));
  }

  /** Sum over dimensions that stay as ones; over all of them if none is given. */
  Jet sumKeep(Jet x, int... dimensions) {
    return linear(v -> KeptDimensions.sum(v, dimensions), x);
  }

  /** Mean over dimensions that stay as ones. */
  Jet meanKeep(Jet x, int... dimensions) {
    return linear(v -> KeptDimensions.mean(v, dimensions), x);
  }

  /** Adds a term, broadcast to the jet's shape, to the second coefficient. */
  Jet plusSecond(Jet x, SDVariable term) {
    if (x.second() == null) {
      return Jet.of(
          x.value(),
          x.tangents(),
          graph
              .zerosLike(x.tangents().stream().filter(Objects::nonNull).findFirst().orElseThrow())
              .add(term));
    }
    return Jet.of(x.value(), x.tangents(), x.second().add(term));
  }

  /** Σ_k x₁⁽ᵏ⁾², or null. */
  SDVariable sumOfSquares(Jet x) {
    SDVariable sum = null;
    for (SDVariable tangent : x.tangents()) {
      sum = plus(sum, apply(t -> graph.math().square(t), tangent));
    }
    return sum;
  }

  /** Σ_k a₁⁽ᵏ⁾·b₁⁽ᵏ⁾, or null. */
  SDVariable sumOfProducts(Jet a, Jet b) {
    SDVariable sum = null;
    for (int k = 0; k < directions; k++) {
      sum = plus(sum, both(SDVariable::mul, a.tangents().get(k), b.tangents().get(k)));
    }
    return sum;
  }

  /** The same map on each coefficient of several jets; an absent one is zeros if another is not. */
  Jet linear(SDVariable value, LinearMap map, List<Jet> inputs) {
    List<SDVariable> tangents = new ArrayList<>();
    for (int k = 0; k < directions; k++) {
      int direction = k;
      tangents.add(joined(map, inputs, jet -> jet.tangents().get(direction)));
    }
    return Jet.of(value, tangents, joined(map, inputs, Jet::second));
  }

  private SDVariable joined(LinearMap map, List<Jet> inputs, Coefficient coefficient) {
    SDVariable[] present = inputs.stream().map(coefficient::of).toArray(SDVariable[]::new);
    if (Arrays.stream(present).allMatch(c -> c == null)) {
      return null;
    }
    for (int i = 0; i < present.length; i++) {
      if (present[i] == null) {
        present[i] = graph.zerosLike(inputs.get(i).value());
      }
    }
    return map.apply(present);
  }

  /** A linear map of several arguments. */
  interface LinearMap {
    SDVariable apply(SDVariable... arguments);
  }

  /** One coefficient of a jet, or null. */
  interface Coefficient {
    SDVariable of(Jet jet);
  }

  private List<SDVariable> eachTangent(Jet x, UnaryOperator<SDVariable> map) {
    List<SDVariable> mapped = new ArrayList<>();
    for (SDVariable tangent : x.tangents()) {
      mapped.add(apply(map, tangent));
    }
    return mapped;
  }

  private static SDVariable apply(UnaryOperator<SDVariable> map, SDVariable x) {
    return x == null ? null : map.apply(x);
  }

  private static SDVariable both(BinaryOperator<SDVariable> map, SDVariable a, SDVariable b) {
    return a == null || b == null ? null : map.apply(a, b);
  }

  private static SDVariable times(Supplier<SDVariable> factor, SDVariable x) {
    return x == null ? null : factor.get().mul(x);
  }

  private static SDVariable minus(SDVariable a, SDVariable b) {
    return b == null ? a : a == null ? b.neg() : a.sub(b);
  }

  private static SDVariable plus(SDVariable a, SDVariable b) {
    return a == null ? b : b == null ? a : a.add(b);
  }
}
