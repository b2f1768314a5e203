/**
 * How parts of Deeplearning4j networks are written as SameDiff ops, so that derivatives of the
 * network's score can be taken.
 *
 * <p>{@link org.hessianreg.dl4j.mirror.Mirrors} is the table of them: those of Deeplearning4j's own
 * layers, output layers, vertices, input preprocessors, activation and loss functions, and those
 * that a user adds. A mirror is a function: it is given the part's settings, parameters and masks
 * by a scope, such as {@link org.hessianreg.dl4j.mirror.LayerScope}, and appends ops to the scope's
 * graph. What it reads at each step, the network's own parameters included, it reads where the
 * network keeps it; nothing is copied that has to be kept in step.
 */
package org.hessianreg.dl4j.mirror;
