package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.Optional;

/** Training with PyTorch. */
final class PeerContender implements Contender {

  private static final int FOOTPRINT_STEPS = 3;

  private final Workers workers;
  private final Optional<PyTorch> torch;
  private final Network network;
  private final PeerMethod method;

  /**
   * @param torch empty if it is not installed
   */
  PeerContender(Workers workers, Optional<PyTorch> torch, Network network, PeerMethod method) {
    this.workers = workers;
    this.torch = torch;
    this.network = network;
    this.method = method;
  }

  @Override
  public String label() {
    return method.label();
  }

  @Override
  public SliceLength slice() {
    return SliceLength.any();
  }

  @Override
  public WorkerProcess start() throws IOException, UnsupportedTrainingException {
    if (torch.isEmpty()) {
      throw new UnsupportedTrainingException("not installed");
    }
    return workers.start(torch.get().worker(network, method, workers.threads()));
  }

  /** Python frees what nothing refers to at once: any steps will do. */
  @Override
  public long footprint(WorkerProcess worker) throws IOException {
    worker.steps(FOOTPRINT_STEPS);
    return worker.memory();
  }
}
