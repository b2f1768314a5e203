package org.hessianreg.examples;

import java.util.Locale;
import java.util.function.BiFunction;
import org.nd4j.linalg.dataset.DataSet;

/** What can be watched, by the names that the command line gives it. */
enum WatchedKind {
  SAMEDIFF("watched-trace.png", WatchedGraph::new),
  DL4J("watched-trace-dl4j.png", WatchedNetwork::new);

  private final String chart;

  @SuppressWarnings("ImmutableEnumChecker") // Constructors hold no state.
  private final BiFunction<DataSet, Long, WatchedModel> constructor;

  WatchedKind(String chart, BiFunction<DataSet, Long, WatchedModel> constructor) {
    this.chart = chart;
    this.constructor = constructor;
  }

  /** The name of the chart's file. */
  String chart() {
    return chart;
  }

  /**
   * @param training images of which the trace is estimated
   * @param seed of the initial parameters
   */
  WatchedModel create(DataSet training, long seed) {
    return constructor.apply(training, seed);
  }

  /** As on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
