package org.hessianreg.samediff.internal.calculus;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDMath;

/**
 * Derivatives of {@code y = x/2·(1 + tanh u)}, {@code u = √(2/π)·(x + (0.044715·x)³)}, which is
 * what ND4J computes as {@code precise_gelu}; the usual formula has {@code 0.044715·x³}. With
 * {@code t = tanh u} and {@code q = 1 − t²}.
 */
public final class PreciseGelu {

  private static final double LINEAR = Math.sqrt(2.0 / Math.PI);
  private static final double CUBIC = LINEAR * Math.pow(0.044715, 3);

  private final SDVariable x;
  private final SDVariable t;
  private final SDVariable q;
  private final SDVariable slopeOfU;

  /**
   * Appends what both derivatives need.
   *
   * @param x the input of the function
   */
  public PreciseGelu(SDVariable x) {
    SDMath math = x.getSameDiff().math();
    this.x = x;
    this.t = math.tanh(x.mul(LINEAR).add(math.cube(x).mul(CUBIC)));
    this.q = math.square(t).rsub(1.0);
    this.slopeOfU = math.square(x).mul(3.0 * CUBIC).add(LINEAR);
  }

  /**
   * Appends the first derivative.
   *
   * @return {@code y' = (1 + t + x·q·u')/2}
   */
  public SDVariable first() {
    return t.add(1.0).add(x.mul(q).mul(slopeOfU)).mul(0.5);
  }

  /**
   * Appends the second derivative.
   *
   * @return {@code y'' = q·(u' + x·(u''/2 − t·u'²))}
   */
  public SDVariable second() {
    SDVariable squaredSlope = x.getSameDiff().math().square(slopeOfU);
    SDVariable bent = x.mul(x.mul(3.0 * CUBIC).sub(t.mul(squaredSlope)));
    return q.mul(slopeOfU.add(bent));
  }
}
