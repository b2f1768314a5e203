package org.hessianreg.examples.comparison;

import java.util.OptionalDouble;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
import org.nd4j.linalg.schedule.FixedSchedule;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.RampSchedule;

/** A Hessian-trace penalty as an entry in the table of methods. Immutable. */
final class Penalty implements Method.Change {

  private final Curvature curvature;
  private final ParameterDropout dropout;
  private final double warmUp;
  private final OptionalDouble bound;

  private Penalty(
      Curvature curvature, ParameterDropout dropout, double warmUp, OptionalDouble bound) {
    this.curvature = curvature;
    this.dropout = dropout;
    this.warmUp = warmUp;
    this.bound = bound;
  }

  static Penalty of(Curvature curvature, ParameterDropout dropout) {
    return new Penalty(curvature, dropout, 0, OptionalDouble.empty());
  }

  /** The same with a coefficient that grows linearly from 0 over this share of the training. */
  Penalty warmedUp(double share) {
    return new Penalty(curvature, dropout, share, bound);
  }

  /** The same with a gradient that is at most so many times as long as the loss's. */
  Penalty bounded(double ratio) {
    return new Penalty(curvature, dropout, warmUp, OptionalDouble.of(ratio));
  }

  @Override
  public void apply(Recipe recipe, double strength) {
    HessianTraceRegularization.Builder option =
        HessianTraceRegularization.builder()
            .coefficient(schedule(strength, recipe.steps()))
            .curvature(curvature)
            .dropout(dropout)
            .seed(recipe.seed());
    bound.ifPresent(option::gradientBound);
    recipe.regularise(option.build());
  }

  private ISchedule schedule(double strength, int steps) {
    ISchedule constant = new FixedSchedule(strength);
    int iterations = (int) Math.round(warmUp * steps);
    return iterations == 0 ? constant : new RampSchedule(constant, iterations);
  }
}
