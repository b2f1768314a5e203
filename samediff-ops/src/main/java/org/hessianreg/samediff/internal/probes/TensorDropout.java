package org.hessianreg.samediff.internal.probes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Each tensor is dropped as a whole. */
final class TensorDropout implements DropoutScheme {

  private final double kept;

  TensorDropout(double kept) {
    this.kept = kept;
  }

  /** Each probe drops tensors of its own, so that averaging probes averages dropout too. */
  @Override
  public List<List<String>> draw(List<String> parameters, int probes, SplittableRandom random) {
    List<List<String>> directions = new ArrayList<>();
    for (int k = 0; k < probes; k++) {
      List<String> moving = new ArrayList<>();
      for (String name : parameters) {
        if (random.nextDouble() < kept) {
          moving.add(name);
        }
      }
      if (!moving.isEmpty()) {
        directions.add(moving);
      }
    }
    // Probes are exchangeable: in a fixed order the same selection finds the same program again.
    directions.sort(Comparator.comparing(Object::toString));
    return directions;
  }

  @Override
  public List<Map<String, SDVariable>> draw(
      SameDiff graph, Elements elements, List<String> parameters) {
    return DropoutScheme.joint(
        graph,
        elements,
        parameters,
        (parameter, probe) -> probe.mul(graph.random().bernoulli(kept, probe.dataType(), 1L)));
  }
}
