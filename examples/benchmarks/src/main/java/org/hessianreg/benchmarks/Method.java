package org.hessianreg.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.Curvature;

/** The ways to train with SameDiff whose cost is measured. */
enum Method {
  PLAIN("plain"),
  HESSIAN("hessian", Curvature.HESSIAN, Scheme.JOINT),
  HESSIAN_4("hessian-k4", Curvature.HESSIAN, Scheme.FOUR_PROBES),
  TENSOR("tensor-0.25", Curvature.HESSIAN, Scheme.TENSOR),
  BLOCKS_1("blocks-8-1", Curvature.HESSIAN, Scheme.ONE_BLOCK),
  BLOCKS_8("blocks-8-8", Curvature.HESSIAN, Scheme.ALL_BLOCKS),
  GAUSS_NEWTON("gauss-newton", Curvature.GAUSS_NEWTON, Scheme.JOINT),
  GAUSS_NEWTON_BLOCKS_1("gauss-newton-blocks-8-1", Curvature.GAUSS_NEWTON, Scheme.ONE_BLOCK),
  GAUSS_NEWTON_BLOCKS_8("gauss-newton-blocks-8-8", Curvature.GAUSS_NEWTON, Scheme.ALL_BLOCKS),
  INTERVAL_10("interval-10", Curvature.HESSIAN, Scheme.JOINT, 10),
  /** Makes a difference to recurrent layers only. */
  CHECKPOINTING("checkpointing", Curvature.HESSIAN, Scheme.JOINT);

  /** Small: the parameters of a run hardly move, whatever the penalty. */
  private static final double COEFFICIENT = 1e-6;

  private final String label;
  private final Curvature curvature;
  private final Scheme scheme;
  private final int interval;

  Method(String label) {
    this(label, null, null);
  }

  Method(String label, Curvature curvature, Scheme scheme) {
    this(label, curvature, scheme, 1);
  }

  Method(String label, Curvature curvature, Scheme scheme, int interval) {
    this.label = label;
    this.curvature = curvature;
    this.scheme = scheme;
    this.interval = interval;
  }

  /** The method's name on the command line and in tables. */
  String label() {
    return label;
  }

  /**
   * The option to train with; empty for plain training.
   *
   * @param tensors how many parameters the network has
   */
  Optional<HessianTraceRegularization> option(int tensors) {
    if (scheme == null) {
      return Optional.empty();
    }
    return Optional.of(
        new Estimator(curvature, scheme)
            .option(tensors)
            .coefficient(COEFFICIENT)
            .interval(interval)
            .checkpointing(this == CHECKPOINTING)
            .build());
  }

  /** How many steps it takes for their mean to be that of the method. */
  SliceLength slice() {
    if (interval > 1) {
      return SliceLength.cycles(interval);
    }
    return scheme != null && scheme.variesInWork() ? SliceLength.drawn() : SliceLength.any();
  }

  static Method of(String label) {
    return Arrays.stream(values())
        .filter(method -> method.label.equals(label))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No method is called " + label));
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(Method::label).collect(Collectors.toList());
  }
}
