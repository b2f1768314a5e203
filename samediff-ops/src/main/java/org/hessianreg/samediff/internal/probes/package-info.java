/**
 * Probes: how their elements are distributed, which of them dropout keeps, and how they are drawn,
 * into arrays or inside a graph.
 */
package org.hessianreg.samediff.internal.probes;
