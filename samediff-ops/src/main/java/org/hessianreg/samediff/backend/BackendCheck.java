package org.hessianreg.samediff.backend;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * Says in one line which backend and device ND4J computes on, before anything else uses ND4J; or
 * why it cannot. ND4J itself prints a stack trace and throws an exception without the cause.
 */
public final class BackendCheck {

  private static final int UNUSABLE = 2;

  private BackendCheck() {}

  /**
   * Loads ND4J and describes what it runs on.
   *
   * @return backend, device, memory and, on a GPU, the compute capability, in one line
   * @throws HessianTraceException if ND4J finds no backend that works; the message says why and
   *     what to do about it
   */
  public static String describe() {
    choose(backends());
    try {
      return EnvironmentLine.of(
          Nd4j.getExecutioner().getEnvironmentInformation(),
          Nd4j.getAffinityManager().getDeviceForCurrentThread());
    } catch (RuntimeException | LinkageError e) {
      throw BackendFailure.explain(e);
    }
  }

  private static List<Nd4jBackend> backends() {
    List<Nd4jBackend> backends = new ArrayList<>();
    try {
      ServiceLoader.load(Nd4jBackend.class, ND4JClassLoading.getNd4jClassloader())
          .forEach(backends::add);
    } catch (ServiceConfigurationError e) {
      throw BackendFailure.explain(e);
    }
    backends.sort(Comparator.comparingInt(Nd4jBackend::getPriority).reversed());
    return backends;
  }

  /** Does what ND4J does, except for the reason why the first choice is none, which it drops. */
  private static void choose(List<Nd4jBackend> backends) {
    if (backends.isEmpty()) {
      throw BackendFailure.noBackend();
    }
    for (Nd4jBackend backend : backends) {
      tryOut(backend);
    }
  }

  /**
   * A backend that does not work is an error even where another one is there: it was put on the
   * class path to be used, and nobody would notice that it is not.
   */
  private static void tryOut(Nd4jBackend backend) {
    try {
      if (!backend.canRun()) {
        throw new IllegalStateException(backend.getClass().getSimpleName() + " cannot run here");
      }
      CudaRuntime.of(backend).capabilities().forEach(Kernels::require);
    } catch (HessianTraceException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw BackendFailure.explain(e);
    }
  }

  /**
   * Prints the line, or the reason why there is none to standard error, and then ends the JVM with
   * exit code 2.
   *
   * @param args none
   */
  public static void main(String[] args) {
    try {
      System.out.println(describe());
    } catch (HessianTraceException e) {
      System.err.println("error: " + e.getMessage());
      System.exit(UNUSABLE);
    }
  }
}
