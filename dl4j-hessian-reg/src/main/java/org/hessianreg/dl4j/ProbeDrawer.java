package org.hessianreg.dl4j;

import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ProbeDistribution;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.api.ops.random.impl.GaussianDistribution;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Fills arrays with probes on the backend's device. The generator is the drawer's own and is seeded
 * anew for each array, so that a probe is a function of seed, iteration, parameter and direction,
 * and ND4J's global generator, from which dropout layers draw, is left alone.
 */
final class ProbeDrawer {

  private final HessianTraceRegularization option;
  private final Random random = Nd4j.getRandomFactory().getNewRandomInstance(0L);

  ProbeDrawer(HessianTraceRegularization option) {
    this.option = option;
  }

  void draw(INDArray probe, String parameter, int iteration, int direction) {
    long stream = Seeds.of(option.seed(), iteration, Seeds.of(parameter), direction);
    random.setSeed(stream);
    if (option.distribution() == ProbeDistribution.GAUSSIAN) {
      Nd4j.getExecutioner().exec(new GaussianDistribution(probe, 0.0, 1.0), random);
    } else {
      Nd4j.getExecutioner().exec(new BernoulliDistribution(probe, 0.5), random);
      probe.muli(2.0).subi(1.0);
    }
    if (option.dropout().kind() == ParameterDropout.Kind.ELEMENT) {
      random.setSeed(Seeds.of(stream, 0));
      INDArray kept = probe.ulike();
      Nd4j.getExecutioner()
          .exec(new BernoulliDistribution(kept, option.dropout().probability()), random);
      probe.muli(kept);
    }
  }
}
