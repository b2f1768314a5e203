package org.hessianreg.samediff.backend;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * CUDA's runtime, if a backend brings it along. It reports what the GPUs are before ND4J's library
 * starts its first kernel on them. By reflection, since only programs with that backend have it.
 */
final class CudaRuntime {

  private static final String BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
  private static final String BINDINGS = "org.bytedeco.cuda.global.cudart";

  /** CUDA's cudaDevAttrComputeCapabilityMajor and …Minor. */
  private static final int MAJOR = 75;

  private static final int MINOR = 76;

  private final Class<?> bindings;

  private CudaRuntime(Class<?> bindings) {
    this.bindings = bindings;
  }

  static CudaRuntime of(Nd4jBackend backend) {
    return new CudaRuntime(bindings(backend.getClass()).orElse(null));
  }

  /** The backend for the CPU knows no CUDA, even if the bindings happen to be there. */
  private static Optional<Class<?>> bindings(Class<?> backend) {
    if (!backend.getName().equals(BACKEND)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Class.forName(BINDINGS, true, backend.getClassLoader()));
    } catch (ClassNotFoundException e) {
      return Optional.empty();
    }
  }

  /** What the visible GPUs run; empty without CUDA. */
  List<Capability> capabilities() {
    List<Capability> capabilities = new ArrayList<>();
    if (bindings != null) {
      int count = deviceCount();
      for (int device = 0; device < count; device++) {
        capabilities.add(new Capability(attribute(MAJOR, device), attribute(MINOR, device)));
      }
    }
    return capabilities;
  }

  private int deviceCount() {
    int[] count = new int[1];
    call("cudaGetDeviceCount", new Class<?>[] {int[].class}, count);
    return count[0];
  }

  private int attribute(int attribute, int device) {
    int[] value = new int[1];
    Class<?>[] signature = {int[].class, int.class, int.class};
    call("cudaDeviceGetAttribute", signature, value, attribute, device);
    return value[0];
  }

  private void call(String name, Class<?>[] signature, Object... arguments) {
    try {
      Method method = bindings.getMethod(name, signature);
      method.invoke(null, arguments);
    } catch (NoSuchMethodException | IllegalAccessException e) {
      throw new IllegalStateException(BINDINGS + " is another version than expected", e);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(name + " failed", e);
    }
  }
}
