package org.hessianreg.examples.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.apache.commons.math3.stat.descriptive.rank.Median;

/** What one method came to in one setting. Immutable; what is in here is what the JSON holds. */
final class MethodResult {

  private final Method method;
  private final double strength;
  private final Sample accuracy;
  private final Sample difference;
  private final Sample trainingAccuracy;
  private final Sample trace;
  private final double stepMillis;
  private final long diverged;
  private final List<Outcome> search;
  private final List<Outcome> runs;

  private MethodResult(
      Method method, double strength, List<Outcome> search, List<Outcome> runs, Sample difference) {
    this.method = method;
    this.strength = strength;
    this.accuracy = sample(runs, Outcome::accuracy);
    this.difference = difference;
    this.trainingAccuracy = sample(runs, Outcome::trainingAccuracy);
    this.trace = sample(runs, Outcome::trace);
    this.stepMillis =
        new Median().evaluate(runs.stream().mapToDouble(Outcome::stepMillis).toArray());
    this.diverged = runs.stream().filter(Outcome::diverged).count();
    this.search = List.copyOf(search);
    this.runs = List.copyOf(runs);
  }

  /**
   * Sums up.
   *
   * @param search the run with each strength
   * @param runs the final runs, in the order of their seeds
   * @param plain the final runs without a method, with the same seeds; empty if there are none
   */
  static MethodResult of(
      Method method,
      double strength,
      List<Outcome> search,
      List<Outcome> runs,
      List<Outcome> plain) {
    List<Double> differences = new ArrayList<>();
    for (int i = 0; i < plain.size(); i++) {
      differences.add(runs.get(i).accuracy() - plain.get(i).accuracy());
    }
    Sample difference = method == Method.NONE || plain.isEmpty() ? null : Sample.of(differences);
    return new MethodResult(method, strength, search, runs, difference);
  }

  private static Sample sample(List<Outcome> runs, ToDoubleFunction<Outcome> quantity) {
    return Sample.of(runs.stream().mapToDouble(quantity).boxed().collect(Collectors.toList()));
  }

  Method method() {
    return method;
  }

  /** The strength that was chosen. */
  double strength() {
    return strength;
  }

  /** On the test images. */
  Sample accuracy() {
    return accuracy;
  }

  /**
   * The accuracy minus that of training without a method, seed by seed: runs of one seed share
   * their images, labels and initial parameters. Null where there is nothing to compare with.
   */
  Sample difference() {
    return difference;
  }

  Sample trainingAccuracy() {
    return trainingAccuracy;
  }

  Sample trace() {
    return trace;
  }

  double stepMillis() {
    return stepMillis;
  }

  /** How many final runs did not stay finite. */
  long diverged() {
    return diverged;
  }

  List<Outcome> search() {
    return search;
  }

  List<Outcome> runs() {
    return runs;
  }
}
