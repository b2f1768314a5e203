package org.hessianreg.dl4j;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.dl4j.mirror.NetworkMirror;
import org.hessianreg.dl4j.mirror.Settings;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.graph.FreeNames;

/** A mirror for minibatches of one shape and for settings, and the plans made on it. */
final class MirroredShape {

  private final NetworkMirror mirror;
  private final Settings settings;
  private final PenaltyProblem problem;
  private final Map<List<List<String>>, NetworkPlan> plans = new RecentlyUsed<>();
  private int built;

  /**
   * Reads the problem off a mirror.
   *
   * @param trained names of the parameters that the network trains
   */
  MirroredShape(
      NetworkMirror mirror,
      Settings settings,
      HessianTraceRegularization option,
      List<String> trained) {
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

  NetworkPlan plan(PlanMemory memory, List<List<String>> directions) {
    NetworkPlan plan = plans.get(directions);
    if (plan == null && !plans.containsKey(directions)) {
      String name = FreeNames.prefix(mirror.graph(), "hessian_" + built++);
      plan = NetworkPlan.of(mirror, problem, memory, directions, name);
      plans.put(directions, plan);
    }
    return plan;
  }
}
