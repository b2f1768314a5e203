package org.hessianreg.samediff.internal.training;

import java.util.List;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.hessianreg.samediff.internal.graph.FreeNames;
import org.hessianreg.samediff.internal.probes.ProbeLayout;

/**
 * A forward graph and the programs made for it so far, by layout of probes. Not thread-safe: one of
 * them runs at a time.
 */
public final class PlannedGraph {

  private final ForwardGraph forward;
  private final PenaltyProblem problem;
  private final PlanMemory memory;
  private final MemoryBound<List<List<String>>, StepProgram> programs =
      new MemoryBound<>(MemoryBound.ofMachine(), StepProgram::bytes);
  private BuildProgress progress;
  private int built;

  /**
   * Takes a graph.
   *
   * @param forward the graph
   * @param problem what is penalised in it
   * @param memory what its programs share with each other, and perhaps with other graphs' programs
   *     that never run at the same time
   * @param progress reports how far the first program has come
   */
  public PlannedGraph(
      ForwardGraph forward, PenaltyProblem problem, PlanMemory memory, BuildProgress progress) {
    this.forward = forward;
    this.problem = problem;
    this.memory = memory;
    this.progress = progress;
  }

  /**
   * What is penalised.
   *
   * @return the problem
   */
  public PenaltyProblem problem() {
    return problem;
  }

  /**
   * About what graph and programs occupy.
   *
   * @return bytes of heap
   */
  public long bytes() {
    return MemoryBound.BYTES_PER_OP * forward.graph().getOps().size() + programs.bytes();
  }

  /**
   * Builds the largest program that the settings can ask for, so that what cannot work fails now.
   *
   * @param settings the settings
   * @throws org.hessianreg.samediff.HessianTraceException if an op on the way is not supported
   */
  public void rehearse(PenaltySettings settings) {
    program(ProbeLayout.complete(settings.estimator(), problem.probed()).directions());
  }

  PlanMemory memory() {
    return memory;
  }

  /**
   * Memory for the intermediate values of the programs, and of others that run while none of these
   * does.
   *
   * @return the pool
   */
  public ArrayPool pool() {
    return memory.pool();
  }

  /**
   * The program for a layout, built when the layout is new.
   *
   * @param directions the parameters of each direction; none for the losses alone
   */
  StepProgram program(List<List<String>> directions) {
    return programs.get(directions).orElseGet(() -> made(directions));
  }

  private StepProgram made(List<List<String>> directions) {
    String name = FreeNames.prefix(forward.graph(), "hessian_" + built++);
    StepProgram made = StepProgram.of(forward, problem, memory, directions, name, progress);
    programs.put(directions, made);
    progress.done("the gradient of the penalised loss is written");
    progress = BuildProgress.logged();
    return made;
  }
}
