package org.hessianreg.notebooks;

import java.lang.reflect.Method;
import java.util.Optional;
import jdk.jshell.execution.DirectExecutionControl;

/** Runs JShell's snippets in this Java machine, and keeps what the last one returned. */
final class ValueControl extends DirectExecutionControl {

  private Optional<Object> value = Optional.empty();

  /** What the last snippet returned, if it was an expression whose value is not null. */
  Optional<Object> value() {
    return value;
  }

  @Override
  protected String invoke(Method snippet) throws Exception {
    value = Optional.empty();
    value = Optional.ofNullable(snippet.invoke(null));
    return valueString(value.orElse(null));
  }
}
