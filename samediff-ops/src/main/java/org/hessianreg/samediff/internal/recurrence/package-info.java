/**
 * Recurrences: a step, written once in a graph, and the op that runs it for every element of a
 * sequence. How Taylor coefficients and gradients pass through one is again a recurrence; see
 * {@link org.hessianreg.samediff.internal.taylor} and {@link
 * org.hessianreg.samediff.internal.reverse}.
 */
package org.hessianreg.samediff.internal.recurrence;
