/**
 * The network that is trained, a {@code MultiLayerNetwork} or {@code ComputationGraph}, in the same
 * words for both: its nodes and what freezes them, their settings at one moment, how its gradients
 * compare with those of the score, and what its dropout has drawn in a step.
 */
package org.hessianreg.dl4j.internal.mirror.network;
