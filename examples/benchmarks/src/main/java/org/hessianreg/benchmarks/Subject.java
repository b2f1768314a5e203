package org.hessianreg.benchmarks;

/** Something whose training steps are measured. */
interface Subject {

  /** The name on the command line and in tables. */
  String label();

  /** What it is, in a few words. */
  String description();

  /** Starts to train it, always from the same parameters. */
  Training training(Method method);
}
