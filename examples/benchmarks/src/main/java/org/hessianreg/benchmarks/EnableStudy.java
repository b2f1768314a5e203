package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.hessianreg.examples.internal.Json;

/** Measures how the time before training grows with the number of ops of a graph. */
final class EnableStudy {

  private static final List<Integer> SIZES = List.of(100, 1_000, 3_000, 10_000);

  private final Workers workers;
  private final TaskList progress;

  EnableStudy(Workers workers, TaskList progress) {
    this.workers = workers;
    this.progress = progress;
  }

  /** What there is to do, in order. */
  static List<String> tasks() {
    return SIZES.stream().map(size -> "graph of " + size + " ops").collect(Collectors.toList());
  }

  List<EnableTimes> run() throws IOException, UnsupportedTrainingException {
    List<EnableTimes> all = new ArrayList<>();
    for (int size : SIZES) {
      try (WorkerProcess worker = workers.java(EnableWorker.class)) {
        EnableTimes times = Json.read(worker.ask("enable " + size), EnableTimes.class);
        all.add(times);
        progress.done(String.format(Locale.ROOT, "enabled in %.2f s", times.enable()));
      }
    }
    return all;
  }
}
