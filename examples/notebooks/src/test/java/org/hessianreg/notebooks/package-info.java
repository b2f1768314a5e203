/** Executes the notebooks of this module the way BeakerX 2.x's Java kernel does, on JShell. */
package org.hessianreg.notebooks;
