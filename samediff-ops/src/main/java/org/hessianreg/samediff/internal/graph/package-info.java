/**
 * Surgery on SameDiff graphs: finding the ops between two sets of variables, applying an op again
 * to other inputs, and adding ops in a way that can be taken back.
 */
package org.hessianreg.samediff.internal.graph;
