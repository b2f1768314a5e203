package org.hessianreg.examples.comparison;

import java.nio.file.Path;

/** A file of data that is missing or is not what it should be. The message says what to do. */
final class BadDataException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  BadDataException(Path file, String what, String fix) {
    super(file + " " + what + ": " + fix);
  }
}
