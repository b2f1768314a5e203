package org.hessianreg.examples.comparison;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * A process that runs trials. Its argument is the folder of the images. It reads tasks from
 * standard input, a line of JSON each, and answers each with a line of JSON, its outcome. It ends
 * with its input.
 */
final class Worker {

  private Worker() {}

  public static void main(String[] arguments) throws IOException {
    PrintStream answers = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    // For the answers alone: SameDiff prints a line per op when it builds a gradient function.
    System.setOut(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
    Trial trial = new Trial(new FashionMnist(Path.of(arguments[0])));
    BufferedReader tasks =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = tasks.readLine(); line != null; line = tasks.readLine()) {
      answers.println(Json.line(trial.run(Json.read(line, Task.class))));
      // What a run leaves lies outside the heap, so that Java hardly ever collects it by itself.
      System.gc();
    }
  }
}
