package org.hessianreg.examples;

import java.nio.file.Path;

/** Data that an example cannot use. The message is one line that ends with what to do about it. */
final class BadDataException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private BadDataException(String message) {
    super(message);
  }

  /**
   * The complaint about a whole file or folder.
   *
   * @param what what is wrong, as it goes on after the name of the file
   * @param fix what the user can do about it
   */
  static BadDataException of(Path file, String what, String fix) {
    return new BadDataException(file + " " + what + ": " + fix);
  }

  /**
   * The complaint about a line of a file.
   *
   * @param line counted from 1
   */
  static BadDataException of(Path file, int line, String what, String fix) {
    return new BadDataException(file + ", line " + line + ", " + what + ": " + fix);
  }
}
