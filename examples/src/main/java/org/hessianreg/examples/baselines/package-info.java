/**
 * Ways of regularizing that a Hessian-trace penalty competes with, for SameDiff and ND4J data sets.
 *
 * <ul>
 *   <li>{@link org.hessianreg.examples.baselines.Cutout}, {@link
 *       org.hessianreg.examples.baselines.Mixup} and {@link
 *       org.hessianreg.examples.baselines.LabelSmoothing} change minibatches: set them as
 *       preprocessors of a data set iterator, or call them on a {@code DataSet}.
 *   <li>{@link org.hessianreg.examples.baselines.ConfidencePenalty} and {@link
 *       org.hessianreg.examples.baselines.JacobianPenalty} append a penalised loss to a graph.
 *   <li>{@link org.hessianreg.examples.baselines.SharpnessAware} is a training loop.
 * </ul>
 *
 * <p>L2 and weight decay need no class here: ND4J has them as {@code L2Regularization} and {@code
 * WeightDecay}.
 */
package org.hessianreg.examples.baselines;
