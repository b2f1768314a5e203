package org.hessianreg.samediff.internal.taylor;

import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where a row's graph is evaluated: arrays by name. */
final class RulePoint {

  private final Map<String, INDArray> placeholders;
  private final Map<String, INDArray> parameters;
  private final Map<String, INDArray> direction;

  RulePoint(
      Map<String, INDArray> placeholders,
      Map<String, INDArray> parameters,
      Map<String, INDArray> direction) {
    this.placeholders = placeholders;
    this.parameters = parameters;
    this.direction = direction;
  }

  Map<String, INDArray> placeholders() {
    return placeholders;
  }

  Map<String, INDArray> parameters() {
    return parameters;
  }

  /** The tangent of each parameter that moves. */
  Map<String, INDArray> direction() {
    return direction;
  }
}
