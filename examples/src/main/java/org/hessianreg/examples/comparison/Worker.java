package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.nio.file.Path;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.examples.internal.LineWorker;

/**
 * A process that runs trials. Its argument is the folder of the images. It reads tasks from
 * standard input, a line of JSON each, and answers each with a line of JSON, its outcome. It ends
 * with its input.
 */
final class Worker {

  private Worker() {}

  public static void main(String[] arguments) throws IOException {
    LineWorker worker = LineWorker.standard();
    Trial trial = new Trial(new FashionMnist(Path.of(arguments[0])));
    worker.run(
        line -> {
          // What the run before has left lies outside the heap, so that Java hardly ever collects
          // it by itself.
          System.gc();
          return Json.line(trial.run(Json.read(line, Task.class)));
        });
  }
}
