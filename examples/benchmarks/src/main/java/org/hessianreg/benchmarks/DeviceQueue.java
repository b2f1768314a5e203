package org.hessianreg.benchmarks;

import org.nd4j.linalg.factory.Nd4j;

/** What a GPU has been told to do and may not have done yet; a CPU has always done it. */
final class DeviceQueue {

  private DeviceQueue() {}

  /** The time, once everything that was asked for before is computed. */
  static long nanosWhenDone() {
    Nd4j.getExecutioner().commit();
    return System.nanoTime();
  }
}
