package org.hessianreg.dl4j;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which worker of DL4J's {@code ParallelWrapper} a thread is. The wrapper numbers its workers and
 * the threads that they run on alike, and passes listeners the number in the thread's name only.
 */
final class ParallelWorker {

  private static final Pattern NAME = Pattern.compile("ParallelWrapper training thread (\\d{1,9})");

  private ParallelWorker() {}

  /** The number of the worker that runs on the current thread; 0 on any other thread. */
  static int current() {
    return of(Thread.currentThread().getName());
  }

  static int of(String thread) {
    Matcher name = NAME.matcher(thread);
    return name.matches() ? Integer.parseInt(name.group(1)) : 0;
  }
}
