package org.hessianreg.samediff.internal.execution;

/** The contents of an integer array ask for other shapes than those that a program is bound to. */
final class OutdatedBindingException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  OutdatedBindingException(String op) {
    super("Op " + op + " has outputs of another shape now", null, false, false);
  }
}
