package org.hessianreg.dl4j.internal.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.hessianreg.dl4j.internal.mirror.network.NetworkNode;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/** Every line of the table of mirrors has a row among the cases. */
class MirrorCoverageTest {

  /** Refused, with tests of their own; or with no builder that makes one. */
  private static final Set<Class<?>> WITHOUT_ROW =
      Set.of(
          OCNNOutputLayer.class,
          Yolo2OutputLayer.class,
          RecurrentAttentionLayer.class,
          ActivationRReLU.class,
          Convolution1D.class,
          Convolution2D.class,
          Pooling1D.class,
          Pooling2D.class);

  @Tag("slow")
  @Test
  void everyLineHasARow() {
    Set<Class<?>> seen = new HashSet<>();
    Stream.of(
            MirrorTest.cases(),
            MirrorTest.casesWithAnotherScore(),
            MirrorTest.casesWithRoundedGradient(),
            MirrorTest.casesOfDefaultType())
        .flatMap(List::stream)
        .map(NetworkCase::network)
        .forEach(network -> collect(network, seen));
    Set<Class<?>> missing = new HashSet<>(Mirrors.builtIn().parts());
    missing.removeAll(seen);
    missing.removeAll(WITHOUT_ROW);
    assertThat(missing).isEmpty();
  }

  private static void collect(Model network, Set<Class<?>> seen) {
    for (NetworkNode node : TrainedNetwork.of(network).nodes()) {
      for (Object part : new Object[] {node.conf(), node.vertex(), node.preProcessor()}) {
        add(part, seen);
      }
    }
  }

  /** A part and, through its getters, those that it is made of. */
  private static void add(Object part, Set<Class<?>> seen) {
    if (part == null) {
      return;
    }
    for (Class<?> c = part.getClass(); c != null; c = c.getSuperclass()) {
      seen.add(c);
    }
    for (String getter :
        List.of(
            "getActivationFn",
            "getGateActivationFn",
            "getLossFn",
            "getUnderlying",
            "getFwd",
            "getLayer",
            "getPreProcessor",
            "getInputPreProcessors")) {
      Object inner = get(part, getter);
      if (inner instanceof Collection) {
        ((Collection<?>) inner).forEach(element -> add(element, seen));
      } else if (inner instanceof Object[]) {
        Stream.of((Object[]) inner).forEach(element -> add(element, seen));
      } else {
        add(inner, seen);
      }
    }
  }

  private static Object get(Object part, String getter) {
    try {
      return part.getClass().getMethod(getter).invoke(part);
    } catch (ReflectiveOperationException e) {
      // Other kinds of parts have other getters.
      return null;
    }
  }
}
