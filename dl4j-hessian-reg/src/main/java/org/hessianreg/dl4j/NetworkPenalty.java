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
import org.hessianreg.samediff.internal.training.Inspection;
import org.hessianreg.samediff.internal.training.PenaltyEngine;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.hessianreg.samediff.internal.training.PenaltyStep;
import org.hessianreg.samediff.internal.training.StepHistory;
import org.hessianreg.samediff.internal.training.StepReport;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The penalty of one network. Not thread-safe: a network is trained by one thread at a time. */
final class NetworkPenalty {

  private final TrainedNetwork network;
  private final PenaltyEngine engine;
  private final KeptMirrors kept;
  private final Comparisons comparisons;
  private boolean stepped;
  private Optional<PenaltyStep> unsettled = Optional.empty();

  /**
   * Creates the penalty of a network.
   *
   * @param history takes what penalised iterations have computed
   */
  NetworkPenalty(
      Model model,
      PenaltySettings settings,
      Mirrors mirrors,
      Inspection inspection,
      StepHistory history) {
    this.network = TrainedNetwork.of(model);
    this.engine = new PenaltyEngine(settings, inspection, history);
    this.kept = new KeptMirrors(network, mirrors, settings);
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
    kept.current().planned().rehearse(engine.settings());
  }

  private boolean isPenalised() {
    return engine.isPenalised(network.iteration(), network.epoch());
  }

  /** Records what dropout draws in the step that is rehearsed. */
  void rehearseDropout(Consumer<TrainedNetwork> recording) {
    recording.accept(network);
  }

  /** Records what dropout draws in a step whose forward pass has run, if it is to be penalised. */
  void recordDropout(Consumer<TrainedNetwork> recording) {
    if (isPenalised()) {
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
    if (!isPenalised()) {
      return;
    }
    MirroredShape shape = kept.current();
    StepReport report = new StepReport(() -> consequences(shape), () -> singularity(shape));
    PenaltyStep step =
        engine.penalised(
            network.iteration(), network.epoch(), shape.planned(), network.gradientScale(), report);
    comparisons.require(shape);
    step.run(shape, (parameter, gradient) -> network.requireGradient(parameter).addi(gradient));
    unsettled = Optional.of(step);
    if (engine.inspection() == Inspection.AT_ONCE) {
      settle();
    }
  }

  /**
   * Ends the iteration.
   *
   * @throws HessianTraceException if the penalty turns out not to be finite
   */
  void settle() {
    Optional<PenaltyStep> ended = unsettled;
    unsettled = Optional.empty();
    ended.ifPresent(engine::end);
  }

  /** For the message about a penalty that is not finite. */
  private String consequences(MirroredShape shape) {
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    boolean atOnce = engine.inspection() == Inspection.AT_ONCE;
    for (String parameter : shape.planned().problem().parameters()) {
      // At the end of an iteration the updater has made the updates of them.
      INDArray gradient = network.requireGradient(parameter);
      gradients.put(parameter, atOnce ? gradient.div(network.gradientScale()) : gradient);
    }
    return atOnce
        ? LargestGradient.describe("the gradient of the loss", gradients)
            + "; no parameter was changed in it"
        : LargestGradient.describe("the update", gradients)
            + "; the parameters were updated in it without the penalty";
  }

  /** Looks for an op with an infinite derivative; at the end of an iteration all has changed. */
  private Optional<SingularOps.Explanation> singularity(MirroredShape shape) {
    if (engine.inspection() == Inspection.AT_END) {
      return Optional.empty();
    }
    PenaltyProblem problem = shape.planned().problem();
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

  /** Refuses to let a network be trained by a gradient that the penalty was not added to. */
  void requireStep() {
    if (!stepped) {
      throw new HessianTraceException(
          "The network's optimizer has the listener that adds the Hessian-trace penalty, but the network itself does not: a copy that shares its list of listeners has changed the list.",
          "call HessianTrace.enable(net, reg) again, and give copies listeners of their own before"
              + " that.");
    }
    stepped = false;
  }
}
