package org.hessianreg.benchmarks;

/** A worker cannot train its network with its method; the message says why. */
final class UnsupportedTrainingException extends Exception {

  private static final long serialVersionUID = 1L;

  UnsupportedTrainingException(String reason) {
    super(reason);
  }

  /**
   * What a worker has answered.
   *
   * @param answer begins with the word for it
   */
  static UnsupportedTrainingException of(String answer) {
    return new UnsupportedTrainingException(
        answer.substring(CommandLoop.UNSUPPORTED.length()).strip());
  }
}
