package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.internal.graph.ParameterGroups;

/**
 * Which parameters move along which direction, and how the sum of the quadratic forms becomes an
 * estimate of the trace. Drawn on the host: it decides which ops run.
 */
final class ProbeLayout {

  private final List<List<String>> directions;
  private final double scale;

  private ProbeLayout(List<List<String>> directions, double scale) {
    this.directions = directions;
    this.scale = scale;
  }

  /** The parameters of each direction; no direction is empty. */
  List<List<String>> directions() {
    return directions;
  }

  double scale() {
    return scale;
  }

  /** The layout with everything kept: what a graph must support. */
  static ProbeLayout complete(HessianTraceRegularization option, List<String> parameters) {
    ParameterDropout dropout = option.dropout();
    boolean blocks = dropout.kind() == ParameterDropout.Kind.BLOCKS;
    return of(
        option, blocks ? ParameterGroups.split(parameters, dropout.groups()) : List.of(parameters));
  }

  /** The layout of one iteration. */
  static ProbeLayout draw(
      HessianTraceRegularization option, List<String> parameters, int iteration) {
    ParameterDropout dropout = option.dropout();
    SplittableRandom random = new SplittableRandom(Seeds.of(option.seed(), iteration));
    switch (dropout.kind()) {
      case TENSOR:
        return kept(option, parameters, random);
      case BLOCKS:
        return of(option, drawn(dropout, parameters, random));
      default:
        return of(option, List.of(parameters));
    }
  }

  private static ProbeLayout of(HessianTraceRegularization option, List<List<String>> once) {
    List<List<String>> all = new ArrayList<>();
    for (int k = 0; k < option.probes(); k++) {
      all.addAll(once);
    }
    return new ProbeLayout(all, option.dropout().scale() / option.probes());
  }

  /** Each probe drops tensors of its own, so that averaging probes averages dropout too. */
  private static ProbeLayout kept(
      HessianTraceRegularization option, List<String> parameters, SplittableRandom random) {
    List<List<String>> directions = new ArrayList<>();
    for (int k = 0; k < option.probes(); k++) {
      List<String> kept = new ArrayList<>();
      for (String name : parameters) {
        if (random.nextDouble() < option.dropout().probability()) {
          kept.add(name);
        }
      }
      if (!kept.isEmpty()) {
        directions.add(kept);
      }
    }
    // Probes are exchangeable: in a fixed order the same selection finds the same plan again.
    directions.sort(Comparator.comparing(Object::toString));
    return new ProbeLayout(directions, option.dropout().scale() / option.probes());
  }

  /** Some groups without replacement, by the first steps of a Fisher–Yates shuffle, in order. */
  private static List<List<String>> drawn(
      ParameterDropout dropout, List<String> parameters, SplittableRandom random) {
    List<List<String>> groups = ParameterGroups.split(parameters, dropout.groups());
    int[] order = new int[groups.size()];
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < dropout.drawn(); i++) {
      int j = random.nextInt(i, order.length);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    int[] drawn = Arrays.copyOf(order, dropout.drawn());
    Arrays.sort(drawn);
    List<List<String>> chosen = new ArrayList<>();
    for (int group : drawn) {
      chosen.add(groups.get(group));
    }
    return chosen;
  }
}
