package org.hessianreg.dl4j;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.autodiff.listeners.BaseEvaluationListener;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.ListenerVariables;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;

/** Finds what listeners look at while a session takes a step of training. */
final class Onlookers {

  private static final List<String> LOOKING =
      List.of("preOpExecution", "opExecution", "activationAvailable");

  private final SameDiff graph;
  private final Collection<Listener> listeners;

  /**
   * Takes the listeners of a training.
   *
   * @param graph the user's graph
   */
  Onlookers(SameDiff graph, Collection<Listener> listeners) {
    this.graph = graph;
    this.listeners = listeners;
  }

  /** Names of the variables that training evaluates for a configuration or a listener. */
  Set<String> evaluated() {
    Set<String> variables = new LinkedHashSet<>();
    if (graph.getTrainingConfig().getTrainEvaluations() != null) {
      variables.addAll(graph.getTrainingConfig().getTrainEvaluations().keySet());
    }
    for (Listener listener : listeners) {
      ListenerVariables wanted = listener.requiredVariables(graph);
      if (wanted != null && wanted.trainingVariables() != null) {
        variables.addAll(wanted.trainingVariables());
      }
    }
    return variables;
  }

  /** Whether a listener is called for each op that a session executes, and does something then. */
  boolean watchOps() {
    return listeners.stream()
        .filter(listener -> listener.isActive(Operation.TRAINING))
        .anyMatch(Onlookers::watchesOps);
  }

  private static boolean watchesOps(Listener listener) {
    return Arrays.stream(listener.getClass().getMethods())
        .filter(method -> LOOKING.contains(method.getName()))
        .map(Method::getDeclaringClass)
        .anyMatch(declaring -> declaring != BaseListener.class && !isEvaluation(declaring));
  }

  /** It looks at the variables that it asks for. */
  private static boolean isEvaluation(Class<?> declaring) {
    return declaring == BaseEvaluationListener.class;
  }
}
