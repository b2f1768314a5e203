package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.training.Inspection;
import org.hessianreg.samediff.internal.training.PenaltyStep;
import org.hessianreg.samediff.internal.training.StepHistory;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.ListenerVariables;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Makes {@code fit} train on the penalised loss. Just before a step looks up the gradients that it
 * computes, those of the step's program are put in their place; as soon as its session begins, they
 * have been looked up and are taken back, so that nobody else gets them and no failed step leaves
 * them.
 *
 * <p>Other listeners may use the graph in the middle of a step: SameDiff then calls this listener
 * for what they run as well. The step's own calls are known by their {@link At}, which is one
 * object from the start of {@code fit} to its end.
 */
final class PenaltyListener extends BaseListener {

  private final SameDiff owner;
  private final Inspection inspection;
  private final StepHistory history = new StepHistory();
  private final RunningSteps running = new RunningSteps();
  private final List<Listener> givenToFit = new ArrayList<>();
  private final ComposedGradients composed;
  private GraphSnapshot snapshot;
  private Optional<GraphTraining> training = Optional.empty();
  private Optional<GraphStep> step = Optional.empty();

  /** Whether the step is a program's and has run no op yet. */
  private boolean pending;

  /**
   * Creates a listener.
   *
   * @param snapshot of the owner, as it is now
   */
  PenaltyListener(SameDiff owner, Inspection inspection, GraphSnapshot snapshot) {
    this.owner = owner;
    this.inspection = inspection;
    this.composed = new ComposedGradients(owner);
    this.snapshot = snapshot;
  }

  StepHistory history() {
    return history;
  }

  boolean owns(SameDiff graph) {
    return GraphPaths.isSame(owner, graph);
  }

  /**
   * What SameDiff asks last before a step looks its gradients up. It asks on other occasions, too;
   * each of them is followed by a call of this listener, which takes the choice back.
   */
  @Override
  public boolean isActive(Operation operation) {
    boolean trains = operation == Operation.TRAINING;
    if (trains && pending) {
      training.orElseThrow().gradients().choose(step.orElseThrow().place().orElseThrow());
    }
    return trains;
  }

  private void takeBack() {
    training.ifPresent(prepared -> prepared.gradients().restore());
  }

  private boolean isOwn(At at) {
    return step.filter(current -> current.isAt(at)).isPresent();
  }

  /** What SameDiff asks first when {@code fit} begins, before it looks for a gradient function. */
  @Override
  public ListenerVariables requiredVariables(SameDiff graph) {
    givenToFit.clear();
    if (owns(graph)) {
      composed.provide(Options.bound(owner, running).settings());
    }
    return ListenerVariables.empty();
  }

  /**
   * Compares identities, and takes note of what is compared: {@code fit} does so with each listener
   * that it was given, and nowhere else are those to be found.
   */
  @Override
  @SuppressWarnings("ReferenceEquality")
  public boolean equals(Object other) {
    if (other instanceof Listener && other != this) {
      givenToFit.add((Listener) other);
    }
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  @Override
  public void operationStart(SameDiff graph, Operation operation) {
    takeBack();
    if (!GraphPaths.isSame(graph, owner.getFunction("grad"))) {
      return;
    }
    HessianTraceRegularization option = Options.bound(owner, running);
    SessionShare share = share();
    if (training.filter(now -> now.isCurrent(graph, option, share)).isPresent()) {
      return;
    }
    release();
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (!snapshot.isCurrent(owner, option.settings(), share)) {
        snapshot = GraphSnapshot.of(owner, option.settings(), share);
      }
      training =
          Optional.of(new GraphTraining(owner, graph, option, snapshot, inspection, history));
    }
  }

  private SessionShare share() {
    List<Listener> others = new ArrayList<>(givenToFit);
    others.addAll(owner.getListeners());
    others.removeIf(PenaltyListener.class::isInstance);
    Onlookers onlookers = new Onlookers(owner, others);
    List<String> losses = Losses.of(owner);
    return onlookers.watchOps() || !onlookers.evaluated().isEmpty()
        ? SessionShare.everything(owner, losses, onlookers.evaluated())
        : SessionShare.least(owner, losses);
  }

