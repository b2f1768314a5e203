package org.hessianreg.examples;

import java.util.Optional;
import java.util.OptionalDouble;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;

/** The ways of training that the example compares. */
@SuppressWarnings("ImmutableEnumChecker") // ParameterDropout is immutable without an annotation.
enum Method {
  NONE("no penalty", 0.0, ParameterDropout.none(), Curvature.HESSIAN),
  /** One probe over all parameters at once. */
  SEHT_H("SEHT-H", 0.001, ParameterDropout.none(), Curvature.HESSIAN),
  /**
   * Dropout on the parameters: each step probes two of the four layers, each with a direction of
   * its own. The other layers need no tangents then, and without cross terms between layers the
   * estimate is less noisy than a joint probe's.
   */
  SEHT_D("SEHT-D", 0.001, ParameterDropout.blocks(4, 2), Curvature.HESSIAN),
  GAUSS_NEWTON("Gauss-Newton", 0.001, ParameterDropout.none(), Curvature.GAUSS_NEWTON);

  private final String label;
  private final double coefficient;
  private final ParameterDropout dropout;
  private final Curvature curvature;

  Method(String label, double coefficient, ParameterDropout dropout, Curvature curvature) {
    this.label = label;
    this.coefficient = coefficient;
    this.dropout = dropout;
    this.curvature = curvature;
  }

  String label() {
    return label;
  }

  /** The coefficient that training uses, given what the user asked for. */
  double coefficient(OptionalDouble requested) {
    return this == NONE ? 0.0 : requested.orElse(coefficient);
  }

  /** The entry for the training configuration; empty for training without a penalty. */
  Optional<HessianTraceRegularization> regularization(OptionalDouble requested, long seed) {
    if (this == NONE) {
      return Optional.empty();
    }
    return Optional.of(
        HessianTraceRegularization.builder()
            .coefficient(coefficient(requested))
            .dropout(dropout)
            .curvature(curvature)
            .seed(seed)
            .build());
  }
}
