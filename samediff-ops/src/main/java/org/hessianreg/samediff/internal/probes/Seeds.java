package org.hessianreg.samediff.internal.probes;

/**
 * Seeds for independent random streams, by the finalizer of SplitMix64 (Steele, Lea, Flood, "Fast
 * Splittable Pseudorandom Number Generators", OOPSLA 2014, section 4).
 */
final class Seeds {

  private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

  private Seeds() {}

  static long of(long seed, long... path) {
    long hash = mix(seed + GOLDEN_GAMMA);
    for (long part : path) {
      hash = mix(hash + GOLDEN_GAMMA * (part + 1));
    }
    return hash;
  }

  static long of(String text) {
    long hash = GOLDEN_GAMMA;
    for (int i = 0; i < text.length(); i++) {
      hash = mix(hash ^ text.charAt(i));
    }
    return hash;
  }

  private static long mix(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
