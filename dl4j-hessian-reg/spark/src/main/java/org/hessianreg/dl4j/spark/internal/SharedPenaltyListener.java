package org.hessianreg.dl4j.spark.internal;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.TaskContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.CollectionAccumulator;
import org.apache.spark.util.TaskCompletionListener;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.spark.WorkerPenalty;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Adds the penalty's gradient to that of the networks that executors train for DL4J's shared
 * master, before their updater makes the update of it that is shared. A copy comes with every task.
 */
public final class SharedPenaltyListener extends BaseTrainingListener implements Serializable {

  private static final long serialVersionUID = 1L;

  private final Broadcast<SharedPenalties> sent;
  private final CollectionAccumulator<WorkerPenalty> history;

  /** The driver's network, which stays on the driver: null where the listener has been read. */
  private final transient Model driver;

  /** Of the driver's network, as of when the listener was written last. */
  private int iteration;

  private int epoch;

  /** Those of this JVM: null on the driver, where nothing trains. */
  private transient SharedPenalties penalties;

  /**
   * Creates the driver's listener.
   *
   * @param sent the penalties of each JVM
   * @param history takes what penalised steps compute
   * @param driver the driver's network
   */
  public SharedPenaltyListener(
      Broadcast<SharedPenalties> sent, CollectionAccumulator<WorkerPenalty> history, Model driver) {
    this.sent = sent;
    this.history = history;
    this.driver = driver;
  }

  private void writeObject(ObjectOutputStream out) throws IOException {
    if (driver != null) {
      NetworkTrainee counts = NetworkTrainee.of(driver);
      iteration = counts.iteration();
      epoch = counts.epoch();
    }
    out.defaultWriteObject();
  }

  private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
    in.defaultReadObject();
    TaskContext task = TaskContext.get();
    if (task != null) {
      penalties = sent.value();
      penalties.begin(iteration, epoch);
      task.addTaskCompletionListener((TaskCompletionListener) ended -> penalties.end(history));
    }
  }

  private void forward(Model network, Consumer<TrainingListener> event) {
    penalties.call(network, penalty -> event.accept(penalty.listener()));
  }

  @Override
  public void onEpochStart(Model network) {
    penalties.setCounts(network);
  }

  @Override
  public void onForwardPass(Model network, List<INDArray> activations) {
    forward(network, listener -> listener.onForwardPass(network, activations));
  }

  @Override
  public void onForwardPass(Model network, Map<String, INDArray> activations) {
    forward(network, listener -> listener.onForwardPass(network, activations));
  }

  @Override
  public void onBackwardPass(Model network) {
    forward(network, listener -> listener.onBackwardPass(network));
  }

  @Override
  public void onGradientCalculation(Model network) {
    forward(network, listener -> listener.onGradientCalculation(network));
  }

  @Override
  public void iterationDone(Model network, int iterationOfNetwork, int epochOfNetwork) {
    forward(network, l -> l.iterationDone(network, iterationOfNetwork, epochOfNetwork));
    penalties.call(network, penalty -> penalty.end(iterationOfNetwork));
  }
}
