package org.hessianreg.samediff.backend;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hessianreg.samediff.HessianTraceException;

/** What the errors mean that ND4J's backends throw where they cannot run. */
final class BackendFailure {

  private static final Pattern DRIVER = Pattern.compile("libcuda\\.so\\.1|nvcuda\\.dll");
  private static final Pattern NO_DEVICE = Pattern.compile("No CUDA devices");
  private static final Pattern NO_KERNEL =
      Pattern.compile("no kernel image|cudaErrorNoKernelImageForDevice|invalid device function");
  private static final Pattern LIBRARY =
      Pattern.compile("lib(cuda|cu|nv)[A-Za-z]+\\.so[.0-9]*(?=: cannot open shared object file)");

  private static final String CPU = "leave out -Pcuda for the CPU backend";

  private BackendFailure() {}

  static HessianTraceException noBackend() {
    return new HessianTraceException(
        "There is no backend of ND4J on the class path.",
        "add org.nd4j:nd4j-native, or org.nd4j:nd4j-cuda-11.6 for a GPU, with the classifier of your"
            + " platform.");
  }

  /** The exception to throw for an error that came while a backend was loaded. */
  static HessianTraceException explain(Throwable failure) {
    String text = text(failure);
    if (DRIVER.matcher(text).find()) {
      return because(
          failure,
          "ND4J's CUDA backend does not find NVIDIA's driver: libcuda.so.1 is missing.",
          "install the driver, version 510 or newer (into a container it comes from the host: docker"
              + " run --gpus all), or ");
    }
    if (NO_DEVICE.matcher(text).find()) {
      return because(
          failure,
          "NVIDIA's driver is there, but CUDA finds no device that it can use.",
          "check that nvidia-smi lists a GPU and driver version 510 or newer, and that"
              + " CUDA_VISIBLE_DEVICES does not hide it, or ");
    }
    if (NO_KERNEL.matcher(text).find()) {
      return because(
          failure, "ND4J's CUDA library has no kernels for this GPU.", Kernels.FIX + ", or ");
    }
    Optional<String> library = find(LIBRARY, text);
    if (library.isPresent()) {
      return because(
          failure,
          "ND4J's CUDA backend does not find CUDA's own library " + library.get() + ".",
          "install CUDA 11.6 (with cuDNN 8.3 for the classifier that ends in cudnn) and put its"
              + " libraries on LD_LIBRARY_PATH, or add -Pcuda-redist, or ");
    }
    return new HessianTraceException(
        "ND4J's backend does not load: " + root(failure) + ".",
        "check that its classifier fits your operating system and processor.",
        failure);
  }

  private static HessianTraceException because(Throwable failure, String what, String fix) {
    return new HessianTraceException(what, fix + CPU + ".", failure);
  }

  private static Optional<String> find(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group()) : Optional.empty();
  }

  private static String text(Throwable failure) {
    StringBuilder text = new StringBuilder();
    for (Throwable t = failure; t != null; t = t.getCause()) {
      text.append(t).append('\n');
    }
    return text.toString();
  }

  /** The first line of the innermost error. */
  private static String root(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.toString().lines().findFirst().orElse("");
  }
}
