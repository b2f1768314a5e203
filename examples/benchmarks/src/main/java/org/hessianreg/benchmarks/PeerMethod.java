package org.hessianreg.benchmarks;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The ways to train with PyTorch that are measured. */
enum PeerMethod {
  PLAIN("plain"),
  /** Three backward passes, each through the one before it. */
  TRIPLE_BACKWARD("triple-backward"),
  /** Forward mode in forward mode, and one backward pass. */
  JVP("jvp");

  private static final String PREFIX = "pytorch-";

  private final String argument;

  PeerMethod(String argument) {
    this.argument = argument;
  }

  /** The method's name in the script. */
  String argument() {
    return argument;
  }

  /** The method's name on the command line and in tables. */
  String label() {
    return PREFIX + argument;
  }

  static List<String> labels() {
    return Arrays.stream(values()).map(PeerMethod::label).collect(Collectors.toList());
  }
}
