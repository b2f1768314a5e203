package org.hessianreg.cudaops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The parts of a C++ name as a compiler writes it into a library: each after its length. */
final class MangledName {

  private static final int LONGEST = 1 << 10;

  private final CharSequence word;
  private int position;

  private MangledName(CharSequence word, int position) {
    this.word = word;
    this.position = position;
  }

  /**
   * The name that begins at the position, its parts joined by {@code ::}: {@code N2sd3ops3addE} is
   * {@code sd::ops::add}. Template arguments and what follows do not belong to it.
   */
  static Optional<String> at(CharSequence word, int position) {
    return new MangledName(word, position).read();
  }

  private Optional<String> read() {
    List<String> parts = new ArrayList<>();
    boolean nested = peek() == 'N';
    if (nested) {
      position++;
    }
    do {
      int length = length();
      if (length == 0 || position + length > word.length()) {
        break;
      }
      parts.add(word.subSequence(position, position + length).toString());
      position += length;
    } while (nested);
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("::", parts));
  }

  private int length() {
    int length = 0;
    while (Character.isDigit(peek()) && length < LONGEST) {
      length = 10 * length + Character.digit(peek(), 10);
      position++;
    }
    return length;
  }

  private char peek() {
    return position < word.length() ? word.charAt(position) : 0;
  }
}
