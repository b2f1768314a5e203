package org.hessianreg.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.deeplearning4j.nn.api.Model;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.dl4j.mirror.NetworkMirror;
import org.hessianreg.dl4j.mirror.TrainedNetwork;
import org.hessianreg.samediff.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The penalty of one network. What a step reads is collected when the network's backward pass has
 * run, since the network forgets its masks and labels after it; the penalty is computed and its
 * gradient added when the network's gradient is complete. Not thread-safe: a network is trained by
 * one thread at a time.
 */
final class NetworkPenalty {

  private final TrainedNetwork network;
  private final HessianTraceRegularization option;
  private final Mirrors mirrors;
  private final ProbeDrawer drawer;
  private final PlanMemory memory = new PlanMemory();
  private final Map<Object, MirroredShape> shapes = new RecentlyUsed<>();
  private boolean verified;
  private MirrorCheck check;
  private PenaltyStep step;
  private NetworkPlan plan;
  private List<INDArray> inputs;

  NetworkPenalty(Model model, HessianTraceRegularization option, Mirrors mirrors) {
    this.network = TrainedNetwork.of(model);
    this.option = option;
    this.mirrors = mirrors;
    this.drawer = new ProbeDrawer(option);
  }

  /** Whether this is the penalty of a model, and of its layers as they are now. */
  boolean isOf(Model model) {
    return network.isOf(model);
  }

  /** A mirror for minibatches of one shape, and the plans made on it. */
  private static final class MirroredShape {

    private final NetworkMirror mirror;
    private final PenaltyProblem problem;
    private final Map<List<List<String>>, NetworkPlan> plans = new RecentlyUsed<>();
    private int built;

    MirroredShape(NetworkMirror mirror, HessianTraceRegularization option) {
      Set<String> ends =
          option.curvature() == Curvature.GAUSS_NEWTON ? mirror.modelEnds() : Set.of();
      this.mirror = mirror;
      this.problem =
          PenaltyProblem.of(mirror.graph(), List.of(mirror.score()), option, ends, Set.of());
    }

    NetworkPlan plan(PlanMemory memory, List<List<String>> directions) {
      NetworkPlan plan = plans.get(directions);
      if (plan == null && !plans.containsKey(directions)) {
        plan = NetworkPlan.of(mirror, problem, memory, directions, "hessian_" + built++);
        plans.put(directions, plan);
      }
      return plan;
    }
  }

  /** Builds all that training will need for the shapes of the current step. */
  void rehearse() {
    MirroredShape shape = mirrored();
    ProbeLayout layout = ProbeLayout.complete(option, shape.problem.probed());
    shape.plan(memory, layout.directions());
  }

  private MirroredShape mirrored() {
    return shapes.computeIfAbsent(
        network.shapes(), key -> new MirroredShape(NetworkMirror.of(network, mirrors), option));
  }

  /** The coefficient of the current step; 0 if it is not to be penalised. */
  private double coefficient() {
    int iteration = network.iteration();
    return iteration % option.interval() == 0
        ? option.coefficientAt(iteration, network.epoch())
        : 0.0;
  }

  /** Records what dropout draws in a step whose forward pass has run, if it is to be penalised. */
  void recordDropout(Consumer<TrainedNetwork> recording) {
    if (coefficient() != 0.0) {
      recording.accept(network);
    }
  }

  /** Collects what the step that has just run backward has read, if it is to be penalised. */
  void collect() {
    forget();
    network.endDropout();
    int iteration = network.iteration();
    double coefficient = coefficient();
    if (coefficient == 0.0) {
      return;
    }
    MirroredShape shape = mirrored();
    ProbeLayout layout = ProbeLayout.draw(option, shape.problem.probed(), iteration);
    step = PenaltyStep.penalised(iteration, coefficient, layout.scale(), () -> "");
    plan = layout.directions().isEmpty() ? null : shape.plan(memory, layout.directions());
    if (plan == null) {
      return;
    }
    if (option.direction() == null) {
      plan.sweep().draw(drawer, iteration);
    } else {
      plan.sweep().assign(option.direction());
    }
    plan.sweep().weigh(coefficient * layout.scale() * network.gradientScale());
    inputs = plan.read();
    if (!verified) {
      check = new MirrorCheck(network, shape.mirror, shape.problem.parameters());
    }
  }

  /**
   * Adds the penalty's gradient to the network's gradient.
   *
   * @return what was computed; null if the step is a plain one
   */
  PenaltyRecord apply() {
    if (step == null) {
      return null;
    }
    try {
      if (check != null) {
        check.require();
        verified = true;
      }
      if (plan != null) {
        List<INDArray> results = plan.run(inputs);
        step.computed(results.get(0), plan.operations());
        step.requireFinite();
        for (int i = 0; i < plan.parameters().size(); i++) {
          INDArray gradient = network.requireGradient(plan.parameters().get(i));
          // The gradient of a row may be a vector.
          gradient.addi(results.get(i + 1).reshape(gradient.shape()));
        }
      }
      return step.record();
    } finally {
      forget();
    }
  }

  private void forget() {
    step = null;
    plan = null;
    inputs = null;
    check = null;
  }
}
