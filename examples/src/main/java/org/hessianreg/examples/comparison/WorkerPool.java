package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Several workers, each with one task at a time. They are started when there is work for them. */
final class WorkerPool implements AutoCloseable {

  private final int size;
  private final Path data;
  private final Path logs;
  private final ExecutorService threads;
  private final List<WorkerProcess> started = new ArrayList<>();
  private final Deque<WorkerProcess> idle = new ArrayDeque<>();

  /**
   * @param size number of workers
   * @param data folder of the images
   * @param logs folder for what workers write to standard error
   */
  WorkerPool(int size, Path data, Path logs) {
    this.size = size;
    this.data = data;
    this.logs = logs;
    threads = Executors.newFixedThreadPool(size);
  }

  /**
   * Runs some tasks.
   *
   * @param done is told of each outcome, in this thread, when it is there
   */
  void run(List<Task> tasks, Listener done) throws IOException {
    CompletionService<Outcome> running = new ExecutorCompletionService<>(threads);
    tasks.forEach(task -> running.submit(() -> run(task)));
    for (int i = 0; i < tasks.size(); i++) {
      try {
        done.accept(running.take().get());
      } catch (ExecutionException e) {
        throw new IOException(e.getCause().getMessage(), e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("Interrupted while workers were running");
      }
    }
  }

  private Outcome run(Task task) throws IOException {
    WorkerProcess worker = take();
    Outcome outcome = worker.run(task);
    synchronized (this) {
      idle.push(worker);
    }
    return outcome;
  }

  /** There are never more of them than threads. */
  private synchronized WorkerProcess take() throws IOException {
    if (!idle.isEmpty()) {
      return idle.pop();
    }
    Path log = logs.resolve("worker-" + (started.size() % size + 1) + ".log");
    WorkerProcess worker = WorkerProcess.start(data, log);
    started.add(worker);
    return worker;
  }

  /** Ends the workers, whatever they are doing. */
  @Override
  public void close() {
    threads.shutdownNow();
    synchronized (this) {
      started.forEach(WorkerProcess::close);
    }
  }

  /** Is told of outcomes. */
  @FunctionalInterface
  interface Listener {
    void accept(Outcome outcome) throws IOException;
  }
}
