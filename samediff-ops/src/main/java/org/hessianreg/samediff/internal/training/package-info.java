/**
 * Training with the penalty, whatever is trained: when a step is penalised, which probes it draws,
 * the program that computes it, what bounds and guards its gradient, and what is recorded of it.
 *
 * <p>A trainer gives the forward pass as a {@link
 * org.hessianreg.samediff.internal.training.ForwardGraph}, asks a {@link
 * org.hessianreg.samediff.internal.training.PenaltyEngine} for each step, lends the step the arrays
 * of the minibatch, and puts the gradients where its updater finds them.
 */
package org.hessianreg.samediff.internal.training;
