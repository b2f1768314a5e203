/**
 * Mirrors of recurrent layers, their wrappers, and other layers, vertices and preprocessors of
 * sequences, with the layouts and masks that they share. {@code SequenceTable} lists them.
 */
package org.hessianreg.dl4j.internal.mirror.sequences;
