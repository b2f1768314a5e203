package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.Optional;
import org.nd4j.linalg.factory.Nd4j;

/** Training with PyTorch, on a GPU where ND4J uses one. */
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
    String device = Nd4j.getEnvironment().isCPU() ? "cpu" : "cuda";
    return workers.start(torch.get().worker(network, method, workers.threads(), device));
  }

  /** Python frees what nothing refers to at once: any steps will do. */
  @Override
  public long footprint(WorkerProcess worker) throws IOException {
    worker.steps(FOOTPRINT_STEPS);
    return worker.memory();
  }
}
