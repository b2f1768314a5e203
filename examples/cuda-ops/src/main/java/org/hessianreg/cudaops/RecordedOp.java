package org.hessianreg.cudaops;

import java.util.Comparator;
import java.util.Optional;

/** An op that was executed: its name in Java, and how the native library finds it. Immutable. */
final class RecordedOp implements Comparable<RecordedOp> {

  private static final String DECLARED = "declared";

  private static final Comparator<RecordedOp> ORDER =
      Comparator.comparing(RecordedOp::family).thenComparing(RecordedOp::name);

  private final String family;
  private final String name;

  private RecordedOp(String family, String name) {
    this.family = family;
    this.name = name;
  }

  /** An op with a class of its own in the native library, registered under its name. */
  static RecordedOp declared(String name) {
    return new RecordedOp(DECLARED, name);
  }

  /** An op of one of the enumerations that are older than the registry. */
  static RecordedOp legacy(String name, LegacyFamily family) {
    return new RecordedOp(family.toString(), name);
  }

  /** Reads what {@link #toString} wrote. */
  static RecordedOp parse(String line) {
    int space = line.indexOf(' ');
    return new RecordedOp(line.substring(0, space), line.substring(space + 1));
  }

  String family() {
    return family;
  }

  String name() {
    return name;
  }

  /** The symbols of the library that the op is executed by. */
  Optional<String> find(NativeSymbols symbols) {
    if (family.equals(DECLARED)) {
      return symbols.declarable(name);
    }
    LegacyFamily enumeration = LegacyFamily.named(family);
    return enumeration.find(symbols, LegacyClass.of(name, enumeration));
  }

  @Override
  public int compareTo(RecordedOp other) {
    return ORDER.compare(this, other);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecordedOp && compareTo((RecordedOp) other) == 0;
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return family + " " + name;
  }
}
