package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.dl4j.internal.mirror.NetworkMirror;
import org.hessianreg.dl4j.internal.mirror.Objection;
import org.hessianreg.dl4j.internal.mirror.network.Settings;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.internal.training.BuildProgress;
import org.hessianreg.samediff.internal.training.ForwardGraph;
import org.hessianreg.samediff.internal.training.PenaltyProblem;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.hessianreg.samediff.internal.training.PlanMemory;
import org.hessianreg.samediff.internal.training.PlannedGraph;
import org.hessianreg.samediff.internal.training.Precondition;
import org.hessianreg.samediff.internal.training.StepArrays;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A mirror for minibatches of one shape and for settings of the network. */
final class MirroredShape implements ForwardGraph, StepArrays {

  private final NetworkMirror mirror;
  private final Settings settings;
  private final PlannedGraph planned;

  /**
   * Reads the problem off a mirror.
   *
   * @param settings the network's settings that the mirror was written for
   * @param option what the user sets of the penalty
   * @param trained names of the parameters that the network trains
   * @param memory what the network's programs share
   * @param progress reports how far what is made has come
   */
  MirroredShape(
      NetworkMirror mirror,
      Settings settings,
      PenaltySettings option,
      List<String> trained,
      PlanMemory memory,
      BuildProgress progress) {
    this.mirror = mirror;
    this.settings = settings;
    boolean cut = option.estimator().curvature() == Curvature.GAUSS_NEWTON;
    Set<String> ends = cut ? mirror.modelEnds() : Set.of();
    PenaltyProblem problem =
        PenaltyProblem.of(mirror.graph(), List.of(mirror.score()), option, ends, trained);
    this.planned = new PlannedGraph(this, problem, memory, progress);
  }

  NetworkMirror mirror() {
    return mirror;
  }

  Settings settings() {
    return settings;
  }

  PlannedGraph planned() {
    return planned;
  }

  @Override
  public SameDiff graph() {
    return mirror.graph();
  }

  @Override
  public Set<String> given() {
    return Set.of();
  }

  @Override
  public List<String> reported() {
    return List.of();
  }

  /** Deeplearning4j runs a backward pass of its own. */
  @Override
  public Optional<LossGradients> lossGradients() {
    return Optional.of(
        new LossGradients() {
          @Override
          public Map<String, SDVariable> declare(List<String> parameters) {
            return mirror.ownGradients(parameters);
          }

          @Override
          public Map<String, SDVariable> alike(Map<String, SDVariable> penalty) {
            return mirror.asTrained(penalty);
          }
        });
  }

  @Override
  public List<INDArray> read(List<String> variables) {
    return mirror.read(variables);
  }

  @Override
  public List<Precondition> preconditions() {
    List<Precondition> preconditions = new ArrayList<>();
    mirror.objections().forEach(objection -> preconditions.add(precondition(objection)));
    return preconditions;
  }

  private static Precondition precondition(Objection objection) {
    return new Precondition() {
      @Override
      public INDArray violations() {
        return objection.violations();
      }

      @Override
      public void require() {
        objection.require();
      }
    };
  }
}
