package org.hessianreg.samediff.internal.probes;

import org.hessianreg.samediff.ProbeDistribution;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.api.ops.random.impl.GaussianDistribution;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/** How the elements of a probe are drawn: all that depends on their distribution. */
interface Elements {

  /** Fills an array on the backend's device. */
  void draw(INDArray probe, Random random);

  /** Appends a probe that is drawn anew at each execution of a graph. */
  SDVariable draw(SameDiff graph, DataType type, long... shape);

  static Elements of(ProbeDistribution distribution) {
    switch (distribution) {
      case RADEMACHER:
        return new Rademacher();
      case GAUSSIAN:
        return new Gaussian();
    }
    throw new AssertionError(distribution);
  }

  /** Plus and minus one. */
  final class Rademacher implements Elements {

    @Override
    public void draw(INDArray probe, Random random) {
      Nd4j.getExecutioner().exec(new BernoulliDistribution(probe, 0.5), random);
      probe.muli(2.0).subi(1.0);
    }

    @Override
    public SDVariable draw(SameDiff graph, DataType type, long... shape) {
      return graph.random().bernoulli(0.5, type, shape).mul(2.0).sub(1.0);
    }
  }

  /** Standard normal. */
  final class Gaussian implements Elements {

    @Override
    public void draw(INDArray probe, Random random) {
      Nd4j.getExecutioner().exec(new GaussianDistribution(probe, 0.0, 1.0), random);
    }

    @Override
    public SDVariable draw(SameDiff graph, DataType type, long... shape) {
      return graph.random().normal(0.0, 1.0, type, shape);
    }
  }
}
