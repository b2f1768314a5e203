package org.hessianreg.benchmarks;

import java.util.List;
import java.util.Map;

/** The noise of estimators on one network. Immutable. */
final class NetworkNoise {

  private final String network;
  private final StartingPoint start;
  private final List<EstimatorNoise> estimators;
  private final Map<String, String> missing;

  /**
   * @param missing the estimators that were not measured, and why
   */
  NetworkNoise(
      String network,
      StartingPoint start,
      List<EstimatorNoise> estimators,
      Map<String, String> missing) {
    this.network = network;
    this.start = start;
    this.estimators = List.copyOf(estimators);
    this.missing = Map.copyOf(missing);
  }

  String network() {
    return network;
  }

  StartingPoint start() {
    return start;
  }

  List<EstimatorNoise> estimators() {
    return estimators;
  }

  Map<String, String> missing() {
    return missing;
  }
}
