package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/**
 * What the mirror of a loss function is written from.
 *
 * @param <L> the loss function
 */
public final class LossScope<L> extends MirrorScope<L> {

  private final IActivation activation;
  private final SDVariable labels;
  private final SDVariable preOutput;
  private final SDVariable mask;

  LossScope(
      MirrorScope<?> layer,
      L function,
      IActivation activation,
      SDVariable labels,
      SDVariable preOutput,
      SDVariable mask) {
    super(layer, function);
    this.activation = activation;
    this.labels = labels;
    this.preOutput = preOutput;
    this.mask = mask;
  }

  /**
   * The activation function of the output layer.
   *
   * @return the function that loss functions apply to the pre-output
   */
  public IActivation activation() {
    return activation;
  }

  /**
   * The labels.
   *
   * @return a row for each example
   */
  public SDVariable labels() {
    return labels;
  }

  /**
   * What the activation function is applied to.
   *
   * @return a row for each example
   */
  public SDVariable preOutput() {
    return preOutput;
  }

  /**
   * The output of the network.
   *
   * @return the activation function's value
   */
  public SDVariable output() {
    return mirror().mirrors().activation(this, activation, preOutput);
  }

  /**
   * The mask.
   *
   * @return a column, or an array of the labels' shape; null if there is none
   */
  public SDVariable mask() {
    return mask;
  }

  /**
   * Multiplies scores by the mask, if there is one.
   *
   * @param scores a row for each example
   * @return the scores that count
   */
  public SDVariable masked(SDVariable scores) {
    return mask == null ? scores : scores.mul(mask);
  }

  /** Scores, or labels, times a loss function's weights, a row; null leaves them as they are. */
  SDVariable weighted(SDVariable rows, INDArray weights) {
    if (weights == null) {
      return rows;
    }
    SDVariable row = mirror().input(name() + "/weights", () -> weights).castTo(dataType());
    return rows.mul(row.reshape(1, weights.length()));
  }

  /** A variable that is constant for differentiation. */
  SDVariable stopped(SDVariable variable) {
    return new StopGradient(graph(), variable).outputVariable();
  }

  /** Has the derivative of one variable and the value of another, of the same shape. */
  SDVariable valued(SDVariable differentiated, SDVariable value) {
    return differentiated.add(stopped(value.sub(differentiated)));
  }

  /**
   * Marks the variable at which the network ends and the loss begins, for the Gauss–Newton matrix.
   *
   * @param variable the pre-output or the output
   */
  public void endOfModel(SDVariable variable) {
    mirror().endOfModel(variable);
  }
}
