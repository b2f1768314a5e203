/**
 * Mirrors of Deeplearning4j networks: SameDiff graphs of the score that a {@code MultiLayerNetwork}
 * or {@code ComputationGraph} minimises, so that its derivatives can be taken.
 *
 * <p>One table, {@code BuiltInMirrors}, tells for each kind of layer, output layer, vertex, input
 * preprocessor, activation and loss function how its forward pass is written as SameDiff ops;
 * {@link org.hessianreg.dl4j.mirror.Mirrors} adds a user's own kinds to it. {@link
 * org.hessianreg.dl4j.mirror.NetworkMirror} walks a network and puts the pieces together. What a
 * mirror reads at each step, the network's own parameters included, it reads where the network
 * keeps it; nothing is copied that has to be kept in step.
 */
package org.hessianreg.dl4j.mirror;
