package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.Collections;

/** A worker whose steps take what its argument says, and no time at all. */
final class StubWorker {

  private StubWorker() {}

  public static void main(String[] arguments) throws IOException {
    CommandLoop.standard()
        .run(
            command -> {
              switch (command[0]) {
                case "steps":
                  int count = Integer.parseInt(command[1]);
                  return String.join(" ", Collections.nCopies(count, arguments[0]));
                case "ops":
                  return "17";
                case "memory":
                  return "1000";
                default:
                  return "3000";
              }
            });
  }
}
