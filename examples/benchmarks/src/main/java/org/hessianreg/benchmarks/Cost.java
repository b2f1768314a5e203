package org.hessianreg.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What a step of one method costs on one network. Immutable. */
final class Cost {

  private final String method;
  private final Spread millis;
  private final Spread ratio;
  private final Spread medianRatio;

  @JsonInclude(Include.NON_NULL)
  private final Integer ops;

  private final Memory memory;
  private final List<Round> rounds;

  private Cost(String method, Integer ops, Memory memory, List<Round> rounds) {
    this.method = method;
    this.ops = ops;
    this.memory = memory;
    this.rounds = List.copyOf(rounds);
    millis = spread(round -> round.other().mean());
    ratio = spread(Round::ratio);
    medianRatio = spread(Round::medianRatio);
  }

  /** The cost of a method, from at least one round. */
  static Cost of(String method, Memory memory, List<Round> rounds) {
    return new Cost(method, null, memory, rounds);
  }

  Cost withOps(int count) {
    return new Cost(method, count, memory, rounds);
  }

  private Spread spread(ToDoubleFunction<Round> figure) {
    return Spread.of(rounds.stream().map(figure::applyAsDouble).collect(Collectors.toList()));
  }

  String method() {
    return method;
  }

  /** Milliseconds of a step: the mean of each round. */
  Spread millis() {
    return millis;
  }

  /** What a step takes, in plain steps of the same round. */
  Spread ratio() {
    return ratio;
  }

  /** What the step in the middle takes, in plain steps of the same round. */
  Spread medianRatio() {
    return medianRatio;
  }

  /** How many ops a step executes, where the framework counts them. */
  OptionalInt ops() {
    return ops == null ? OptionalInt.empty() : OptionalInt.of(ops);
  }

  Memory memory() {
    return memory;
  }
}
