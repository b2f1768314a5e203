package org.hessianreg.benchmarks;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What the methods cost on one network. Immutable. */
final class NetworkCost {

  private final String network;
  private final String description;
  private final List<Cost> methods;
  private final List<Cost> peers;
  private final Map<String, String> missing;

  /**
   * @param methods those of this library, plain training first
   * @param peers those of PyTorch
   * @param missing the methods that could not be measured, and why
   */
  NetworkCost(Subject network, List<Cost> methods, List<Cost> peers, Map<String, String> missing) {
    this.network = network.label();
    this.description = network.description();
    this.methods = List.copyOf(methods);
    this.peers = List.copyOf(peers);
    this.missing = Map.copyOf(missing);
  }

  String network() {
    return network;
  }

  String description() {
    return description;
  }

  List<Cost> methods() {
    return methods;
  }

  List<Cost> peers() {
    return peers;
  }

  Map<String, String> missing() {
    return missing;
  }

  /** The cost of a method of either framework, if it was measured. */
  Optional<Cost> of(String method) {
    return Stream.concat(methods.stream(), peers.stream())
        .filter(cost -> cost.method().equals(method))
        .findFirst();
  }
}
