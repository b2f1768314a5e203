package org.hessianreg.dl4j.spark.internal;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.GradientUpdater;

/** The state of a SameDiff graph's updaters, in an order that all copies of the graph share. */
final class UpdaterStates {

  private final SameDiff graph;

  private UpdaterStates(SameDiff graph) {
    this.graph = graph;
  }

  static UpdaterStates of(SameDiff graph) {
    if (!graph.isInitializedTraining()) {
      initialise(graph);
    }
    return new UpdaterStates(graph);
  }

  /**
   * Does what the first step of {@code fit} does. SameDiff has no other way to give a graph the
   * state of updaters that another copy of it has.
   */
  private static void initialise(SameDiff graph) {
    try {
      Method method = SameDiff.class.getDeclaredMethod("initializeTraining");
      method.setAccessible(true);
      method.invoke(graph);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException("SameDiff could not set up its updaters", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "This release of SameDiff sets up updaters in another way", e);
    }
  }

  /** The arrays themselves. */
  List<INDArray> arrays() {
    List<INDArray> arrays = new ArrayList<>();
    for (String parameter : new TreeSet<>(graph.getUpdaterMap().keySet())) {
      GradientUpdater<?> updater = graph.getUpdaterMap().get(parameter);
      arrays.addAll(new TreeMap<>(updater.getState()).values());
    }
    return arrays;
  }
}
