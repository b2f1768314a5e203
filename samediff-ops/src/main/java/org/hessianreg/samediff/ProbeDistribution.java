package org.hessianreg.samediff;

/** The distribution of a probe's elements, which are independent with mean 0 and variance 1. */
public enum ProbeDistribution {
  /** +1 or −1 with equal probability: the least variance among independent elements. */
  RADEMACHER,
  /** Standard normal. */
  GAUSSIAN
}
