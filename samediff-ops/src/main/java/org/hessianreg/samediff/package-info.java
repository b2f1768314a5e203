/**
 * Derivatives of a SameDiff loss along directions in parameter space, inside the graph: the
 * gradient-dot-v, {@code vᵀHv}, and Hutchinson's estimate of the Hessian trace.
 *
 * <p>{@link org.hessianreg.samediff.HessianOps} appends them to a graph that the user writes; what
 * it appends is made of SameDiff's registered forward ops, so the graph can be trained, saved and
 * loaded as before.
 *
 * <p>Sources: M. F. Hutchinson, "A stochastic estimator of the trace of the influence matrix for
 * Laplacian smoothing splines", 1990; Liu, Yu, Lin, "Regularizing Deep Neural Networks with
 * Stochastic Estimators of Hessian Trace", arXiv 2208.05924.
 */
package org.hessianreg.samediff;
