package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.dl4j.internal.mirror.NetworkMirror;
import org.hessianreg.dl4j.internal.mirror.Objection;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What computes the penalty of a network and its gradient for one layout of probes: a program that
 * runs the mirror's forward pass, the sweep and the backward pass.
 */
final class NetworkPlan {

  private final NetworkMirror mirror;
  private final Program program;
  private final ProgramRunner runner;
  private final PenaltySweep sweep;
  private final List<String> parameters;
  private final boolean bounded;

  private NetworkPlan(
      NetworkMirror mirror,
      Program program,
      ProgramRunner runner,
      PenaltySweep sweep,
      StepGradient gradient) {
    this.mirror = mirror;
    this.program = program;
    this.runner = runner;
    this.sweep = sweep;
    this.parameters = List.copyOf(gradient.gradients().keySet());
    this.bounded = gradient.scale().isPresent();
  }

  /**
   * Makes a plan.
   *
   * @param mirror the network's mirror
   * @param problem what is penalised in the mirror's graph
   * @param memory what the plans of the network share
   * @param directions the parameters of each direction
   * @param name a name that no variable of the graph starts with
   * @return the plan; nothing if the score is linear along every direction, so that there is no
   *     penalty
   */
  static Optional<NetworkPlan> of(
      NetworkMirror mirror,
      PenaltyProblem problem,
      PlanMemory memory,
      List<List<String>> directions,
      String name) {
    Map<String, SDVariable> own =
        problem.bound().isPresent() ? mirror.ownGradients(problem.parameters()) : Map.of();
    GraphAddition ops = GraphAddition.begin(mirror.graph(), name);
    try {
      PenaltySweep sweep = new PenaltySweep(mirror.graph(), ops, problem, memory, directions, name);
      if (sweep.sum() == null) {
        return Optional.empty();
      }
      Map<String, SDVariable> penalty =
          mirror.asTrained(sweep.gradientsOfPenalty(problem.parameters()));
      StepGradient gradient =
          problem
              .bound()
              .map(bound -> StepGradient.bounded(mirror.graph(), ops, bound, own, penalty))
              .orElseGet(() -> StepGradient.exact(penalty));
      List<String> results = new ArrayList<>(List.of(sweep.sum().name()));
      results.addAll(gradient.variables());
      if (!gradient.gradients().isEmpty()) {
        results.add(GradientWatch.append(mirror.graph(), ops, gradient.gradients()).name());
      }
      ops.commit(results);
      Program program = Program.ofGraph(mirror.graph(), results);
      ProgramRunner runner = new ProgramRunner(program, memory.pool(), ops::attach, ops::detach);
      return Optional.of(new NetworkPlan(mirror, program, runner, sweep, gradient));
    } finally {
      ops.detach();
    }
  }

  /** How many ops the program has. */
  int size() {
    return program.size();
  }

  PenaltySweep sweep() {
    return sweep;
  }

  /** The arrays that the plan reads in the network's current step. */
  List<INDArray> read() {
    return mirror.read(program.inputs());
  }

  /** What may be wrong with the arrays that {@link #read} returned last. */
  List<Objection> objections() {
    return mirror.objections();
  }

  /** Names of the parameters that the penalty depends on. */
  List<String> parameters() {
    return parameters;
  }

  /** Whether the gradients have been scaled to a bound. */
  boolean isBounded() {
    return bounded;
  }

  /** How many ops {@link #run} executed. */
  int operations() {
    return runner.operations();
  }

  /**
   * Computes the penalty and its gradient.
   *
   * @param inputs what {@link #read} returned
   * @return the sum of the quadratic forms over directions, the gradients of the weighted sum in
   *     the order of {@link #parameters}, if they are bounded what they were multiplied with, and
   *     last, if there are any, the {@link GradientWatch}
   */
  List<INDArray> run(List<INDArray> inputs) {
    return runner.run(inputs);
  }
}
