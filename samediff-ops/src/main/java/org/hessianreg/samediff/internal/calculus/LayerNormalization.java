package org.hessianreg.samediff.internal.calculus;

import java.util.Arrays;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;

/**
 * ND4J's {@code layer_norm}, {@code y = s·γ + β} with {@code s = (x − mean x)·r} and {@code r =
 * 1/√(mean (x − mean x)²)}, in the ops in which the Taylor sweep writes it too, so that what both
 * sweeps need is computed once. As in ND4J, {@code r} counts as 0 where all elements are equal.
 */
public final class LayerNormalization {

  private final SameDiff graph;
  private final SDVariable x;
  private final int[] dimensions;
  private final SDVariable inverseDeviation;
  private final SDVariable standardized;

  /**
   * Appends {@code s}.
   *
   * @param x what is normalised
   * @param dimensions those over which it is
   */
  public LayerNormalization(SDVariable x, int... dimensions) {
    this.graph = x.getSameDiff();
    this.x = x;
    this.dimensions = dimensions.clone();
    SDVariable centred = x.sub(KeptDimensions.mean(x, dimensions));
    SDVariable variance = KeptDimensions.mean(graph.math().square(centred), dimensions);
    SDVariable varies = variance.neq(0.0).castTo(x.dataType());
    SDVariable safe = variance.add(varies.rsub(1.0));
    this.inverseDeviation = graph.math().rsqrt(safe).mul(varies);
    this.standardized = centred.mul(inverseDeviation);
  }

  /**
   * Reads the dimensions off an op.
   *
   * @param op a {@code layer_norm} or {@code standardize}
   * @return its dimensions
   */
  public static int[] dimensions(DifferentialFunction op) {
    return Arrays.stream(((CustomOp) op).iArgs()).mapToInt(Math::toIntExact).toArray();
  }

  /**
   * Ones except for the size of a variable along an axis; computed, for the rank may be unknown.
   *
   * @param x the variable
   * @param axis the axis, negative if it is counted from the last
   * @return a vector of as many integers as {@code x} has dimensions
   */
  public static SDVariable channelShape(SDVariable x, long axis) {
    SameDiff sd = x.getSameDiff();
    SDVariable shape = sd.shape(x);
    SDVariable rank = sd.size(shape);
    SDVariable axes = sd.range(sd.constant(0L), rank, sd.constant(1L), DataType.INT64);
    SDVariable isAxis = axes.eq(axis < 0 ? rank.add((double) axis) : sd.constant(axis));
    return shape.sub(1).mul(isAxis.castTo(DataType.INT64)).add(1);
  }

  /**
   * Appends the cotangents of gain and input: {@code Σ g·s} over all but the channels and, with
   * {@code h = g·γ}, {@code r·(h − mean h − s·mean (h·s))}.
   *
   * @param gain γ, a vector
   * @param shape γ's shape among the dimensions of {@code x}
   * @param g the cotangent of {@code y}
   * @return the cotangents of {@code x} and γ
   */
  public SDVariable[] backward(SDVariable gain, SDVariable shape, SDVariable g) {
    SDVariable[] product =
        new MulBpOp(graph, standardized, gain.reshape(shape), g).outputVariables();
    SDVariable h = product[0];
    SDVariable along = KeptDimensions.mean(h.mul(standardized), dimensions);
    SDVariable rest = h.sub(KeptDimensions.mean(h, dimensions)).sub(standardized.mul(along));
    return new SDVariable[] {rest.mul(inverseDeviation), product[1].reshape(graph.shape(gain))};
  }

  /**
   * Appends the cotangent of the bias.
   *
   * @param bias β, a vector
   * @param shape β's shape among the dimensions of {@code x}
   * @param g the cotangent of {@code y}
   * @return the sum of {@code g} over all but the channels
   */
  public SDVariable backwardOfBias(SDVariable bias, SDVariable shape, SDVariable g) {
    SDVariable sum = new AddBpOp(graph, x, bias.reshape(shape), g).outputVariables()[1];
    return sum.reshape(graph.shape(bias));
  }
}
