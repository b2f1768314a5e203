package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Chooses strengths and has the final runs made, one setting after the other. */
final class Comparison {

  private final Grid grid;
  private final Runner runner;

  Comparison(Grid grid, Runner runner) {
    this.grid = grid;
    this.runner = runner;
  }

  SettingResult run(Setting setting) throws IOException {
    Map<Method, List<Outcome>> searches = search(setting);
    Map<Method, Double> strengths = new LinkedHashMap<>();
    searches.forEach((method, outcomes) -> strengths.put(method, best(outcomes)));
    Map<Method, List<Outcome>> runs = finish(setting, strengths);
    List<Outcome> plain = runs.getOrDefault(Method.NONE, List.of());
    List<MethodResult> results = new ArrayList<>();
    runs.forEach(
        (method, outcomes) ->
            results.add(
                MethodResult.of(
                    method, strengths.get(method), searches.get(method), outcomes, plain)));
    return new SettingResult(setting, results);
  }

  private Map<Method, List<Outcome>> search(Setting setting) throws IOException {
    Map<Method, List<Task>> tasks = new LinkedHashMap<>();
    for (Method method : grid.methods()) {
      List<Task> trials = new ArrayList<>();
      method.strengths().forEach(s -> trials.add(grid.search(setting, method, s)));
      tasks.put(method, trials);
    }
    return runAll(tasks);
  }

  private Map<Method, List<Outcome>> finish(Setting setting, Map<Method, Double> strengths)
      throws IOException {
    Map<Method, List<Task>> tasks = new LinkedHashMap<>();
    for (Method method : grid.methods()) {
      List<Task> runs = new ArrayList<>();
      for (int seed = 1; seed <= grid.seeds(); seed++) {
        runs.add(grid.last(setting, method, strengths.get(method), seed));
      }
      tasks.put(method, runs);
    }
    return runAll(tasks);
  }

  private Map<Method, List<Outcome>> runAll(Map<Method, List<Task>> tasks) throws IOException {
    List<Task> all = new ArrayList<>();
    tasks.values().forEach(all::addAll);
    List<Outcome> outcomes = runner.run(all);
    Map<Method, List<Outcome>> byMethod = new LinkedHashMap<>();
    int from = 0;
    for (Map.Entry<Method, List<Task>> entry : tasks.entrySet()) {
      int to = from + entry.getValue().size();
      byMethod.put(entry.getKey(), outcomes.subList(from, to));
      from = to;
    }
    return byMethod;
  }

  /** The strength with the best accuracy, the weakest of those that are equally good. */
  private static double best(List<Outcome> search) {
    Outcome best = null;
    for (Outcome outcome : search) {
      if (best == null || outcome.accuracy() > best.accuracy()) {
        best = outcome;
      }
    }
    return best == null ? 0 : best.task().strength();
  }
}
