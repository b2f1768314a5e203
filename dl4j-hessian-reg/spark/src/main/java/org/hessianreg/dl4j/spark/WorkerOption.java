package org.hessianreg.dl4j.spark;

import java.io.Serializable;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.mirror.Mirrors;

/**
 * Makes the option of a worker in the JVM that the worker runs in. Needed for what cannot be sent:
 * a predicate, a fixed direction, or {@link #mirrors mirrors} of a user's own layers. Usually a
 * lambda expression, whose captured values must be serialisable:
 *
 * <pre>{@code
 * WorkerOption option = worker ->
 *     HessianTraceRegularization.builder()
 *         .coefficient(1e-3)
 *         .parameters(name -> name.endsWith("_W"))
 *         .build()
 *         .ofWorker(worker);
 * }</pre>
 */
@FunctionalInterface
public interface WorkerOption extends Serializable {

  /**
   * Makes the option.
   *
   * @param worker the worker's number, at least 0
   * @return the worker's own option; {@link HessianTraceRegularization#ofWorker} gives it probes of
   *     its own
   */
  HessianTraceRegularization option(int worker);

  /**
   * How the network's parts are written as SameDiff ops.
   *
   * @return the built-in mirrors, unless overridden
   */
  default Mirrors mirrors() {
    return Mirrors.builtIn();
  }
}
