package org.hessianreg.samediff.internal.probes;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Every parameter moves along every direction. */
final class WithoutDropout implements DropoutScheme {

  @Override
  public List<Map<String, SDVariable>> draw(
      SameDiff graph, Elements elements, List<String> parameters) {
    return DropoutScheme.joint(graph, elements, parameters, (parameter, probe) -> probe);
  }
}
