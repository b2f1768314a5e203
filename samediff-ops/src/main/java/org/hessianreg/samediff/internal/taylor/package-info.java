/**
 * Second-order Taylor mode over SameDiff graphs.
 *
 * <p>Along {@code θ + t·v} every variable is a function of {@code t}; its {@link
 * org.hessianreg.samediff.internal.taylor.Jet} holds the value and the first two derivatives at
 * {@code t = 0}. At the loss the first is the gradient-dot-v and the second is {@code vᵀHv}. How
 * one op maps jets to jets is a line in {@link
 * org.hessianreg.samediff.internal.taylor.TaylorRules}; the sweep that applies the lines is {@link
 * org.hessianreg.samediff.internal.taylor.TaylorSweep}.
 *
 * <p>Source of the mathematics: Griewank and Walther, "Evaluating Derivatives", 2nd ed., chapter 13
 * (Taylor coefficients). Coefficients here are derivatives, without the factor 1/2. Several
 * directions at once carry a first coefficient each and one common second coefficient, the sum over
 * the directions: every rule is linear in the second coefficients, so their sum is enough. That is
 * collapsed Taylor mode (Dangel, Siebert, Zeinhofer, Walther, <a
 * href="https://arxiv.org/abs/2505.13644">Collapsing Taylor Mode Automatic Differentiation</a>,
 * NeurIPS 2025).
 */
package org.hessianreg.samediff.internal.taylor;
