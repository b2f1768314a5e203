package org.hessianreg.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The parts of the benchmark. */
enum Study {
  /** Time and memory of a step, for each network and method. */
  COST,
  /** How the time of a step grows with the network. */
  SCALING,
  /** How the time before training grows with the graph. */
  ENABLE,
  /** The noise of the estimators, beside their cost. */
  VARIANCE;

  /** The study's name on the command line. */
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Study::label).collect(Collectors.toList());
  }
}
