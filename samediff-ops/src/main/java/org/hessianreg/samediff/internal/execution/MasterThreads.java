package org.hessianreg.samediff.internal.execution;

import org.nd4j.linalg.factory.Nd4j;

/**
 * ND4J's number of threads for elementwise ops, borrowed while a program runs. It is one number for
 * the whole process, so the first borrower notes it and the last to return it restores it, however
 * many Java threads run programs at the same time; in between they may slow each other down.
 */
final class MasterThreads implements AutoCloseable {

  private static final Object LOCK = new Object();

  /** As process-wide as what they stand for. */
  private static int borrowers;

  private static int original;

  private final int all;
  private int current;

  private MasterThreads(int all) {
    this.all = all;
    this.current = all;
  }

  static MasterThreads borrow() {
    synchronized (LOCK) {
      if (borrowers++ == 0) {
        original = Nd4j.getEnvironment().maxMasterThreads();
      }
      return new MasterThreads(original);
    }
  }

  /** Sets the number for the next op: one thread, or as many as there were. */
  void use(boolean one) {
    int wanted = one ? 1 : all;
    if (wanted != current) {
      Nd4j.getEnvironment().setMaxMasterThreads(wanted);
      current = wanted;
    }
  }

  @Override
  public void close() {
    synchronized (LOCK) {
      if (--borrowers == 0) {
        Nd4j.getEnvironment().setMaxMasterThreads(original);
      }
    }
  }
}
