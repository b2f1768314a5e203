package org.hessianreg.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.dl4j.mirror.NetworkMirror;
import org.hessianreg.dl4j.mirror.TrainedNetwork;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.graph.HessianGraphException;
import org.nd4j.linalg.api.buffer.DataType;
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
    private boolean verified;

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

  /** Collects what the step that has just run backward has read, if it is to be penalised. */
  void collect() {
    forget();
    int iteration = network.iteration();
    double coefficient = option.coefficientAt(iteration, network.epoch());
    if (coefficient == 0.0 || iteration % option.interval() != 0) {
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
    if (!shape.verified) {
      requireSameScore(plan.run(inputs).get(0).getDouble(0));
      shape.verified = true;
    }
  }

  /** A mirror that computes something else than the network must not train it. */
  private void requireSameScore(double mirrored) {
    double score = network.score();
    double tolerance = network.dataType() == DataType.DOUBLE ? 1e-6 : 1e-2;
    if (Math.abs(mirrored - score) > tolerance * Math.max(1.0, Math.abs(score))) {
      throw new HessianGraphException(
          String.format(
              "The mirror of the network has the score %s, but the network has %s: a layer"
                  + " computes something else than its mirror.",
              mirrored, score),
          "correct the mirrors that you have added, or report the network's configuration as a"
              + " defect of this library.");
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
      if (plan != null) {
        List<INDArray> results = plan.run(inputs);
        step.computed(results.get(1), plan.operations());
        step.requireFinite();
        for (int i = 0; i < plan.parameters().size(); i++) {
          add(plan.parameters().get(i), results.get(i + 2));
        }
      }
      return step.record();
    } finally {
      forget();
    }
  }

  private void add(String parameter, INDArray gradient) {
    INDArray view = network.gradient(parameter);
    if (view == null) {
      throw new HessianGraphException(
          String.format("The network has no gradient for parameter '%s'.", parameter),
          "report the network's configuration as a defect of this library.");
    }
    view.addi(gradient);
  }

  private void forget() {
    step = null;
    plan = null;
    inputs = null;
  }
}
