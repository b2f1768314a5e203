/**
 * Reverse mode over a SameDiff graph that may already hold Taylor coefficients: one backward pass
 * over {@code L + λ·vᵀHv}, made of the ops' own backward ops.
 */
package org.hessianreg.samediff.internal.reverse;
