package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/** Measures how the cost of a step grows with the depth and with the width of a perceptron. */
final class ScalingStudy {

  private static final List<Integer> DEPTHS = List.of(2, 5, 10, 20, 35, 50);
  private static final int WIDTH = 128;
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512, 1024);
  private static final int DEPTH = 3;
  private static final int ROUNDS = 3;

  private final Workers workers;
  private final int rounds;
  private final TaskList progress;

  /**
   * @param rounds how often plain and penalised steps take turns; empty for the default
   */
  ScalingStudy(Workers workers, OptionalInt rounds, TaskList progress) {
    this.workers = workers;
    this.rounds = rounds.orElse(ROUNDS);
    this.progress = progress;
  }

  /** What there is to do, in order. */
  static List<String> tasks() {
    List<String> tasks = new ArrayList<>();
    DEPTHS.forEach(depth -> tasks.add(Networks.perceptron(depth, WIDTH).label()));
    WIDTHS.forEach(width -> tasks.add(Networks.perceptron(DEPTH, width).label()));
    return tasks;
  }

  Scaling run() throws IOException, UnsupportedTrainingException {
    List<ScalingPoint> depths = new ArrayList<>();
    for (int depth : DEPTHS) {
      depths.add(measure(depth, WIDTH));
    }
    List<ScalingPoint> widths = new ArrayList<>();
    for (int width : WIDTHS) {
      widths.add(measure(DEPTH, width));
    }
    return new Scaling(depths, widths);
  }

  private ScalingPoint measure(int depth, int width)
      throws IOException, UnsupportedTrainingException {
    Network network = Networks.perceptron(depth, width);
    try (WorkerProcess plain = start(network, Method.PLAIN);
        WorkerProcess penalised = start(network, Method.HESSIAN)) {
      double plainFirst = plain.firstStep();
      double penalisedFirst = penalised.firstStep();
      PacedWorker plainPace = PacedWorker.warm(plain, Method.PLAIN.slice());
      PacedWorker penalisedPace = PacedWorker.warm(penalised, Method.HESSIAN.slice());
      List<Slice> plainSlices = new ArrayList<>();
      List<Slice> penalisedSlices = new ArrayList<>();
      List<Round> turns = new ArrayList<>();
      for (int i = 0; i < rounds; i++) {
        plainSlices.add(plainPace.slice());
        penalisedSlices.add(penalisedPace.slice());
        turns.add(new Round(plainSlices.get(i), penalisedSlices.get(i)));
      }
      ScalingPoint point =
          new ScalingPoint(
              depth,
              width,
              new StepFigures(plainFirst, plainSlices, plain.ops()),
              new StepFigures(penalisedFirst, penalisedSlices, penalised.ops()),
              turns);
      progress.done(
          String.format(
              Locale.ROOT,
              "%.1f ms, %.2f x plain",
              point.penalised().millis(),
              point.ratio().median()));
      return point;
    }
  }

  private WorkerProcess start(Network network, Method method)
      throws IOException, UnsupportedTrainingException {
    return workers.java(Worker.class, network.label(), method.label());
  }
}
