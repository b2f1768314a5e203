package org.hessianreg.samediff;

/**
 * The matrix whose trace is estimated.
 *
 * <p>Dauphin, Agarwala, Mobahi, <a href="https://arxiv.org/abs/2401.10809">Neglected Hessian
 * component explains mysteries in Sharpness regularization</a>, NeurIPS 2024, study what the two
 * differ in, and its part in regularization.
 */
public enum Curvature {
  /** The Hessian of the loss. */
  HESSIAN,
  /**
   * The Gauss–Newton matrix {@code Jᵀ H_z J}, with {@code J} the Jacobian of the model's outputs
   * and {@code H_z} the Hessian of the loss with respect to them. Positive semi-definite if the
   * loss is convex in the outputs; equal to the Hessian in trace for piecewise-linear networks that
   * use each parameter once. (Schraudolph, <a href="https://doi.org/10.1162/08997660260028683">Fast
   * Curvature Matrix-Vector Products for Second-Order Gradient Descent</a>, Neural Computation 14,
   * 2002.)
   */
  GAUSS_NEWTON
}
