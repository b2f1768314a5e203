package org.hessianreg.samediff.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Errors as the CUDA backend throws them, and what is said about them. */
class BackendFailureTest {

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(
            new UnsatisfiedLinkError(
                "/cache/libjnicudart.so: libcuda.so.1: cannot open shared object file: No such file"
                    + " or directory"),
            "does not find NVIDIA's driver: libcuda.so.1 is missing",
            "install the driver"),
        Arguments.of(
            new ExceptionInInitializerError(
                new UnsatisfiedLinkError("nvcuda.dll: The specified module could not be found")),
            "does not find NVIDIA's driver",
            "install the driver"),
        Arguments.of(
            new RuntimeException("No CUDA devices were found in system"),
            "CUDA finds no device",
            "CUDA_VISIBLE_DEVICES"),
        Arguments.of(
            new RuntimeException(
                "cudaMemcpyToSymbol failed",
                new RuntimeException("no kernel image is available for execution on the device")),
            "has no kernels for this GPU",
            "Kepler (3.7) to Ampere"),
        Arguments.of(
            new UnsatisfiedLinkError(
                "/cache/libjnicudart.so: libcudart.so.11.0: cannot open shared object file: No such"
                    + " file or directory"),
            "does not find CUDA's own library libcudart.so.11.0",
            "-Pcuda-redist"),
        Arguments.of(
            linkError(
                "no jnicudnn in java.library.path",
                "libcudnn.so.8: cannot open shared object file: No such file or directory"),
            "does not find CUDA's own library libcudnn.so.8",
            "cuDNN 8.3"),
        Arguments.of(
            new ExceptionInInitializerError(
                new UnsatisfiedLinkError("libnd4jcpu.so: wrong ELF class\nsecond line")),
            "does not load: java.lang.UnsatisfiedLinkError: libnd4jcpu.so: wrong ELF class.",
            "classifier"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void saysInOneLineWhatIsWrongAndHowToFixIt(Throwable failure, String what, String fix) {
    HessianTraceException explained = BackendFailure.explain(failure);

    assertThat(explained.getMessage().lines()).singleElement().asString().contains(what);
    assertThat(explained.getMessage()).contains(" Fix: ").containsSubsequence("Fix", fix);
    assertThat(explained).hasCause(failure);
  }

  @Test
  void saysWhichBackendsThereAre() {
    assertThat(BackendFailure.noBackend())
        .hasMessageContainingAll("no backend", "nd4j-native", "nd4j-cuda-11.6");
  }

  private static Throwable linkError(String message, String cause) {
    return new UnsatisfiedLinkError(message).initCause(new UnsatisfiedLinkError(cause));
  }
}
