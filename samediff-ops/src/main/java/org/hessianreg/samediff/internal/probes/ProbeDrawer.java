package org.hessianreg.samediff.internal.probes;

import org.hessianreg.samediff.HutchinsonConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fills arrays with probes on the backend's device. The generator is the drawer's own and is seeded
 * anew for each array, so that a probe is a function of seed, iteration, parameter and direction,
 * and ND4J's global generator, from which dropout layers draw, is left alone.
 */
public final class ProbeDrawer {

  private final Elements elements;
  private final DropoutScheme scheme;
  private final long seed;
  private final Random random = Nd4j.getRandomFactory().getNewRandomInstance(0L);

  /**
   * Creates a drawer.
   *
   * @param estimator distribution and dropout
   * @param seed any number
   */
  public ProbeDrawer(HutchinsonConfig estimator, long seed) {
    this.elements = Elements.of(estimator.distribution());
    this.scheme = DropoutScheme.of(estimator.dropout());
    this.seed = seed;
  }

  /**
   * Draws the probe of a parameter.
   *
   * @param probe an array of the parameter's shape and type, overwritten
   * @param parameter the parameter's name
   * @param iteration the iteration of training
   * @param direction the index of the direction in the layout
   */
  public void draw(INDArray probe, String parameter, int iteration, int direction) {
    long stream = Seeds.of(seed, iteration, Seeds.of(parameter), direction);
    random.setSeed(stream);
    elements.draw(probe, random);
    scheme.drop(probe, random, Seeds.of(stream, 0));
  }
}
