package org.hessianreg.examples.comparison;

import java.util.List;
import java.util.Optional;

/** What all methods came to in one setting. Immutable. */
final class SettingResult {

  private final Setting setting;
  private final List<MethodResult> methods;

  SettingResult(Setting setting, List<MethodResult> methods) {
    this.setting = setting;
    this.methods = List.copyOf(methods);
  }

  Setting setting() {
    return setting;
  }

  List<MethodResult> methods() {
    return methods;
  }

  /** Training without a method; empty if it was left out. */
  Optional<MethodResult> plain() {
    return methods.stream().filter(result -> result.method() == Method.NONE).findFirst();
  }
}
