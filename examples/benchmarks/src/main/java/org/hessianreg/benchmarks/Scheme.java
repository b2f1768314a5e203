package org.hessianreg.benchmarks;

import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.ParameterDropout;

/** The ways to draw probes that are measured. */
enum Scheme {
  /** One probe over all parameters. */
  JOINT("joint"),
  /** The mean of four of them. */
  FOUR_PROBES("k4"),
  /** Half of the elements. */
  ELEMENT("element-0.5"),
  /** A quarter of the tensors. */
  TENSOR("tensor-0.25"),
  /** One of eight groups of tensors. */
  ONE_BLOCK("blocks-8-1"),
  /** All of eight groups, each with a direction of its own. */
  ALL_BLOCKS("blocks-8-8"),
  /** Each tensor with a direction of its own. */
  EACH_TENSOR("blocks-each");

  private static final int GROUPS = 8;

  private final String label;

  Scheme(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  /** Whether the work of a step depends on what is drawn for it. */
  boolean variesInWork() {
    return this == TENSOR || this == ONE_BLOCK;
  }

  /** Into how many groups the tensors of a network are split: no more than it has. */
  int groups(int tensors) {
    return this == EACH_TENSOR ? tensors : Math.min(GROUPS, tensors);
  }

  /**
   * Adds the scheme to an option.
   *
   * @param tensors how many parameters the network has
   */
  HessianTraceRegularization.Builder choose(
      HessianTraceRegularization.Builder option, int tensors) {
    int groups = groups(tensors);
    switch (this) {
      case FOUR_PROBES:
        return option.probes(4);
      case ELEMENT:
        return option.dropout(ParameterDropout.perElement(0.5));
      case TENSOR:
        return option.dropout(ParameterDropout.perTensor(0.25));
      case ONE_BLOCK:
        return option.dropout(ParameterDropout.blocks(groups, 1));
      case ALL_BLOCKS:
      case EACH_TENSOR:
        return option.dropout(ParameterDropout.blocks(groups, groups));
      default:
        return option;
    }
  }
}
