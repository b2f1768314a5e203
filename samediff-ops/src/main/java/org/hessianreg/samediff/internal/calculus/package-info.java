/**
 * Functions that the Taylor sweep and the reverse sweep both need, where ND4J's own are missing or
 * wrong.
 */
package org.hessianreg.samediff.internal.calculus;
