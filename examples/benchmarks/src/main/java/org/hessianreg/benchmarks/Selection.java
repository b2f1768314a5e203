package org.hessianreg.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What the user wants measured. Immutable. */
final class Selection {

  private final List<String> studies;
  private final List<String> networks;
  private final List<String> methods;
  private final OptionalInt rounds;
  private final OptionalInt draws;
  private final int threads;
  private final String python;

  Selection(
      List<String> studies,
      List<String> networks,
      List<String> methods,
      OptionalInt rounds,
      OptionalInt draws,
      int threads,
      String python) {
    this.studies = List.copyOf(studies);
    this.networks = List.copyOf(networks);
    this.methods = List.copyOf(methods);
    this.rounds = rounds;
    this.draws = draws;
    this.threads = threads;
    this.python = python;
  }

  /** The methods that there are to choose from, of both frameworks. */
  static List<String> methods() {
    return Stream.concat(Method.labels().stream(), PeerMethod.labels().stream())
        .collect(Collectors.toList());
  }

  /** Those that are measured unless others are asked for. */
  static List<String> standardMethods() {
    return methods().stream()
        .filter(method -> !method.equals(Method.CHECKPOINTING.label()))
        .collect(Collectors.toList());
  }

  boolean has(Study study) {
    return studies.contains(study.label());
  }

  /** All that was named. */
  List<Subject> subjects() {
    return networks.stream().distinct().map(Subjects::of).collect(Collectors.toList());
  }

  /** What is a SameDiff graph, which the estimators' noise is measured on. */
  List<Network> graphs() {
    return subjects().stream()
        .filter(Network.class::isInstance)
        .map(Network.class::cast)
        .collect(Collectors.toList());
  }

  /** The methods besides plain training, which is always measured. */
  List<Method> penalised() {
    return Arrays.stream(Method.values())
        .filter(method -> method != Method.PLAIN && methods.contains(method.label()))
        .collect(Collectors.toList());
  }

  /** PyTorch's plain training is measured as soon as any of its methods is. */
  List<PeerMethod> peers() {
    List<PeerMethod> chosen =
        Arrays.stream(PeerMethod.values())
            .filter(method -> methods.contains(method.label()))
            .collect(Collectors.toList());
    return Arrays.stream(PeerMethod.values())
        .filter(
            method -> !chosen.isEmpty() && (method == PeerMethod.PLAIN || chosen.contains(method)))
        .collect(Collectors.toList());
  }

  /** Empty for the default. */
  OptionalInt rounds() {
    return rounds;
  }

  /** Empty for what there is time for. */
  OptionalInt draws() {
    return draws;
  }

  int threads() {
    return threads;
  }

  String python() {
    return python;
  }
}
