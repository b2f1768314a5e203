package org.hessianreg.samediff.backend;

import java.util.List;
import org.hessianreg.samediff.HessianTraceException;

/**
 * The kernels in nd4j-cuda-11.6 1.0.0-M2.1: machine code only, no PTX that a driver could compile.
 */
final class Kernels {

  static final String FIX =
      "leave only GPUs of Kepler (3.7) to Ampere visible (CUDA_VISIBLE_DEVICES)";

  private static final List<Capability> COMPILED =
      List.of(
          new Capability(3, 7),
          new Capability(5, 0),
          new Capability(5, 2),
          new Capability(6, 0),
          new Capability(6, 1),
          new Capability(7, 0),
          new Capability(7, 5),
          new Capability(8, 0),
          new Capability(8, 6));

  private Kernels() {}

  /** Machine code runs on its own generation, from the minor version it was compiled for on. */
  static boolean runOn(Capability device) {
    return COMPILED.stream().anyMatch(device::runsCodeFor);
  }

  static void require(Capability device) {
    if (!runOn(device)) {
      throw new HessianTraceException(
          String.format(
              "This GPU has compute capability %s, but nd4j-cuda-11.6 1.0.0-M2.1 has kernels for %s"
                  + " to %s only and none that a newer GPU could run.",
              device, COMPILED.get(0), COMPILED.get(COMPILED.size() - 1)),
          FIX + ", or leave out -Pcuda for the CPU backend.");
    }
  }
}
