package org.hessianreg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.Curvature;

/** An estimator of a trace: whose trace it is, and how the probes are drawn. Immutable. */
final class Estimator {

  private final Curvature curvature;
  private final Scheme scheme;

  Estimator(Curvature curvature, Scheme scheme) {
    this.curvature = curvature;
    this.scheme = scheme;
  }

  /** Every scheme with every curvature. */
  static List<Estimator> all() {
    List<Estimator> all = new ArrayList<>();
    for (Curvature curvature : Curvature.values()) {
      for (Scheme scheme : Scheme.values()) {
        all.add(new Estimator(curvature, scheme));
      }
    }
    return all;
  }

  static Estimator of(String label) {
    return all().stream()
        .filter(estimator -> estimator.label().equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No estimator is called " + label));
  }

  /** The estimator's name in tables. */
  String label() {
    return label(curvature) + "-" + scheme.label();
  }

  static String label(Curvature curvature) {
    return curvature.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  Curvature curvature() {
    return curvature;
  }

  Scheme scheme() {
    return scheme;
  }

  /**
   * The option to train with.
   *
   * @param tensors how many parameters the network has
   */
  HessianTraceRegularization.Builder option(int tensors) {
    return scheme.choose(HessianTraceRegularization.builder().curvature(curvature), tensors);
  }
}
