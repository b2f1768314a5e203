/**
 * A tool for this project's own build: it records the ops that the tests execute, and looks each of
 * them up in ND4J's library for CUDA, which it reads as a file.
 */
package org.hessianreg.cudaops;
