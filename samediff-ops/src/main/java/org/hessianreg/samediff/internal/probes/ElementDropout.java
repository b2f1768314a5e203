package org.hessianreg.samediff.internal.probes;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.random.impl.BernoulliDistribution;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;

/** Each element of each tensor is dropped by itself. */
final class ElementDropout implements DropoutScheme {

  private final double kept;

  ElementDropout(double kept) {
    this.kept = kept;
  }

  @Override
  public void drop(INDArray probe, Random random, long seed) {
    random.setSeed(seed);
    INDArray mask = probe.ulike();
    Nd4j.getExecutioner().exec(new BernoulliDistribution(mask, kept), random);
    probe.muli(mask);
  }

  @Override
  public List<Map<String, SDVariable>> draw(
      SameDiff graph, Elements elements, List<String> parameters) {
    return DropoutScheme.joint(
        graph,
        elements,
        parameters,
        (parameter, probe) ->
            probe.mul(graph.random().bernoulli(kept, probe.dataType(), parameter.getShape())));
  }
}
