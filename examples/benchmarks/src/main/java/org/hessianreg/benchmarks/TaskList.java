package org.hessianreg.benchmarks;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import org.hessianreg.examples.internal.Progress;

/** Tasks in their order; says what is done and what comes next, one line for each of them. */
final class TaskList {

  private final Deque<String> left;
  private final Progress progress;

  /**
   * @param tasks their names, in order
   */
  TaskList(PrintWriter out, Collection<String> tasks) {
    left = new ArrayDeque<>(tasks);
    progress = new Progress(out, tasks.size(), System::nanoTime);
    if (!left.isEmpty()) {
      out.println("First: " + left.peek());
    }
  }

  /** The task in front is done. */
  void done(String result) {
    String task = left.remove();
    String next = left.isEmpty() ? "" : "; next: " + left.peek();
    progress.done(task + ": " + result + next);
  }
}
