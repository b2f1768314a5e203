package org.hessianreg.examples.comparison;

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

  private Penalty(Curvature curvature, ParameterDropout dropout, double warmUp) {
    this.curvature = curvature;
    this.dropout = dropout;
    this.warmUp = warmUp;
  }

  static Penalty of(Curvature curvature, ParameterDropout dropout) {
    return new Penalty(curvature, dropout, 0);
  }

  /** The same with a coefficient that grows linearly from 0 over this share of the training. */
  Penalty warmedUp(double share) {
    return new Penalty(curvature, dropout, share);
  }

  @Override
  public void apply(Recipe recipe, double strength) {
    recipe.regularise(
        HessianTraceRegularization.builder()
            .coefficient(schedule(strength, recipe.steps()))
            .curvature(curvature)
            .dropout(dropout)
            .seed(recipe.seed())
            .build());
  }

  private ISchedule schedule(double strength, int steps) {
    ISchedule constant = new FixedSchedule(strength);
    int iterations = (int) Math.round(warmUp * steps);
    return iterations == 0 ? constant : new RampSchedule(constant, iterations);
  }
}
