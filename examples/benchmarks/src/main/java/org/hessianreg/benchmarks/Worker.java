package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * One process that trains one network with one method, a few steps whenever it is told to.
 *
 * <p>Its arguments are the labels of a {@link Subject} and a {@link Method}. It reads commands from
 * standard input, one a line, and answers each with one line:
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><th>command</th><th>what it does</th><th>answer</th></tr>
 * <tr><td>{@code first}</td><td>trains a step</td>
 *     <td>its milliseconds and those of enabling the penalty</td></tr>
 * <tr><td>{@code steps N}</td><td>collects garbage and trains N steps</td><td>the milliseconds of each</td></tr>
 * <tr><td>{@code footprint N}</td><td>trains N steps, each after a garbage collection</td>
 *     <td>the most bytes the process has occupied</td></tr>
 * <tr><td>{@code memory}</td><td>nothing</td><td>the most bytes the process has occupied</td></tr>
 * <tr><td>{@code ops}</td><td>trains a step where nothing else counts them</td>
 *     <td>how many ops a step executes, a penalised one if there is one</td></tr>
 * </table>
 *
 * <p>It answers {@code ready} once at its start and ends with its input. PyTorch's side speaks the
 * same protocol, except for {@code first}, {@code footprint} and {@code ops}; it answers {@code
 * unsupported} and a reason where it is {@code ready} for no training.
 */
final class Worker {

  private final Training training;

  private Worker(Training training) {
    this.training = training;
  }

  public static void main(String[] arguments) throws IOException {
    CommandLoop loop = CommandLoop.standard();
    loop.run(new Worker(Subjects.of(arguments[0]).training(Method.of(arguments[1])))::answer);
  }

  private String answer(String[] command) throws IOException {
    switch (command[0]) {
      case "first":
        return millis(training.firstStep());
      case "steps":
        // What the steps before have left lies outside the heap, so that Java hardly ever collects
        // it by itself: a long run on a large network would fill the machine's memory.
        System.gc();
        return training.steps(Integer.parseInt(command[1])).stream()
            .map(Worker::millis)
            .collect(Collectors.joining(" "));
      case "footprint":
        training.collectedSteps(Integer.parseInt(command[1]));
        return Long.toString(ProcessMemory.peak());
      case "memory":
        return Long.toString(ProcessMemory.peak());
      case "ops":
        return Long.toString(training.executedOps());
      default:
        throw new IllegalArgumentException("Unknown command " + command[0]);
    }
  }

  private static String millis(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }
}
