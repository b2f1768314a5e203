package org.hessianreg.samediff;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Which parameters get a probe, by their names. Immutable. */
public final class ParameterSelection implements Predicate<String> {

  private static final ParameterSelection ALL =
      new ParameterSelection(name -> true, Optional.empty(), true);

  private final Predicate<String> selected;
  private final Optional<String> pattern;
  private final boolean writable;

  private ParameterSelection(
      Predicate<String> selected, Optional<String> pattern, boolean writable) {
    this.selected = selected;
    this.pattern = pattern;
    this.writable = writable;
  }

  /**
   * Selects all parameters.
   *
   * @return the selection
   */
  public static ParameterSelection all() {
    return ALL;
  }

  /**
   * Selects parameters by a regular expression.
   *
   * @param regex matches the whole name of a parameter, as for {@link Pattern}
   * @return the selection
   * @throws HessianTraceException if the text is not a regular expression
   */
  public static ParameterSelection matching(String regex) {
    try {
      Pattern compiled = Pattern.compile(regex);
      return new ParameterSelection(compiled.asMatchPredicate(), Optional.of(regex), true);
    } catch (PatternSyntaxException e) {
      throw new HessianTraceException(
          String.format(
              "Parameter pattern '%s' is not a regular expression: %s.", regex, e.getDescription()),
          "write it as for java.util.regex.Pattern.",
          e);
    }
  }

  /**
   * Selects parameters by a predicate, which cannot be saved.
   *
   * @param selected decides by a parameter's name whether it gets a probe
   * @return the selection
   */
  public static ParameterSelection of(Predicate<String> selected) {
    return new ParameterSelection(
        Objects.requireNonNull(selected, "selected"), Optional.empty(), false);
  }

  @Override
  public boolean test(String name) {
    return selected.test(name);
  }

  /**
   * The regular expression.
   *
   * @return the one that the selection was made with, if any
   */
  public Optional<String> pattern() {
    return pattern;
  }

  /**
   * Whether a file can hold the selection.
   *
   * @return false for a predicate
   */
  public boolean isWritable() {
    return writable;
  }
}
