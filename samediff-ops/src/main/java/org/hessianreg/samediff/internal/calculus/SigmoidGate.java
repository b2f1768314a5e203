package org.hessianreg.samediff.internal.calculus;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Derivatives of {@code y = x·σ(k·x)}: swish for {@code k = 1}, ND4J's {@code gelu} for {@code k =
 * 1.702}. ND4J's own first derivative has {@code exp(k·x)²} in it and is NaN in FLOAT from {@code
 * k·x = 45}; these do not overflow.
 */
public final class SigmoidGate {

  /** The factor in swish. */
  public static final double SWISH = 1.0;

  /** The factor in {@code gelu}. ND4J writes 1.702 as a float, and in DOUBLE computes with that. */
  public static final double GELU = 1.702f;

  private final SDVariable x;
  private final double k;
  private final SDVariable s;
  private final SDVariable p;

  /**
   * Appends what both derivatives need: {@code s = σ(k·x)} and {@code p = s' = k·s·(1−s)}.
   *
   * @param x the input of the function
   * @param k the factor
   */
  public SigmoidGate(SDVariable x, double k) {
    this.x = x;
    this.k = k;
    this.s = x.getSameDiff().nn().sigmoid(scaled(x, k));
    this.p = scaled(s.mul(s.rsub(1.0)), k);
  }

  private static SDVariable scaled(SDVariable v, double factor) {
    return factor == 1.0 ? v : v.mul(factor);
  }

  /**
   * Appends the function itself, which takes one more product then.
   *
   * @return {@code y = x·s}
   */
  public SDVariable value() {
    return x.mul(s);
  }

  /**
   * Appends the first derivative.
   *
   * @return {@code y' = s + x·p}
   */
  public SDVariable first() {
    return s.add(x.mul(p));
  }

  /**
   * Appends the second derivative.
   *
   * @return {@code y'' = p·(2 + k·x·(1 − 2s))}
   */
  public SDVariable second() {
    return p.mul(x.mul(s.mul(-2.0 * k).add(k)).add(2.0));
  }
}
