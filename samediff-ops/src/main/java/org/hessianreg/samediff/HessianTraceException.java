package org.hessianreg.samediff;

/**
 * The one exception for a graph, an option or an argument that cannot be used. It is thrown while a
 * graph is built, before anything trains; its message names the variable and the op, says what was
 * expected, and how to fix it.
 */
public final class HessianTraceException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  /**
   * Creates the exception.
   *
   * @param message what was found and what was expected, naming variable and op
   * @param fix what the user can do about it
   */
  public HessianTraceException(String message, String fix) {
    super(message + " Fix: " + fix);
  }

  /**
   * Creates the exception for a failure that another one caused.
   *
   * @param message what was found and what was expected, naming variable and op
   * @param fix what the user can do about it
   * @param cause the failure underneath
   */
  public HessianTraceException(String message, String fix, Throwable cause) {
    super(message + " Fix: " + fix, cause);
  }
}
