/**
 * Executes ops that were appended to a graph without a SameDiff session. A session computes shapes,
 * allocates arrays and tracks dependencies anew for every op of every step, which costs more than a
 * small op itself; here that is done once for each set of shapes, and a step is then a list of
 * native calls on arrays that are already bound.
 */
package org.hessianreg.samediff.internal.execution;
