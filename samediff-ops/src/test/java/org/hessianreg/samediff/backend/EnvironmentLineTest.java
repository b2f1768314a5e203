package org.hessianreg.samediff.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class EnvironmentLineTest {

  private static final long GIGABYTE = 1L << 30;

  private final Properties environment = new Properties();

  @Test
  void describesTheProcessor() {
    environment.put("backend", "CPU");
    environment.put("cores", 4);
    environment.put("memory.available", 3 * GIGABYTE / 2);

    assertThat(EnvironmentLine.of(environment, 0))
        .isEqualTo("Backend CPU: 4 cores, Java heap of up to 1.5 GB");
  }

  @Test
  void describesTheDeviceInUse() {
    environment.put("backend", "CUDA");
    environment.put("cuda.devicesInformation", List.of(device("T4", 7, 5), device("A100", 8, 0)));

    assertThat(EnvironmentLine.of(environment, 1))
        .isEqualTo(
            "Backend CUDA: device 1 of 2, A100, 40.0 GB of memory (30.0 free), compute capability"
                + " 8.0");
  }

  private static Map<String, Object> device(String name, long major, long minor) {
    return Map.of(
        "cuda.deviceName", name,
        "cuda.totalMemory", 40 * GIGABYTE,
        "cuda.freeMemory", 30 * GIGABYTE,
        "cuda.deviceMajor", major,
        "cuda.deviceMinor", minor);
  }
}
