package org.hessianreg.samediff;

/** The matrix whose trace is estimated. */
public enum Curvature {
  /** The Hessian of the loss. */
  HESSIAN,
  /**
   * The Gauss–Newton matrix {@code Jᵀ H_z J}, with {@code J} the Jacobian of the model's outputs
   * and {@code H_z} the Hessian of the loss with respect to them. Positive semi-definite if the
   * loss is convex in the outputs; equal to the Hessian in trace for piecewise-linear networks that
   * use each parameter once.
   */
  GAUSS_NEWTON
}
