/**
 * Training with a Hessian-trace penalty, in the terms that users of Deeplearning4j know.
 *
 * <p>This package connects the estimates and penalties of {@link org.hessianreg.samediff} to the
 * training of networks: how strongly the trace is penalized, how many probe directions are drawn,
 * and which loss the optimizer sees. {@link org.hessianreg.dl4j.HessianTrace} switches the penalty
 * on, for SameDiff graphs and, by way of {@link org.hessianreg.dl4j.mirror}, for networks of
 * Deeplearning4j's layers.
 */
package org.hessianreg.dl4j;
