/**
 * How the mirror of a network is put together: {@link
 * org.hessianreg.dl4j.internal.mirror.NetworkMirror} walks a network, has the mirrors of its parts
 * append their ops to one graph, and reads the arrays of each step where the network keeps them.
 *
 * <p>What is known of the network comes from {@code network}. The mirrors of Deeplearning4j's own
 * parts are in the packages of their families, {@code layers}, {@code convolutions}, {@code
 * sequences} and {@code outputs}. These are written with the scopes that users' mirrors are given,
 * and know nothing of this package.
 */
package org.hessianreg.dl4j.internal.mirror;
