package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What computes a step for one layout of probes: forward pass, Taylor sweep and backward pass. */
final class StepProgram {

  private final Program program;
  private final ProgramRunner runner;
  private final PenaltySweep sweep;
  private final int reported;
  private final List<String> parameters;
  private final boolean bounded;
  private final BuildProgress progress;
  private boolean hasRun;

  private StepProgram(
      Program program,
      ProgramRunner runner,
      PenaltySweep sweep,
      int reported,
      StepGradient gradient,
      BuildProgress progress) {
    this.program = program;
    this.runner = runner;
    this.sweep = sweep;
    this.reported = reported;
    this.parameters = List.copyOf(gradient.gradients().keySet());
    this.bounded = gradient.scale().isPresent();
    this.progress = progress;
  }

  /**
   * Builds a program.
   *
   * @param problem what is penalised
   * @param memory what the programs of the graph share
   * @param directions the parameters of each direction; none for the gradient of the losses alone
   * @param name a name that no variable of the graph starts with
   * @param progress reports when the program has run for the first time
   * @return the program, without a penalty if the losses are linear along every direction
   */
  static StepProgram of(
      ForwardGraph forward,
      PenaltyProblem problem,
      PlanMemory memory,
      List<List<String>> directions,
      String name,
      BuildProgress progress) {
    SameDiff graph = forward.graph();
    Optional<Map<String, SDVariable>> known =
        problem.bound().isPresent()
            ? forward.lossGradients().map(given -> given.declare(problem.parameters()))
            : Optional.empty();
    GraphAddition ops = GraphAddition.begin(graph, name);
    try {
      PenaltySweep sweep = new PenaltySweep(graph, ops, problem, memory, directions, name);
      StepGradient gradient = StepGradient.of(forward, ops, sweep, problem, known);
      List<String> results = new ArrayList<>(forward.reported());
      results.addAll(gradient.variables());
      sweep.sum().ifPresent(sum -> results.add(sum.name()));
      if (sweep.sum().isPresent() && !gradient.gradients().isEmpty()) {
        results.add(GradientWatch.append(graph, ops, gradient.gradients()).name());
      }
      ops.commit(results);
      Program program = Program.of(graph, ops, results, forward.given());
      ProgramRunner runner = new ProgramRunner(program, memory.pool(), ops::attach, ops::detach);
      return new StepProgram(program, runner, sweep, forward.reported().size(), gradient, progress);
    } finally {
      ops.detach();
    }
  }

  /** Where the probes and the weight of the penalty go. */
  PenaltySweep sweep() {
    return sweep;
  }

  /** Whether there is a penalty, and not the gradient of the losses alone. */
  boolean isPenalised() {
    return sweep.sum().isPresent();
  }

  /** Names of the variables that the program reads. */
  List<String> inputs() {
    return program.inputs();
  }

  /** About what the program occupies of the heap. */
  long bytes() {
    return MemoryBound.BYTES_PER_OP * program.size();
  }

  /**
   * Runs the program.
   *
   * @param inputs the arrays of {@link #inputs}, in order
   */
  StepResult run(List<INDArray> inputs) {
    List<INDArray> results = runner.run(inputs);
    int next = reported;
    Map<String, INDArray> gradients = new LinkedHashMap<>();
    for (String parameter : parameters) {
      gradients.put(parameter, results.get(next++));
    }
    Optional<INDArray> scale = bounded ? Optional.of(results.get(next++)) : Optional.empty();
    Optional<INDArray> sum = isPenalised() ? Optional.of(results.get(next++)) : Optional.empty();
    Optional<INDArray> watch =
        next < results.size() ? Optional.of(results.get(next)) : Optional.empty();
    if (!hasRun) {
      hasRun = true;
      progress.done("memory is allocated; later steps with this shape reuse it");
    }
    return new StepResult(
        results.subList(0, reported), gradients, sum, watch, scale, runner.operations());
  }
}
