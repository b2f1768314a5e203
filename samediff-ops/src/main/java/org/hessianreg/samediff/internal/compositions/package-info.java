/**
 * Ops that SameDiff 1.0.0-M2.1 differentiates wrongly or not at all, written with ops that it
 * differentiates rightly: equal in value and in the first three derivatives, which is all that a
 * penalised step takes.
 */
package org.hessianreg.samediff.internal.compositions;
