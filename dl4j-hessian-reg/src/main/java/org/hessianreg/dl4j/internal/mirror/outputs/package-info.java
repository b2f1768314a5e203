/** Mirrors of output layers and loss functions. {@code OutputTable} lists them. */
package org.hessianreg.dl4j.internal.mirror.outputs;
