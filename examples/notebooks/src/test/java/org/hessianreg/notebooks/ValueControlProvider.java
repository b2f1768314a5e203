package org.hessianreg.notebooks;

import java.util.Map;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/** Gives JShell one {@link ValueControl}. */
final class ValueControlProvider implements ExecutionControlProvider {

  private final ValueControl control;

  ValueControlProvider(ValueControl control) {
    this.control = control;
  }

  @Override
  public String name() {
    return "value";
  }

  @Override
  public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
    return control;
  }
}
