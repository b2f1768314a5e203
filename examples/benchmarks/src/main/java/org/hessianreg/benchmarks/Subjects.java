package org.hessianreg.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** All that can be measured: SameDiff graphs, and networks of DL4J's layers. */
final class Subjects {

  private Subjects() {}

  /** What is measured unless something else is asked for. */
  static List<Subject> all() {
    List<Subject> all = new ArrayList<>(Networks.standard());
    all.add(LeNet.subject());
    return all;
  }

  static Subject of(String label) {
    return Stream.concat(all().stream(), Stream.of(LongLstm.subject()))
        .filter(subject -> subject.label().equals(label))
        .findFirst()
        .orElseGet(() -> Network.of(label));
  }

  static List<String> labels() {
    return labels(all());
  }

  /** What can be asked for. */
  static List<String> known() {
    List<String> known = labels();
    known.addAll(labels(Networks.recurrent()));
    known.add(LongLstm.subject().label());
    return known;
  }

  private static List<String> labels(List<? extends Subject> subjects) {
    return subjects.stream().map(Subject::label).collect(Collectors.toCollection(ArrayList::new));
  }
}
