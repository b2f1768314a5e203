/**
 * Training with a Hessian-trace penalty, in the terms that users of Deeplearning4j know.
 *
 * <p>This package connects the estimates and penalties of {@link org.hessianreg.samediff} to the
 * training of networks: how strongly the trace is penalized, how many probe directions are drawn,
 * and which loss the optimizer sees.
 */
package org.hessianreg.dl4j;
