package org.hessianreg.samediff.backend;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;

/** One line of what ND4J reports about its environment. */
final class EnvironmentLine {

  private static final double GIGABYTE = 1024.0 * 1024.0 * 1024.0;

  private EnvironmentLine() {}

  /**
   * Formats the line.
   *
   * @param environment what ND4J's executioner reports
   * @param device the number of the GPU in use
   */
  static String of(Properties environment, int device) {
    Object devices = environment.get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY);
    return devices == null ? cpu(environment) : gpu((List<?>) devices, device);
  }

  private static String cpu(Properties environment) {
    return String.format(
        Locale.ROOT,
        "Backend %s: %d cores, Java heap of up to %.1f GB",
        environment.get(Nd4jEnvironment.BACKEND_KEY),
        number(environment, Nd4jEnvironment.CPU_CORES_KEY),
        number(environment, Nd4jEnvironment.HOST_TOTAL_MEMORY_KEY) / GIGABYTE);
  }

  private static String gpu(List<?> devices, int device) {
    Map<?, ?> properties = (Map<?, ?>) devices.get(device);
    return String.format(
        Locale.ROOT,
        "Backend CUDA: device %d of %d, %s, %.1f GB of memory (%.1f free), compute capability %s",
        device,
        devices.size(),
        properties.get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY),
        number(properties, Nd4jEnvironment.CUDA_TOTAL_MEMORY_KEY) / GIGABYTE,
        number(properties, Nd4jEnvironment.CUDA_FREE_MEMORY_KEY) / GIGABYTE,
        new Capability(
            (int) number(properties, Nd4jEnvironment.CUDA_DEVICE_MAJOR_VERSION_KEY),
            (int) number(properties, Nd4jEnvironment.CUDA_DEVICE_MINOR_VERSION_KEY)));
  }

  private static long number(Map<?, ?> properties, String key) {
    return ((Number) properties.get(key)).longValue();
  }
}
