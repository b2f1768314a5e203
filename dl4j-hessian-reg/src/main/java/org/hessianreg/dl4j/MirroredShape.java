package org.hessianreg.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.dl4j.internal.mirror.NetworkMirror;
import org.hessianreg.dl4j.internal.mirror.network.Settings;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.internal.graph.FreeNames;

/** A mirror for minibatches of one shape and for settings, and the plans made on it. */
final class MirroredShape {

  private final NetworkMirror mirror;
  private final Settings settings;
  private final PenaltyProblem problem;
  private final BuildProgress progress;
  private final MemoryBound<List<List<String>>, Optional<NetworkPlan>> plans =
      new MemoryBound<>(MemoryBound.ofMachine(), MirroredShape::bytes);
  private int built;
  private boolean ready;

  /**
   * Reads the problem off a mirror.
   *
   * @param trained names of the parameters that the network trains
   * @param progress reports how far what is made has come
   */
  MirroredShape(
      NetworkMirror mirror,
      Settings settings,
      HessianTraceRegularization option,
      List<String> trained,
      BuildProgress progress) {
    this.progress = progress;
    Set<String> ends = option.curvature() == Curvature.GAUSS_NEWTON ? mirror.modelEnds() : Set.of();
    this.mirror = mirror;
    this.settings = settings;
    this.problem =
        PenaltyProblem.of(mirror.graph(), List.of(mirror.score()), option, ends, Set.of(), trained);
  }

  NetworkMirror mirror() {
    return mirror;
  }

  /** The network's settings that the mirror was written for. */
  Settings settings() {
    return settings;
  }

  PenaltyProblem problem() {
    return problem;
  }

  /** Takes note that a plan has run for the first time. */
  void ready() {
    if (!ready) {
      ready = true;
      progress.done("all is bound to memory; later steps with this shape use it");
    }
  }

  /** About what all that is kept here occupies of the heap. */
  long bytes() {
    long ofMirror = MemoryBound.BYTES_PER_OP * mirror.graph().getOps().size();
    return ofMirror + plans.bytes();
  }

  private static long bytes(Optional<NetworkPlan> plan) {
    return MemoryBound.BYTES_PER_OP * plan.map(NetworkPlan::size).orElse(0);
  }

  /**
   * The plan for a layout of probes.
   *
   * @return nothing if the score is linear along every direction
   */
  Optional<NetworkPlan> plan(PlanMemory memory, List<List<String>> directions) {
    if (!plans.contains(directions)) {
      String name = FreeNames.prefix(mirror.graph(), "hessian_" + built++);
      plans.put(directions, NetworkPlan.of(mirror, problem, memory, directions, name));
      progress.done("the gradient of the penalty is written");
    }
    return plans.get(directions);
  }
}
