package org.hessianreg.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;

/** Says what is done and what comes next, one line for each task. */
final class Progress {

  private final PrintWriter out;
  private final Deque<String> left;
  private final int total;
  private final long start = System.nanoTime();

  /**
   * @param tasks their names, in order
   */
  Progress(PrintWriter out, Collection<String> tasks) {
    this.out = out;
    this.left = new ArrayDeque<>(tasks);
    this.total = tasks.size();
    if (!left.isEmpty()) {
      out.println("First: " + left.peek());
    }
  }

  /** The task in front is done. */
  void done(String result) {
    String task = left.remove();
    String next = left.isEmpty() ? "" : "; next: " + left.peek();
    out.printf(
        "[%" + Integer.toString(total).length() + "d/%d %s] %s: %s%s%n",
        total - left.size(),
        total,
        elapsed(),
        task,
        result,
        next);
    out.flush();
  }

  private String elapsed() {
    long seconds = (System.nanoTime() - start) / 1_000_000_000L;
    return String.format("%d:%02d", seconds / 60, seconds % 60);
  }
}
