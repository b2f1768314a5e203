/**
 * Mirrors of layers and vertices that know of no time or space, of parts that are defined by
 * SameDiff ops, and of activation functions. {@code LayerTable} and {@code ActivationTable} list
 * them.
 */
package org.hessianreg.dl4j.internal.mirror.layers;
