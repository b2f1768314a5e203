package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Finds the option in a training configuration. */
final class Options {

  private static final String ADD =
      "add HessianTraceRegularization.builder().coefficient(1e-3).build() to the regularizations of"
          + " TrainingConfig.builder().";

  private Options() {}

  /**
   * Returns the one option of a graph's configuration.
   *
   * @throws HessianTraceException if there is no configuration, or not exactly one option in it
   */
  static HessianTraceRegularization only(SameDiff graph) {
    TrainingConfig config = graph.getTrainingConfig();
    if (config == null) {
      throw new HessianTraceException(
          "The graph has no training configuration.", "call sd.setTrainingConfig first; " + ADD);
    }
    List<Regularization> options =
        config.getRegularization() == null
            ? List.of()
            : config.getRegularization().stream()
                .filter(HessianTraceRegularization.class::isInstance)
                .collect(Collectors.toList());
    if (options.size() != 1) {
      throw new HessianTraceException(
          "The training configuration holds "
              + options.size()
              + " HessianTraceRegularization options, expected one.",
          options.isEmpty()
              ? ADD + " To train without a penalty, call HessianTrace.disable(sd)."
              : "keep one of them.");
    }
    return (HessianTraceRegularization) options.get(0);
  }

  /**
   * Lets the one option of a graph's configuration find the steps of training. A configuration that
   * another graph trains with as well keeps the option that finds them already.
   *
   * @return the option that the configuration holds from now on
   */
  static HessianTraceRegularization bound(SameDiff graph, RunningSteps steps) {
    HessianTraceRegularization option = only(graph);
    if (option.running().isPresent()) {
      return option;
    }
    HessianTraceRegularization bound = option.in(steps);
    List<Regularization> all = new ArrayList<>(graph.getTrainingConfig().getRegularization());
    all.replaceAll(present -> present instanceof HessianTraceRegularization ? bound : present);
    graph.getTrainingConfig().setRegularization(all);
    return bound;
  }
}
