package org.hessianreg.examples;

import java.util.Arrays;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads what is to be watched; picocli's own complaint would list each name twice. */
final class WatchedKindConverter implements ITypeConverter<WatchedKind> {

  @Override
  public WatchedKind convert(String name) {
    return Arrays.stream(WatchedKind.values())
        .filter(kind -> kind.toString().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'" + name + "' is not one of " + Arrays.toString(WatchedKind.values())));
  }
}
