package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the mirror of a loss function is written from.
 *
 * @param <L> the loss function
 */
public interface LossScope<L> extends MirrorScope<L> {

  /**
   * The activation function of the output layer.
   *
   * @return the function that loss functions apply to the pre-output
   */
  IActivation activation();

  /**
   * The labels.
   *
   * @return a row for each example
   */
  SDVariable labels();

  /**
   * What the activation function is applied to.
   *
   * @return a row for each example
   */
  SDVariable preOutput();

  /**
   * The output of the network.
   *
   * @return the activation function's value
   */
  SDVariable output();

  /**
   * The mask.
   *
   * @return a column, or an array of the labels' shape; null if there is none
   */
  SDVariable mask();

  /**
   * Multiplies scores by the mask, if there is one.
   *
   * @param scores a row for each example
   * @return the scores that count
   */
  SDVariable masked(SDVariable scores);

  /**
   * Multiplies scores, or labels, by a loss function's weights of the outputs, if there are any.
   *
   * @param rows a row for each example
   * @param weights a row with a weight for each output; null leaves the scores as they are
   * @return the weighted scores
   */
  SDVariable weighted(SDVariable rows, INDArray weights);

  /**
   * A variable that is constant for differentiation.
   *
   * @param variable any variable
   * @return its value, without derivatives
   */
  SDVariable stopped(SDVariable variable);

  /**
   * The derivative of one variable with the value of another, for a loss function whose gradient is
   * not the derivative of its score.
   *
   * @param differentiated has the derivative
   * @param value has the value, and the same shape
   * @return a variable with both
   */
  SDVariable valued(SDVariable differentiated, SDVariable value);

  /**
   * Marks the variable at which the network ends and the loss begins, for the Gauss–Newton matrix.
   *
   * @param variable the pre-output or the output
   */
  void endOfModel(SDVariable variable);
}
