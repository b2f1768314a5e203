package org.hessianreg.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.util.OptionalInt;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.samediff.Curvature;

/**
 * One process that measures the noise of estimators on one network: they share a point, a batch and
 * the gradients' common mean, which are too large to be passed around.
 *
 * <p>Its argument is the label of a {@link Network}. It reads commands from standard input, one a
 * line, and answers each with a line of JSON, or with {@code unsupported} and a reason:
 *
 * <table>
 * <caption>Commands</caption>
 * <tr><th>command</th><th>answer</th></tr>
 * <tr><td>{@code start}</td><td>a {@link StartingPoint}</td></tr>
 * <tr><td>{@code noise ESTIMATOR [DRAWS]}</td><td>a {@link NoiseSample}</td></tr>
 * <tr><td>{@code signal CURVATURE}</td><td>a {@link Signal}</td></tr>
 * </table>
 */
final class NoiseWorker {

  private final NoiseMeter meter;

  private NoiseWorker(NoiseMeter meter) {
    this.meter = meter;
  }

  public static void main(String[] arguments) throws IOException {
    CommandLoop loop = CommandLoop.standard();
    loop.run(new NoiseWorker(new NoiseMeter(Network.of(arguments[0])))::answer);
  }

  private String answer(String[] command) throws JsonProcessingException {
    switch (command[0]) {
      case "start":
        return Json.line(meter.start());
      case "noise":
        OptionalInt draws =
            command.length > 2 ? OptionalInt.of(Integer.parseInt(command[2])) : OptionalInt.empty();
        return noise(Estimator.of(command[1]), draws);
      case "signal":
        return Json.line(meter.signal(Curvature.valueOf(command[1])));
      default:
        throw new IllegalArgumentException("Unknown command " + command[0]);
    }
  }

  /** Many directions at once take much memory; the other estimators can do without. */
  private String noise(Estimator estimator, OptionalInt draws) throws JsonProcessingException {
    try {
      return Json.line(meter.measure(estimator, draws));
    } catch (OutOfMemoryError e) {
      return CommandLoop.UNSUPPORTED + " out of memory: " + e.getMessage();
    }
  }
}
