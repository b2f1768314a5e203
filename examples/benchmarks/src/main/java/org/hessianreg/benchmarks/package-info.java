/**
 * What a penalised training step costs, in time, memory and noise, on five kinds of network and
 * against PyTorch. One process trains one network with one method; the benchmark lets them take
 * turns, so that all of them see the same machine.
 */
package org.hessianreg.benchmarks;
