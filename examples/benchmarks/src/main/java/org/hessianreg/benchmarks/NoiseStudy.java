package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.samediff.Curvature;

/** Measures the noise of every estimator on one network. */
final class NoiseStudy {

  /** As many directions as this at once do not fit into memory on a network worth measuring. */
  private static final int MOST_DIRECTIONS = 32;

  private final Workers workers;
  private final Network network;
  private final OptionalInt draws;
  private final TaskList progress;

  /**
   * @param draws of each estimator; empty for as many as there is time for
   */
  NoiseStudy(Workers workers, Network network, OptionalInt draws, TaskList progress) {
    this.workers = workers;
    this.network = network;
    this.draws = draws;
    this.progress = progress;
  }

  /** What there is to do, in order. */
  static List<String> tasks(Network network) {
    return Estimator.all().stream()
        .map(estimator -> "noise on " + network.label() + " of " + estimator.label())
        .collect(Collectors.toList());
  }

  NetworkNoise run() throws IOException, UnsupportedTrainingException {
    try (WorkerProcess worker = workers.java(NoiseWorker.class, network.label())) {
      StartingPoint start = Json.read(worker.ask("start"), StartingPoint.class);
      Map<Estimator, NoiseSample> samples = new LinkedHashMap<>();
      Map<String, String> missing = new LinkedHashMap<>();
      for (Estimator estimator : Estimator.all()) {
        try {
          NoiseSample sample = measure(worker, estimator, start.tensors());
          samples.put(estimator, sample);
          progress.done(
              String.format(
                  Locale.ROOT, "%d draws, %.1f ms each", sample.draws(), sample.millis()));
        } catch (UnsupportedTrainingException e) {
          missing.put(estimator.label(), e.getMessage());
          progress.done(e.getMessage());
        }
      }
      return new NetworkNoise(network.label(), start, related(worker, samples), missing);
    }
  }

  private NoiseSample measure(WorkerProcess worker, Estimator estimator, int tensors)
      throws IOException, UnsupportedTrainingException {
    checkWorth(estimator.scheme(), tensors);
    String command = "noise " + estimator.label();
    String answer = worker.ask(draws.isPresent() ? command + " " + draws.getAsInt() : command);
    if (answer.startsWith(CommandLoop.UNSUPPORTED)) {
      throw UnsupportedTrainingException.of(answer);
    }
    return Json.read(answer, NoiseSample.class);
  }

  private static void checkWorth(Scheme scheme, int tensors) throws UnsupportedTrainingException {
    if (scheme != Scheme.EACH_TENSOR) {
      return;
    }
    if (scheme.groups(tensors) == Scheme.ALL_BLOCKS.groups(tensors)) {
      throw new UnsupportedTrainingException(
          "the same as " + Scheme.ALL_BLOCKS.label() + " with so few tensors");
    }
    if (tensors > MOST_DIRECTIONS) {
      throw new UnsupportedTrainingException(tensors + " directions at once take too much memory");
    }
  }

  private static List<EstimatorNoise> related(
      WorkerProcess worker, Map<Estimator, NoiseSample> samples) throws IOException {
    Map<Curvature, Signal> signals = new EnumMap<>(Curvature.class);
    for (Curvature curvature : Curvature.values()) {
      signals.put(curvature, Json.read(worker.ask("signal " + curvature.name()), Signal.class));
    }
    List<EstimatorNoise> noise = new ArrayList<>();
    samples.forEach(
        (estimator, sample) ->
            noise.add(new EstimatorNoise(estimator, sample, signals.get(estimator.curvature()))));
    return noise;
  }
}