  @Override
  public void iterationStart(SameDiff graph, At at, MultiDataSet data, long etlMilliseconds) {
    takeBack();
    if (!owns(graph)) {
      return;
    }
    endStep();
    GraphTraining current = training.orElseThrow();
    ReportedLoss reported =
        new ReportedLoss(owner.getTrainingConfig(), current.problem().losses(), inspection);
    // What is made here is kept longer than a workspace of the user's is open.
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      Optional<PenaltyStep> computed = current.step(at.iteration(), at.epoch(), data);
      Optional<StepPlace> place =
          computed.map(program -> current.gradients().place(program.inputs()));
      step = Optional.of(new GraphStep(at, computed, place, reported));
    }
    pending = step.get().place().isPresent();
    current.running().begin(step.get());
  }

  @Override
  public void preOpExecution(SameDiff graph, At at, SameDiffOp op, OpContext context) {
    takeBack();
    if (isOwn(at)) {
      pending = false;
    }
  }

  @Override
  public void opExecution(
      SameDiff graph,
      At at,
      MultiDataSet data,
      SameDiffOp op,
      OpContext context,
      INDArray[] outputs) {
    takeBack();
    if (!isOwn(at)) {
      return;
    }
    Optional<StepPlace> place = step.get().place().filter(there -> there.isAt(op));
    if (place.isPresent()) {
      try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        place.get().take(step.get().computed().orElseThrow(), context);
      }
    }
    List<String> losses = training.orElseThrow().problem().losses();
    for (int i = 0; i < outputs.length; i++) {
      String name = op.getOutputsOfOp().get(i);
      if (losses.contains(name)) {
        if (step.get().computed().isEmpty()) {
          training.orElseThrow().requireUsable(name, outputs[i], at.iteration());
        }
        step.get().reported().computed(name, outputs[i]);
      }
    }
  }

  @Override
  public void preUpdate(SameDiff graph, At at, Variable parameter, INDArray update) {
    takeBack();
    if (isOwn(at)) {
      step.get()
          .reported()
          .beforeUpdate(parameter.getVariable().getArr(), at.iteration(), at.epoch());
    }
  }

  @Override
  public void iterationDone(SameDiff graph, At at, MultiDataSet data, Loss loss) {
    takeBack();
    if (!isOwn(at)) {
      requireOtherGraph(graph, at);
      return;
    }
    try {
      step.get().reported().correct(loss, step.get());
      step.get().computed().ifPresent(training.orElseThrow()::end);
    } finally {
      endStep();
    }
  }

  /** Only {@code fit} ends an iteration: of this graph, it must be the one that has begun. */
  private void requireOtherGraph(SameDiff graph, At at) {
    if (training.filter(own -> GraphPaths.isSame(graph, own.gradients().graph())).isPresent()) {
      throw new HessianTraceException(
          String.format(
              "A listener has called sd.fit in the middle of iteration %d of the same graph's"
                  + " training.",
              at.iteration()),
          "call it between epochs, or in iterationDone of a listener that is added after"
              + " HessianTrace.enable(sd).");
    }
  }

  /** The user's graph ends its training; its gradient function ends what a listener has run. */
  @Override
  public void operationEnd(SameDiff graph, Operation operation) {
    takeBack();
    if (owns(graph)) {
      endStep();
    }
  }

  private void endStep() {
    takeBack();
    pending = false;
    step.ifPresent(ended -> training.orElseThrow().running().end(ended));
    step = Optional.empty();
  }

  /** Leaves the graph as it was before the penalty. */
  void leave() {
    release();
    composed.withdraw();
  }

  /** Leaves the gradient function as SameDiff made it. */
  private void release() {
    endStep();
    training.ifPresent(prepared -> prepared.gradients().release());
    training = Optional.empty();
  }
}
