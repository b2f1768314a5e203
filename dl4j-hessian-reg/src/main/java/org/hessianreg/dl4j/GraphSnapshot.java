package org.hessianreg.dl4j;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.training.BuildProgress;
import org.hessianreg.samediff.internal.training.ForwardGraph;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.hessianreg.samediff.internal.training.PlanMemory;
import org.hessianreg.samediff.internal.training.PlannedGraph;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * A private copy of a user's graph, as it was when it was taken, to which derivatives are appended.
 */
final class GraphSnapshot implements ForwardGraph {

  private final SameDiff graph;
  private final Compositions compositions;
  private final List<Object> appearance;
  private final PenaltySettings settings;
  private final SessionShare share;
  private final List<String> reported;
  private final PlannedGraph planned;

  private GraphSnapshot(
      Compositions compositions,
      List<Object> appearance,
      PenaltySettings settings,
      SessionShare share,
      PenaltyProblem problem) {
    this.compositions = compositions;
    this.graph = compositions.copy();
    this.appearance = appearance;
    this.settings = settings;
    this.share = share;
    this.reported = share.missing(problem.losses());
    this.planned = new PlannedGraph(this, problem, new PlanMemory(), BuildProgress.logged());
  }

  /**
   * Takes a snapshot.
   *
   * @param owner the user's graph
   * @param share what of it a session computes
   * @throws org.hessianreg.samediff.HessianTraceException if the graph cannot be copied, or its
   *     losses or parameters cannot be used
   */
  static GraphSnapshot of(SameDiff owner, PenaltySettings settings, SessionShare share) {
    PenaltyProblem problem = problem(owner, settings);
    Compositions compositions = Compositions.of(owner, Losses.of(owner));
    return new GraphSnapshot(compositions, appearance(owner), settings, share, problem);
  }

  /** What is penalised in a graph that {@code fit} trains. */
  static PenaltyProblem problem(SameDiff owner, PenaltySettings settings) {
    Set<String> ends = Set.copyOf(settings.estimator().modelOutputs());
    return PenaltyProblem.of(owner, Losses.of(owner), settings, ends, List.of());
  }

  /** What differs when the user has changed the graph; SameDiff's graphs only grow. */
  private static List<Object> appearance(SameDiff owner) {
    return List.of(owner.getOps().size(), owner.getVariables().size(), Losses.of(owner));
  }

  /** Whether a snapshot taken now would be the same. */
  @SuppressWarnings("ReferenceEquality") // Settings are compared where they were made.
  boolean isCurrent(SameDiff owner, PenaltySettings now, SessionShare wanted) {
    return settings == now && share.equals(wanted) && appearance.equals(appearance(owner));
  }

  /** What of the graph is written with other ops in the copy. */
  Compositions compositions() {
    return compositions;
  }

  SessionShare share() {
    return share;
  }

  PlannedGraph planned() {
    return planned;
  }

  @Override
  public SameDiff graph() {
    return graph;
  }

  @Override
  public Set<String> given() {
    return share.given();
  }

  @Override
  public List<String> reported() {
    return reported;
  }

  @Override
  public Optional<LossGradients> lossGradients() {
    return Optional.empty();
  }
}
