package org.hessianreg.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;

/**
 * Measures what the methods cost on one network. Plain training stays alive throughout and takes
 * turns with one other worker at a time.
 */
final class CostStudy {

  private static final int ROUNDS = 7;
  private static final int SLOW_ROUNDS = 3;
  private static final double SLOW_STEP_MILLIS = 300.0;

  private final Subject network;
  private final Contender plain;
  private final OptionalInt rounds;
  private final TaskList progress;
  private final List<Slice> plainSlices = new ArrayList<>();
  private final Map<String, String> missing = new LinkedHashMap<>();

  /**
   * @param plain plain training of the network, which the others are compared with
   * @param rounds how often a method takes its turn; empty for what the network's speed allows
   */
  CostStudy(Subject network, Contender plain, OptionalInt rounds, TaskList progress) {
    this.network = network;
    this.plain = plain;
    this.rounds = rounds;
    this.progress = progress;
  }

  /**
   * @param methods the other methods of the framework that plain training belongs to
   * @param peers methods of another framework, its plain training first
   */
  NetworkCost run(List<Contender> methods, List<Contender> peers)
      throws IOException, UnsupportedTrainingException {
    long built = built(plain);
    try (WorkerProcess worker = plain.start()) {
      long footprint = plain.footprint(worker);
      PacedWorker pace = PacedWorker.warm(worker, plain.slice());
      plainSlices.add(pace.slice());
      List<Cost> costs = measure(methods, built, pace);
      List<Cost> peerCosts = peers.isEmpty() ? List.of() : measurePeers(peers, pace);
      Memory memory = new Memory(built, footprint, worker.memory());
      costs.add(0, counted(plainCost(memory), worker));
      return new NetworkCost(network, costs, peerCosts, missing);
    }
  }

  private List<Cost> measurePeers(List<Contender> peers, PacedWorker pace) throws IOException {
    try {
      return measure(peers, built(peers.get(0)), pace);
    } catch (UnsupportedTrainingException e) {
      peers.forEach(peer -> giveUp(peer, e));
      return List.of();
    }
  }

  private List<Cost> measure(List<Contender> contenders, long built, PacedWorker pace) {
    List<Cost> costs = new ArrayList<>();
    for (Contender contender : contenders) {
      try {
        Cost cost = measure(contender, built, pace);
        costs.add(cost);
        progress.done(
            String.format(
                Locale.ROOT,
                "%.1f ms, %.2f x plain",
                cost.millis().median(),
                cost.ratio().median()));
      } catch (IOException | UnsupportedTrainingException e) {
        giveUp(contender, e);
      }
    }
    return costs;
  }

  /** The other figures are still worth having. */
  private void giveUp(Contender contender, Exception reason) {
    missing.put(contender.label(), reason.getMessage());
    progress.done(reason.getMessage());
  }

  private Cost measure(Contender contender, long built, PacedWorker plainPace)
      throws IOException, UnsupportedTrainingException {
    try (WorkerProcess worker = contender.start()) {
      long footprint = contender.footprint(worker);
      PacedWorker pace = PacedWorker.warm(worker, contender.slice());
      List<Round> turns = new ArrayList<>();
      for (int i = 0; i < rounds(); i++) {
        Round turn = new Round(plainPace.slice(), pace.slice());
        turns.add(turn);
        plainSlices.add(turn.plain());
      }
      Cost cost = Cost.of(contender.label(), new Memory(built, footprint, worker.memory()), turns);
      return counted(cost, worker);
    }
  }

  private static Cost counted(Cost cost, WorkerProcess worker) throws IOException {
    int ops = worker.ops();
    return ops < 0 ? cost : cost.withOps(ops);
  }

  private int rounds() {
    boolean slow = plainSlices.get(0).mean() > SLOW_STEP_MILLIS;
    return rounds.orElse(slow ? SLOW_ROUNDS : ROUNDS);
  }

  /** The memory of a process that has built the network and has not trained. */
  private static long built(Contender contender) throws IOException, UnsupportedTrainingException {
    try (WorkerProcess worker = contender.start()) {
      return worker.memory();
    }
  }

  private Cost plainCost(Memory memory) {
    List<Round> turns = new ArrayList<>();
    plainSlices.forEach(slice -> turns.add(new Round(slice, slice)));
    return Cost.of(plain.label(), memory, turns);
  }
}
