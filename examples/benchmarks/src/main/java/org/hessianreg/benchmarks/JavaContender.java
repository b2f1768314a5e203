package org.hessianreg.benchmarks;

import java.io.IOException;

/** Training with this library, or without a penalty beside it. */
final class JavaContender implements Contender {

  private static final int FOOTPRINT_STEPS = 3;

  private final Workers workers;
  private final Subject subject;
  private final Method method;

  JavaContender(Workers workers, Subject subject, Method method) {
    this.workers = workers;
    this.subject = subject;
    this.method = method;
  }

  @Override
  public String label() {
    return method.label();
  }

  @Override
  public SliceLength slice() {
    return method.slice();
  }

  @Override
  public WorkerProcess start() throws IOException, UnsupportedTrainingException {
    return workers.java(Worker.class, subject.label(), method.label());
  }

  @Override
  public long footprint(WorkerProcess worker) throws IOException {
    return worker.footprint(FOOTPRINT_STEPS);
  }
}
