package org.hessianreg.dl4j.internal.mirror.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;

/** Which changes of a part make other settings. */
class SettingsReaderTest {

  /** Setters of what has no influence on the score of a network that is there. */
  private static final Set<String> WITHOUT_INFLUENCE =
      Set.of(
          // How gradients are turned into updates.
          "setGradientNormalizationThreshold",
          "setGradientNormalization",
          "setBiasUpdater",
          "setIUpdater",
          "setRegularization",
          "setRegularizationBias",
          "setConstraints",
          // How parameters are initialised.
          "setWeightInitFn",
          "setWeightInit",
          "setWeightInitFnRecurrent",
          "setInitializeConstraints",
          // Which implementation DL4J is to choose.
          "setHelperAllowFallback");

  /** A subclass of a layer that users might write, with a setting of its own. */
  static class AnnealedLoss extends LossMCXENT {
    private static final long serialVersionUID = 1L;
    private double factor = 1.0;
    private transient int calls;

    void setFactor(double value) {
      factor = value;
      calls++;
    }

    @Override
    public String toString() {
      return "AnnealedLoss(" + factor + ", " + calls + ")";
    }
  }

  @Test
  void everySetterOfEveryPartMakesOtherSettings() {
    Set<String> unseen = new TreeSet<>();
    int tried = 0;
    for (Class<?> part : Mirrors.builtIn().parts()) {
      for (Method setter : part.getMethods()) {
        if (isSetter(setter) && !WITHOUT_INFLUENCE.contains(setter.getName())) {
          Optional<Boolean> seen = isSeen(part, setter);
          tried += seen.isPresent() ? 1 : 0;
          if (seen.isPresent() && !seen.get()) {
            unseen.add(part.getSimpleName() + "." + setter.getName());
          }
        }
      }
    }
    assertThat(unseen).isEmpty();
    assertThat(tried).isGreaterThan(400);
  }

  private static boolean isSetter(Method method) {
    return method.getName().startsWith("set")
        && method.getParameterCount() == 1
        && !Modifier.isStatic(method.getModifiers());
  }

  /** Whether a setter changes the settings; empty if it cannot be called with anything new. */
  private static Optional<Boolean> isSeen(Class<?> part, Method setter) {
    for (Object value : values(setter.getParameterTypes()[0])) {
      try {
        Constructor<?> constructor = part.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object made = constructor.newInstance();
        Settings before = new SettingsReader().read(List.of(made), Set.of());
        String text = made.toString();
        setter.invoke(made, value);
        if (!made.toString().equals(text)) {
          return Optional.of(!new SettingsReader().read(List.of(made), Set.of()).equals(before));
        }
      } catch (InvocationTargetException e) {
        // The value is none that the setter takes.
      } catch (ReflectiveOperationException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private static List<Object> values(Class<?> type) {
    List<Object> values = new ArrayList<>();
    if (type == double.class || type == Double.class) {
      values.addAll(List.of(0.37, 0.73));
    } else if (type == int.class || type == Integer.class) {
      values.addAll(List.of(3, 1));
    } else if (type == long.class || type == Long.class) {
      values.addAll(List.of(3L, 1L));
    } else if (type == boolean.class || type == Boolean.class) {
      values.addAll(List.of(true, false));
    } else if (type == String.class) {
      values.add("other");
    } else if (type == int[].class) {
      values.addAll(List.of(new int[] {3, 4}, new int[] {3}, new int[] {2, 2, 2}));
    } else if (type == long[].class) {
      values.addAll(List.of(new long[] {3, 4}, new long[] {3}));
    } else if (type == INDArray.class) {
      values.add(Nd4j.createFromArray(1.0, 2.0));
    } else if (type == IActivation.class) {
      values.addAll(List.of(new ActivationTanH(), new ActivationSoftSign()));
    } else if (type == ILossFunction.class) {
      values.add(new LossHinge());
    } else if (type == Layer.class) {
      values.add(new DenseLayer.Builder().nIn(2).nOut(3).build());
    } else if (type.isEnum()) {
      values.addAll(List.of(type.getEnumConstants()));
    }
    return values;
  }

  @Test
  void aUsersFieldIsASettingUnlessItsMirrorReadsIt() {
    AnnealedLoss loss = new AnnealedLoss();
    SettingsReader reader = new SettingsReader();
    Settings before = reader.read(List.of(loss), Set.of());
    Settings followedBefore = reader.read(List.of(loss), Set.of(AnnealedLoss.class));
    loss.setFactor(0.5);
    Settings after = reader.read(List.of(loss), Set.of());
    assertThat(after).isNotEqualTo(before);
    assertThat(after.differenceTo(before)).isEqualTo("AnnealedLoss.factor");
    assertThat(reader.read(List.of(loss), Set.of(AnnealedLoss.class))).isEqualTo(followedBefore);
    loss.setWeights(Nd4j.createFromArray(1.0, 2.0));
    assertThat(reader.read(List.of(loss), Set.of(AnnealedLoss.class)))
        .as("a setting that is not the user's own")
        .isNotEqualTo(followedBefore);
  }

  @Test
  void whatAPartRemembersIsNoSetting() {
    AnnealedLoss loss = new AnnealedLoss();
    SettingsReader reader = new SettingsReader();
    Settings before = reader.read(List.of(loss), Set.of());
    loss.setFactor(1.0);
    assertThat(reader.read(List.of(loss), Set.of())).isEqualTo(before);
  }
}
