package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.internal.training.Inspection;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.hessianreg.samediff.internal.training.StepHistory;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds the gradient of the penalty to the gradient of a network, before the network divides it by
 * the size of the minibatch, clips it and gives it to its updater.
 *
 * <p>It does so when the backward pass has run, while the network still knows its masks and labels,
 * and not when DL4J announces the gradient: the optimizer of a copied graph announces it to nobody.
 *
 * <p>Copies of a network may share the listener and be trained by several threads: each network has
 * a penalty of its own, with the probes of the worker that trains it.
 */
final class NetworkListener extends BaseTrainingListener {

  /** More networks than this are hardly trained in turns; a network beyond is set up again. */
  private static final int MOST_NETWORKS = 64;

  private final PenaltySettings settings;
  private final Mirrors mirrors;
  private final Inspection inspection;
  private final List<NetworkPenalty> penalties = new ArrayList<>();
  private final StepHistory history = new StepHistory();
  private volatile boolean released;

  NetworkListener(PenaltySettings settings, Mirrors mirrors, Inspection inspection) {
    this.settings = settings;
    this.mirrors = mirrors;
    this.inspection = inspection;
  }

  StepHistory history() {
    return history;
  }

  /** The penalty of a network, which moves to the front. */
  private NetworkPenalty of(Model model) {
    synchronized (penalties) {
      for (int i = 0; i < penalties.size(); i++) {
        if (penalties.get(i).isOf(model)) {
          penalties.add(0, penalties.remove(i));
          return penalties.get(0);
        }
      }
      penalties.removeIf(NetworkPenalty::isOfClosedNetwork);
      PenaltySettings own = settings.ofWorker(ParallelWorker.current());
      penalties.add(0, new NetworkPenalty(model, own, mirrors, inspection, history));
      if (penalties.size() > MOST_NETWORKS) {
        penalties.remove(MOST_NETWORKS);
      }
      return penalties.get(0);
    }
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    of(model).recordDropout(network -> network.recordDropout(activations));
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    of(model).recordDropout(network -> network.recordDropout(activations));
  }

  @Override
  public void onBackwardPass(Model model) {
    // What is made here is kept longer than a workspace of the user's is open.
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      of(model).step();
    }
  }

  /** The network would train without the penalty if only its optimizer still had this listener. */
  @Override
  public void onGradientCalculation(Model model) {
    if (!released || TrainedNetwork.isNetwork(model)) {
      of(model).requireStep();
    }
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    if (TrainedNetwork.isNetwork(model)) {
      of(model).settle();
    }
  }

  /**
   * Lets layers be pretrained: their optimizers keep the listeners that they were made with, also
   * when the network's listeners are set anew.
   */
  void release() {
    released = true;
  }
}
