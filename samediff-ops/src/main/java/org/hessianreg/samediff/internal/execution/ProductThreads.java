package org.hessianreg.samediff.internal.execution;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOps;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The number of threads that the CPU backend's matrix products use, borrowed while a program runs.
 * It belongs to the Java thread that sets it. On another backend nothing is set.
 */
final class ProductThreads implements AutoCloseable {

  /**
   * A product with at most this many multiplications runs on one thread: to wake another takes
   * longer than it saves.
   */
  static final long SMALL = 1 << 20;

  private final NativeOps library = NativeOpsHolder.getInstance().getDeviceNativeOps();
  private final boolean isCpu = Nd4j.getEnvironment().isCPU();
  private final int all;
  private int current;

  private ProductThreads() {
    all = isCpu ? library.ompGetMaxThreads() : 1;
    current = all;
  }

  static ProductThreads borrow() {
    return new ProductThreads();
  }

  /** Sets the number for the next product: one thread, or as many as there were. */
  void use(boolean one) {
    int wanted = one ? 1 : all;
    if (wanted != current) {
      library.setOmpNumThreads(wanted);
      current = wanted;
    }
  }

  @Override
  public void close() {
    use(false);
  }
}
