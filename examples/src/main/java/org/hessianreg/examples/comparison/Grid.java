package org.hessianreg.examples.comparison;

import java.util.List;

/** What the command is asked to run. Immutable. */
final class Grid {

  /** The largest number of final runs: their seeds are 1 and up to it. */
  static final int MOST_SEEDS = 1000;

  /** Beyond the seeds of final runs, and not 0: ND4J takes the time of day for a seed of 0. */
  private static final long SEARCH_SEED = MOST_SEEDS + 1;

  private final List<Setting> settings;
  private final List<Method> methods;
  private final int seeds;
  private final int steps;
  private final int validationImages;

  /**
   * @param seeds final runs of each method in each setting
   * @param steps training steps of each run
   * @param validationImages how many images a strength is chosen by
   */
  Grid(List<Setting> settings, List<Method> methods, int seeds, int steps, int validationImages) {
    this.settings = List.copyOf(settings);
    this.methods = List.copyOf(methods);
    this.seeds = seeds;
    this.steps = steps;
    this.validationImages = validationImages;
  }

  List<Setting> settings() {
    return settings;
  }

  List<Method> methods() {
    return methods;
  }

  int seeds() {
    return seeds;
  }

  /** How many runs that makes. */
  int runs() {
    int perSetting = methods.stream().mapToInt(method -> method.strengths().size() + seeds).sum();
    return settings.size() * perSetting;
  }

  /** The run that a strength is chosen by. */
  Task search(Setting setting, Method method, double strength) {
    return task(Task.Stage.SEARCH, setting, method, strength, SEARCH_SEED);
  }

  /** A final run. Its seed, from 1, is none that a strength was chosen by. */
  Task last(Setting setting, Method method, double strength, long seed) {
    return task(Task.Stage.FINAL, setting, method, strength, seed);
  }

  private Task task(Task.Stage stage, Setting setting, Method method, double strength, long seed) {
    return new Task(stage, setting, method, strength, seed, steps, validationImages);
  }
}
