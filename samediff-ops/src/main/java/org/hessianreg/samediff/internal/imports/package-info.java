/**
 * Graphs from ND4J's importers, written anew so that they train: a walk over the imported graph, a
 * table of repairs, and a trial that holds the new graph against the imported one.
 */
package org.hessianreg.samediff.internal.imports;
