package org.hessianreg.dl4j;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.SingularOps;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The penalty of one network. Not thread-safe: a network is trained by one thread at a time. */
final class NetworkPenalty {

  private final TrainedNetwork network;
  private final HessianTraceRegularization option;
  private final Inspection inspection;
  private final Consumer<PenaltyRecord> history;
  private final ProbeDrawer drawer;
  private final PlanMemory memory = new PlanMemory();
  private final KeptMirrors kept;
  private final Comparisons comparisons;
  private boolean stepped;
  private PenaltyStep unsettled;

  /**
   * Creates the penalty of a network.
   *
   * @param history takes what penalised iterations have computed
   */
  NetworkPenalty(
      Model model,
      HessianTraceRegularization option,
      Mirrors mirrors,
      Inspection inspection,
      Consumer<PenaltyRecord> history) {
    this.network = TrainedNetwork.of(model);
    this.option = option;
    this.inspection = inspection;
    this.history = history;
    this.drawer = new ProbeDrawer(option);
    this.kept = new KeptMirrors(network, mirrors, option);
    this.comparisons = new Comparisons(network);
  }

  /** Whether this is the penalty of a model, and of its layers as they are now. */
  boolean isOf(Model model) {
    return network.isOf(model);
  }

  /** Whether the arrays of the network are gone. */
  boolean isOfClosedNetwork() {
    return network.isClosed();
  }

  /** Builds all that training will need for the shapes of the current step. */
  void rehearse() {
    network.endDropout();
    MirroredShape shape = kept.current();
    ProbeLayout layout = ProbeLayout.complete(option, shape.problem().probed());
    shape.plan(memory, layout.directions());
  }

  /** The coefficient of the current step; 0 if it is not to be penalised. */
  private double coefficient() {
    int iteration = network.iteration();
    return iteration % option.interval() == 0
        ? option.coefficientAt(iteration, network.epoch())
        : 0.0;
  }

  /** Records what dropout draws in the step that is rehearsed. */
  void rehearseDropout(Consumer<TrainedNetwork> recording) {
    recording.accept(network);
  }

  /** Records what dropout draws in a step whose forward pass has run, if it is to be penalised. */
  void recordDropout(Consumer<TrainedNetwork> recording) {
    if (coefficient() != 0.0) {
      recording.accept(network);
    }
  }

  /**
   * Adds the penalty's gradient to the network's gradient. To be called when the network's backward
   * pass has run, and before the network forgets the masks and labels of the step.
   */
  void step() {
    // The optimizer of a copied graph does not announce the end of an iteration.
    settle();
    stepped = true;
    network.endDropout();
    int iteration = network.iteration();
    double coefficient = coefficient();
    if (coefficient == 0.0) {
      return;
    }
    MirroredShape shape = kept.current();
    ProbeLayout layout = ProbeLayout.draw(option, shape.problem().probed(), iteration);
    PenaltyStep step =
        PenaltyStep.penalised(
            iteration,
            coefficient,
            layout.scale(),
            inspection,
            new StepReport(
                () -> consequences(shape.problem().parameters()), () -> singularity(shape)));
    Optional<NetworkPlan> plan =
        layout.directions().isEmpty() ? Optional.empty() : shape.plan(memory, layout.directions());
    comparisons.require(shape);
    if (plan.isPresent()) {
      PenaltySweep sweep = plan.get().sweep();
      if (option.direction() == null) {
        sweep.draw(drawer, iteration);
      } else {
        sweep.assign(option.direction());
      }
      sweep.weigh(coefficient * layout.scale() * network.gradientScale());
      add(plan.get(), step);
      shape.ready();
    }
    unsettled = step;
    if (inspection == Inspection.AT_ONCE) {
      settle();
    }
  }

  /**
   * Ends the iteration.
   *
   * @throws HessianTraceException if the penalty has turned out to be of no use
   */
  void settle() {
    PenaltyStep step = unsettled;
    unsettled = null;
    if (step != null) {
      history.accept(step.record());
      step.settle();
    }
  }

  /** For the message about a penalty that is no number. */
  private String consequences(List<String> parameters) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    boolean atOnce = inspection == Inspection.AT_ONCE;
    for (String parameter : parameters) {
      // At the end of an iteration the updater has made the updates of them.
      INDArray gradient = network.requireGradient(parameter);
      gradients.put(parameter, atOnce ? gradient.div(network.gradientScale()) : gradient);
    }
    return atOnce
        ? Steepest.describe("the gradient of the loss", gradients)
            + "; no parameter was changed in it"
        : Steepest.describe("the update", gradients)
            + "; the parameters were updated in it without the penalty";
  }

  /** Looks for an op with an infinite derivative; at the end of an iteration all has changed. */
  private Optional<SingularOps.Explanation> singularity(MirroredShape shape) {
    if (inspection == Inspection.AT_END) {
      return Optional.empty();
    }
    PenaltyProblem problem = shape.problem();
    SingularOps ops =
        SingularOps.between(shape.mirror().graph(), problem.parameters(), problem.losses());
    List<String> outputs = List.copyOf(ops.variables());
    if (outputs.isEmpty()) {
      return Optional.empty();
    }
    Program program = Program.ofGraph(shape.mirror().graph(), outputs);
    List<INDArray> values =
        new ProgramRunner(program, new ArrayPool(), () -> {}, () -> {})
            .run(shape.mirror().read(program.inputs()));
    Map<String, INDArray> byName = new LinkedHashMap<>();
    outputs.forEach(output -> byName.put(output, values.get(byName.size())));
    return ops.explain(byName);
  }

  private void add(NetworkPlan plan, PenaltyStep step) {
    List<INDArray> inputs = plan.read();
    step.object(plan.objections());
    List<INDArray> results = plan.run(inputs);
    Map<String, INDArray> computed = new LinkedHashMap<>();
    plan.parameters().forEach(name -> computed.put(name, results.get(computed.size() + 1)));
    step.computed(results.get(0), results.get(results.size() - 1), computed, plan.operations());
    for (int i = 0; i < plan.parameters().size(); i++) {
      INDArray gradient = results.get(i + 1);
      INDArray to = network.requireGradient(plan.parameters().get(i));
      step.add(gradient, to, () -> memory.scratch(gradient));
    }
    if (plan.isBounded()) {
      step.scaled(results.get(plan.parameters().size() + 1));
    }
  }

  /** Refuses to let a network be trained by a gradient that the penalty was not added to. */
  void requireStep() {
    if (!stepped) {
      throw new HessianTraceException(
          "The network's optimizer has the listener that adds the Hessian-trace penalty, but the"
              + " network itself has not: a copy that shares its list of listeners has changed it.",
          "call HessianTrace.enable(net, reg) again, and give copies listeners of their own before"
              + " that.");
    }
    stepped = false;
  }
}
