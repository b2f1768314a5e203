package org.hessianreg.benchmarks;

/** A worker cannot train its network with its method; the message says why. */
final class UnsupportedTrainingException extends Exception {

  private static final long serialVersionUID = 1L;

  UnsupportedTrainingException(String reason) {
    super(reason);
  }
}
