package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.util.List;

/** Runs tasks. */
interface Runner {

  /**
   * Runs some tasks, in any order.
   *
   * @return their outcomes, in the order of the tasks
   */
  List<Outcome> run(List<Task> tasks) throws IOException;
}
