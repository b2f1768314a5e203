package org.hessianreg.benchmarks;

import java.util.List;
import java.util.stream.Collectors;

/** Results that no worker has measured. */
final class Samples {

  private static final long MEGABYTE = 1L << 20;

  private Samples() {}

  /** The cost of a method, with two rounds that are alike. */
  static Cost cost(String method, double plainMillis, double millis) {
    Round round = new Round(new Slice(List.of(plainMillis)), new Slice(List.of(millis)));
    Memory memory = new Memory(MEGABYTE, 3 * MEGABYTE, 4 * MEGABYTE);
    return Cost.of(method, memory, List.of(round, round));
  }

  /** A penalised step takes four plain ones, and as long as its ops. */
  static Scaling scaling() {
    return new Scaling(List.of(point(2, 128), point(5, 128)), List.of(point(3, 64), point(3, 128)));
  }

  private static ScalingPoint point(int depth, int width) {
    Slice plain = new Slice(List.of((double) depth));
    Slice penalised = new Slice(List.of(4.0 * depth));
    return new ScalingPoint(
        depth,
        width,
        new StepFigures(100.0, List.of(plain), 5 * depth),
        new StepFigures(200.0, List.of(penalised), 20 * depth),
        List.of(new Round(plain, penalised)));
  }

  static List<String> lines(String text) {
    return text.lines().collect(Collectors.toList());
  }
}
