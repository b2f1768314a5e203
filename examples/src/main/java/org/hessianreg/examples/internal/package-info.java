/** What the commands with worker processes share: the comparison and the benchmarks. No API. */
package org.hessianreg.examples.internal;
