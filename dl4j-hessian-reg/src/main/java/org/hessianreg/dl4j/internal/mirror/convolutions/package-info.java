/**
 * Mirrors of convolutions, poolings and what else goes over images, volumes and windows of
 * sequences, with their preprocessors. {@code ConvolutionTable} lists them.
 */
package org.hessianreg.dl4j.internal.mirror.convolutions;
