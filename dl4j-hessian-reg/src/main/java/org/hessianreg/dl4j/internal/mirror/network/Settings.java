package org.hessianreg.dl4j.internal.mirror.network;

import java.util.List;

/**
 * The settings of all parts of a network at one moment: as long as they are equal, one mirror
 * serves. Immutable.
 */
public final class Settings {

  /** Each field that holds a setting, and after it what it holds. */
  private final List<Object> values;

  private final int hash;

  Settings(List<Object> values) {
    this.values = values;
    this.hash = values.hashCode();
  }

  /**
   * Names a setting that differs.
   *
   * @param other other settings of the same network
   * @return its class and field; "the arrangement of the layers" if the parts themselves differ
   */
  public String differenceTo(Settings other) {
    Object last = "the arrangement of the layers";
    for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
      if (!values.get(i).equals(other.values.get(i))) {
        break;
      }
      if (values.get(i) instanceof Setting) {
        last = values.get(i);
      }
    }
    return last.toString();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Settings
        && hash == ((Settings) other).hash
        && values.equals(((Settings) other).values);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
