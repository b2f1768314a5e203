package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.samediff.calculus.SingularOps;
import org.hessianreg.samediff.graph.GraphPaths;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Makes {@code fit} train on the penalised loss. At the start of a step it chooses the gradients
 * that the step computes; as soon as the step's first op runs the choice has been read and is taken
 * back, so that nobody else, and no failed step, leaves the gradient function changed.
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
  private boolean chosen;
  private MultiDataSet batch;

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

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void operationStart(SameDiff graph, Operation operation) {
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
    PenaltyProblem problem = PenaltyProblem.of(owner, current);
    gradients = GradientGraph.of(owner, graph, problem);
    drawer = new ProbeDrawer(current);
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
    if (!owns(graph)) {
      return;
    }
    batch = data;
    plan = null;
    step = PenaltyStep.plain(at.iteration());
    reported =
        new ReportedLoss(owner.getTrainingConfig(), gradients.problem().losses(), inspection);
    double coefficient = option.coefficientAt(at.iteration(), at.epoch());
    if (coefficient > 0.0 && at.iteration() % option.interval() == 0) {
      penalise(at.iteration(), coefficient);
    }
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
    gradients.penalise(plan);
    chosen = true;
  }

  @Override
  public void preOpExecution(SameDiff graph, At at, SameDiffOp op, OpContext context) {
    if (chosen) {
      gradients.restore();
      chosen = false;
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
    if (step == null) {
      return;
    }
    if (plan != null && op.getName().equals(plan.op())) {
      plan.run(context, step);
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
    if (step != null) {
      reported.beforeUpdate(parameter.getVariable().getArr(), at.iteration(), at.epoch());
    }
  }

  @Override
  public void iterationDone(SameDiff graph, At at, MultiDataSet data, Loss loss) {
    if (step == null) {
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

  @Override
  public void operationEnd(SameDiff graph, Operation operation) {
    endStep();
  }

  private void endStep() {
    step = null;
    plan = null;
    batch = null;
    if (option != null) {
      option.end();
    }
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
    return diagnosis()
        + (inspection == Inspection.AT_ONCE
            ? "; no parameter was changed in it"
            : "; the parameters were updated in it as if their gradients were zero");
  }

  /** Where the loss is steepest. */
  private String diagnosis() {
    return Steepest.describe(gradients.graph(), placeholders(), gradients.problem().parameters());
  }

  /** An op with an infinite derivative, if there is one. */
  private Optional<SingularOps.Explanation> singularity() {
    PenaltyProblem problem = gradients.problem();
    SingularOps ops = SingularOps.between(owner, problem.parameters(), problem.losses());
    return ops.explain(Steepest.values(gradients.graph(), placeholders(), ops.variables()));
  }

  private Map<String, INDArray> placeholders() {
    Map<String, INDArray> placeholders = new HashMap<>();
    List<String> features = owner.getTrainingConfig().getDataSetFeatureMapping();
    for (int i = 0; i < features.size(); i++) {
      placeholders.put(features.get(i), batch.getFeatures(i));
    }
    List<String> labels = owner.getTrainingConfig().getDataSetLabelMapping();
    for (int i = 0; labels != null && i < labels.size(); i++) {
      placeholders.put(labels.get(i), batch.getLabels(i));
    }
    return placeholders;
  }
}
