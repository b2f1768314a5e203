package org.hessianreg.dl4j.spark;

import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;

/** Finds what has gone wrong on a worker in what Spark makes of it. */
final class Failures {

  private Failures() {}

  /**
   * Runs something.
   *
   * @throws HessianTraceException the worker's own, if that is why a job was given up
   */
  static void explained(Runnable jobs) {
    try {
      jobs.run();
    } catch (RuntimeException e) {
      throw cause(e).orElse(e);
    } catch (Exception e) {
      // Spark's exceptions are Scala's, which no method declares.
      throw cause(e).orElseGet(() -> new IllegalStateException(e));
    }
  }

  private static Optional<RuntimeException> cause(Exception failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof HessianTraceException) {
        if (each != failure) {
          each.addSuppressed(failure);
        }
        return Optional.of((HessianTraceException) each);
      }
    }
    return Optional.empty();
  }
}
