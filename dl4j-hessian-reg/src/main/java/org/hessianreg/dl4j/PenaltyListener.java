package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.SingularOps;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
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
 * computes, the penalised ones are put in their place; as soon as its session begins, they have
 * been looked up and are taken back, so that nobody else gets them and no failed step leaves them.
 *
 * <p>Other listeners may use the graph in the middle of a step: SameDiff then calls this listener
 * for what they run as well. The step's own calls are known by their {@link At}, which is one
 * object from the start of {@code fit} to its end.
 */
final class PenaltyListener extends BaseListener {

  private final SameDiff owner;
  private final Inspection inspection;
  private final List<PenaltyRecord> history = Collections.synchronizedList(new ArrayList<>());
  private HessianTraceRegularization option;
  private GradientGraph gradients;
  private List<Object> appearance;
  private ProbeDrawer drawer;
  private PenaltyStep step;
  private PenaltyPlan plan;
  private ReportedLoss reported;
  private MultiDataSet batch;
  private At position;

  /** Whether the step has a plan and has run no op yet. */
  private boolean pending;

  PenaltyListener(SameDiff owner, Inspection inspection) {
    this.owner = owner;
    this.inspection = inspection;
  }

  List<PenaltyRecord> history() {
    synchronized (history) {
      return List.copyOf(history);
    }
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
    boolean training = operation == Operation.TRAINING;
    if (training && pending) {
      gradients.choose(plan);
    }
    return training;
  }

  private void takeBack() {
    if (gradients != null) {
      gradients.restore();
    }
  }

  @SuppressWarnings("ReferenceEquality") // Another run may be at the same position.
  private boolean isOwn(At at) {
    return step != null && at == position;
  }

  @Override
  public void operationStart(SameDiff graph, Operation operation) {
    takeBack();
    if (!GraphPaths.isSame(graph, owner.getFunction("grad"))) {
      return;
    }
    HessianTraceRegularization current = Options.only(owner);
    List<Object> seen = appearance();
    boolean same = gradients != null && GraphPaths.isSame(gradients.graph(), graph);
    if (same && option == current && seen.equals(appearance)) {
      return;
    }
    release();
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      gradients = GradientGraph.of(owner, graph, PenaltyProblem.of(owner, current));
      drawer = new ProbeDrawer(current);
    }
    option = current;
    appearance = seen;
  }

  /** What differs when the user has changed the graph; SameDiff's graphs only grow. */
  private List<Object> appearance() {
    return List.of(
        owner.getOps().size(),
        owner.getVariables().size(),
        Losses.of(owner),
        PenaltyProblem.evaluated(owner));
  }

  @Override
  public void iterationStart(SameDiff graph, At at, MultiDataSet data, long etlMilliseconds) {
    takeBack();
    if (!owns(graph)) {
      return;
    }
    endStep();
    position = at;
    batch = data;
    step = PenaltyStep.plain(at.iteration());
    reported =
        new ReportedLoss(owner.getTrainingConfig(), gradients.problem().losses(), inspection);
    double coefficient = option.coefficientAt(at.iteration(), at.epoch());
    // What is made here is kept longer than a workspace of the user's is open.
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      if (coefficient > 0.0 && at.iteration() % option.interval() == 0) {
        penalise(at.iteration(), coefficient);
      }
      if (plan == null) {
        plan = gradients.planWithoutPenalty();
      }
    }
    pending = plan != null;
    option.begin(step);
  }

  private void penalise(int iteration, double coefficient) {
    ProbeLayout layout = ProbeLayout.draw(option, gradients.problem().probed(), iteration);
    step =
        PenaltyStep.penalised(
            iteration,
            coefficient,
            layout.scale(),
            inspection,
            new StepReport(this::consequences, this::singularity));
    plan = layout.directions().isEmpty() ? null : gradients.plan(layout.directions());
    if (plan == null) {
      return;
    }
    if (option.direction() == null) {
      plan.sweep().draw(drawer, iteration);
    } else {
      plan.sweep().assign(option.direction());
    }
    plan.sweep().weigh(coefficient * layout.scale());
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
    if (plan != null && op.getName().equals(plan.op())) {
      try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
        plan.run(context, step);
      }
      return;
    }
    for (int i = 0; i < outputs.length; i++) {
      String name = op.getOutputsOfOp().get(i);
      if (gradients.problem().losses().contains(name)) {
        reported.computed(name, outputs[i]);
      }
    }
  }

  @Override
  public void preUpdate(SameDiff graph, At at, Variable parameter, INDArray update) {
    takeBack();
    if (isOwn(at)) {
      reported.beforeUpdate(parameter.getVariable().getArr(), at.iteration(), at.epoch());
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
      if (step.isPenalised()) {
        history.add(step.record());
      }
      reported.correct(loss, step);
      step.settle();
    } finally {
      endStep();
    }
  }

  /** Only {@code fit} ends an iteration: of this graph, it must be the one that has begun. */
  private void requireOtherGraph(SameDiff graph, At at) {
    if (gradients != null && GraphPaths.isSame(graph, gradients.graph())) {
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
    if (step != null) {
      option.end(step);
    }
    step = null;
    plan = null;
    batch = null;
    position = null;
  }

  /** Leaves the gradient function as SameDiff made it. */
  void release() {
    endStep();
    if (gradients != null) {
      gradients.release();
      gradients = null;
    }
  }

  /** For the message about a penalty that is no number. */
  private String consequences() {
    return Steepest.describe(gradients.graph(), batch, gradients.problem().parameters())
        + (inspection == Inspection.AT_ONCE
            ? "; no parameter was changed in it"
            : "; the parameters were updated in it as if their gradients were zero");
  }

  /** An op with an infinite derivative, if there is one. */
  private Optional<SingularOps.Explanation> singularity() {
    PenaltyProblem problem = gradients.problem();
    SingularOps ops = SingularOps.between(owner, problem.parameters(), problem.losses());
    return ops.explain(Steepest.values(gradients.graph(), batch, ops.variables()));
  }
}
