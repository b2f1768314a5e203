package org.hessianreg.samediff;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A loss with a derivative that is infinite at some elements of its parameter {@code w}, all of
 * which are behind a unit that is off, so that its own derivatives are finite: the loss, a
 * direction and the derivatives in closed form. Immutable.
 */
public final class SingularProblem {

  /** Something computed from one variable. */
  public interface Body {
    /** Builds it. */
    SDVariable of(SameDiff sd, SDVariable x);
  }

  private final String name;
  private final Body body;
  private final Derivatives derivatives;
  private final boolean rightInSameDiff;

  SingularProblem(String name, Body body, Derivatives derivatives, boolean rightInSameDiff) {
    this.name = name;
    this.body = body;
    this.derivatives = derivatives;
    this.rightInSameDiff = rightInSameDiff;
  }

  /** Derivatives in closed form, at a point and along a direction. */
  static final class Derivatives {

    private final long[] shape;
    private final double[] point;
    private final double[] direction;
    private final double second;
    private final double[] gradient;
    private final double[] gradientOfSecond;

    Derivatives(
        long[] shape,
        double[] point,
        double[] direction,
        double second,
        double[] gradient,
        double[] gradientOfSecond) {
      this.shape = shape;
      this.point = point;
      this.direction = direction;
      this.second = second;
      this.gradient = gradient;
      this.gradientOfSecond = gradientOfSecond;
    }
  }

  /** A graph with the parameter {@code w} and the loss {@code loss}, which reads a placeholder. */
  public SameDiff graph(DataType type) {
    SameDiff sd = SameDiff.create();
    SDVariable nothing = sd.placeHolder("x", type, 1);
    SDVariable w = sd.var("w", array(derivatives.point, type));
    body.of(sd, w).sum().add("loss", nothing.sum());
    sd.setLossVariables("loss");
    return sd;
  }

  /** What the graph's placeholder is fed with: a zero. */
  public Map<String, INDArray> placeholders(DataType type) {
    return Map.of("x", Nd4j.zeros(type, 1));
  }

  /** The direction {@code v}. */
  public INDArray direction(DataType type) {
    return array(derivatives.direction, type);
  }

  /** {@code vᵀHv}. */
  public double second() {
    return derivatives.second;
  }

  /** The gradient of the loss plus {@code λ·vᵀHv}, in float64. */
  public INDArray gradient(double lambda) {
    return array(derivatives.gradient, DataType.DOUBLE)
        .add(array(derivatives.gradientOfSecond, DataType.DOUBLE).mul(lambda));
  }

  /** Whether SameDiff's own gradient of the loss is finite. */
  public boolean isRightInSameDiff() {
    return rightInSameDiff;
  }

  private INDArray array(double[] values, DataType type) {
    return Nd4j.createFromArray(values).reshape(derivatives.shape).castTo(type);
  }

  @Override
  public String toString() {
    return name;
  }
}
