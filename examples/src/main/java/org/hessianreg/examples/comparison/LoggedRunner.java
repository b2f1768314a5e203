package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.examples.internal.Progress;

/** Runs what is not in the log yet, and logs it. */
final class LoggedRunner implements Runner {

  private final WorkerPool workers;
  private final RunLog log;
  private final Progress progress;

  LoggedRunner(WorkerPool workers, RunLog log, Progress progress) {
    this.workers = workers;
    this.log = log;
    this.progress = progress;
  }

  @Override
  public List<Outcome> run(List<Task> tasks) throws IOException {
    Map<String, Outcome> outcomes = new LinkedHashMap<>();
    List<Task> open = new ArrayList<>();
    for (Task task : tasks) {
      Optional<Outcome> known = log.find(task);
      if (known.isPresent()) {
        outcomes.put(task.key(), known.get());
        progress.reused();
      } else {
        open.add(task);
      }
    }
    workers.run(
        open,
        outcome -> {
          log.add(outcome);
          outcomes.put(outcome.task().key(), outcome);
          progress.done(outcome.summary());
        });
    List<Outcome> ordered = new ArrayList<>();
    tasks.forEach(task -> ordered.add(outcomes.get(task.key())));
    return ordered;
  }
}
