package org.hessianreg.samediff.internal.probes;

import java.util.List;
import java.util.SplittableRandom;
import org.hessianreg.samediff.HutchinsonConfig;

/**
 * Which parameters move along which direction, and how the sum of the quadratic forms becomes an
 * estimate of the trace. Immutable.
 */
public final class ProbeLayout {

  private final List<List<String>> directions;
  private final double scale;

  private ProbeLayout(HutchinsonConfig estimator, List<List<String>> directions) {
    this.directions = List.copyOf(directions);
    this.scale = estimator.dropout().scale() / estimator.probes();
  }

  /**
   * The layout with everything kept: what a graph must support.
   *
   * @param estimator probes and dropout
   * @param parameters names of the parameters with a probe, in the order of the network
   * @return the layout
   */
  public static ProbeLayout complete(HutchinsonConfig estimator, List<String> parameters) {
    DropoutScheme scheme = DropoutScheme.of(estimator.dropout());
    return new ProbeLayout(estimator, scheme.complete(parameters, estimator.probes()));
  }

  /**
   * The layout of one iteration, a function of seed and iteration.
   *
   * @param estimator probes and dropout
   * @param seed the seed
   * @param parameters names of the parameters with a probe, in the order of the network
   * @param iteration the iteration, from 0
   * @return the layout
   */
  public static ProbeLayout draw(
      HutchinsonConfig estimator, long seed, List<String> parameters, int iteration) {
    DropoutScheme scheme = DropoutScheme.of(estimator.dropout());
    SplittableRandom random = new SplittableRandom(Seeds.of(seed, iteration));
    return new ProbeLayout(estimator, scheme.draw(parameters, estimator.probes(), random));
  }

  /**
   * The parameters of each direction.
   *
   * @return names of parameters; no direction is empty
   */
  public List<List<String>> directions() {
    return directions;
  }

  /**
   * What the sum of the quadratic forms over the directions is multiplied with.
   *
   * @return a positive number
   */
  public double scale() {
    return scale;
  }
}
