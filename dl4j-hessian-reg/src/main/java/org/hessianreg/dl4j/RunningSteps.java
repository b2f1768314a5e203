package org.hessianreg.dl4j;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The steps that threads are in the middle of, by which the option in a configuration knows that
 * the penalty is computed, and what it is. Graphs can share a configuration and be trained by
 * several threads, and a listener may fit another graph in the middle of a step.
 */
final class RunningSteps {

  /** Of the instance: the thread that runs fit for one graph knows its own step, the last one. */
  @SuppressWarnings("ThreadLocalUsage")
  private final ThreadLocal<Deque<GraphStep>> steps = ThreadLocal.withInitial(ArrayDeque::new);

  /** The step that the current thread is in. */
  Optional<GraphStep> current() {
    return Optional.ofNullable(steps.get().peekLast());
  }

  void begin(GraphStep step) {
    steps.get().addLast(step);
  }

  void end(GraphStep step) {
    steps.get().removeLastOccurrence(step);
    if (steps.get().isEmpty()) {
      steps.remove();
    }
  }
}
