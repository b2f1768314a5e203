package org.hessianreg.dl4j.internal.mirror.network;

import java.lang.reflect.Field;

/** A field that holds a setting. Each class has one instance for each field. */
final class Setting {

  private final Field field;

  Setting(Field field) {
    this.field = field;
    field.setAccessible(true);
  }

  Object of(Object part) {
    try {
      return field.get(part);
    } catch (IllegalAccessException e) {
      throw new IllegalStateException("A field made accessible is not: " + field, e);
    }
  }

  /** Class and field, as a message names them. */
  @Override
  public String toString() {
    return field.getDeclaringClass().getSimpleName() + "." + field.getName();
  }
}
