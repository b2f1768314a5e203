package org.hessianreg.examples.comparison;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads names from the command line. */
final class Choices {

  private Choices() {}

  private static <T> T find(T[] all, Function<T, String> id, String wanted) {
    return Arrays.stream(all)
        .filter(value -> id.apply(value).equals(wanted))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + wanted
                        + "' is not one of "
                        + Arrays.stream(all).map(id).collect(Collectors.joining(", "))));
  }

  /** Of methods. */
  static final class Methods implements ITypeConverter<Method> {
    @Override
    public Method convert(String name) {
      return find(Method.values(), Method::id, name);
    }
  }

  /** Of networks. */
  static final class Networks implements ITypeConverter<Architecture> {
    @Override
    public Architecture convert(String name) {
      return find(Architecture.values(), Architecture::id, name);
    }
  }
}
