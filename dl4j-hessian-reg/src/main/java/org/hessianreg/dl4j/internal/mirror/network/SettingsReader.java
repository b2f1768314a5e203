package org.hessianreg.dl4j.internal.mirror.network;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.layers.LayerConstraint;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.dropout.AlphaDropout;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Reads the settings of a network's parts off their fields, which the network itself reads at every
 * step. Fields are found once for each class. Not thread-safe.
 *
 * <p>What a part does with gradients, or did before training, is not a setting of the score.
 * Transient fields are what a part remembers of a step. Arrays count as the same while they are the
 * same object: a mirror reads their contents at every step.
 */
final class SettingsReader {

  /** Fields of these types have no influence on the score. */
  private static final List<Class<?>> WITHOUT_INFLUENCE =
      List.of(
          IUpdater.class,
          Regularization.class,
          IWeightInit.class,
          LayerConstraint.class,
          GradientNormalization.class);

  /** Fields that are neither transient nor settings. */
  private static final Map<Class<?>, Set<String>> STATE =
      Map.of(
          Dropout.class, Set.of("initializedHelper", "helperCountFail", "helperAllowFallback"),
          AlphaDropout.class, Set.of("alphaPrime", "a", "b"));

  private final Map<Class<?>, List<Setting>> fields = new HashMap<>();

  /**
   * Reads settings.
   *
   * @param parts the parts; none of them, and nothing in them, is changed
   * @param followed classes of the user whose changing settings their mirrors read at every step
   */
  Settings read(List<Object> parts, Set<Class<?>> followed) {
    List<Object> values = new ArrayList<>();
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    parts.forEach(part -> append(part, values, seen, followed));
    return new Settings(Collections.unmodifiableList(values));
  }

  private void append(Object value, List<Object> values, Set<Object> seen, Set<Class<?>> followed) {
    if (value == null) {
      values.add("none");
    } else if (value instanceof INDArray) {
      values.add(new Same(value));
    } else if (value.getClass().isArray()) {
      values.add(contents(value));
    } else if (value instanceof Collection) {
      values.add(((Collection<?>) value).size());
      ((Collection<?>) value).forEach(element -> append(element, values, seen, followed));
    } else if (value instanceof Map) {
      values.add(((Map<?, ?>) value).size());
      ((Map<?, ?>) value)
          .forEach(
              (key, element) -> {
                append(key, values, seen, followed);
                append(element, values, seen, followed);
              });
    } else if (value instanceof Enum || isOfPlatform(value.getClass())) {
      values.add(value);
    } else if (value.getClass().isSynthetic()) {
      // A lambda: what it captures cannot be read.
      values.add(new Same(value));
    } else if (seen.add(value)) {
      values.add(value.getClass());
      appendFields(value, values, seen, followed);
    }
  }

  private void appendFields(
      Object part, List<Object> values, Set<Object> seen, Set<Class<?>> followed) {
    boolean live = followed.contains(part.getClass());
    for (Class<?> c = part.getClass(); c != null && c != Object.class; c = c.getSuperclass()) {
      if (live && isOfUser(c)) {
        continue;
      }
      for (Setting setting : fields.computeIfAbsent(c, SettingsReader::settings)) {
        values.add(setting);
        append(setting.of(part), values, seen, followed);
      }
    }
  }

  private static List<Setting> settings(Class<?> c) {
    List<Setting> settings = new ArrayList<>();
    Set<String> state = STATE.getOrDefault(c, Set.of());
    for (Field field : c.getDeclaredFields()) {
      int modifiers = field.getModifiers();
      if (!Modifier.isStatic(modifiers)
          && !Modifier.isTransient(modifiers)
          && !field.isSynthetic()
          && !state.contains(field.getName())
          && hasInfluence(field)) {
        settings.add(new Setting(field));
      }
    }
    return List.copyOf(settings);
  }

  private static boolean hasInfluence(Field field) {
    String type = field.getGenericType().getTypeName();
    return WITHOUT_INFLUENCE.stream().noneMatch(none -> type.contains(none.getName()));
  }

  /** Whether a class is neither Deeplearning4j's nor ND4J's. */
  static boolean isOfUser(Class<?> c) {
    String name = c.getName();
    return !name.startsWith("org.deeplearning4j.") && !name.startsWith("org.nd4j.");
  }

  private static boolean isOfPlatform(Class<?> c) {
    return c.getName().startsWith("java.");
  }

  private static List<Object> contents(Object array) {
    Object[] elements = new Object[Array.getLength(array)];
    Arrays.setAll(elements, i -> Array.get(array, i));
    return Arrays.asList(elements);
  }

  /** An object that is equal to itself only. */
  private static final class Same {

    private final Object object;

    Same(Object object) {
      this.object = object;
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // That is the point.
    public boolean equals(Object other) {
      return other instanceof Same && ((Same) other).object == object;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(object);
    }
  }
}
