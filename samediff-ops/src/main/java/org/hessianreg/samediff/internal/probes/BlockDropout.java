package org.hessianreg.samediff.internal.probes;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** All groups of consecutive tensors are dropped but some; each has a direction of its own. */
final class BlockDropout implements DropoutScheme {

  private final int groups;
  private final int drawn;

  BlockDropout(int groups, int drawn) {
    this.groups = groups;
    this.drawn = drawn;
  }

  @Override
  public List<List<String>> complete(List<String> parameters, int probes) {
    return repeated(ParameterGroups.split(parameters, groups), probes);
  }

  /** Some groups without replacement, by the first steps of a Fisher–Yates shuffle, in order. */
  @Override
  public List<List<String>> draw(List<String> parameters, int probes, SplittableRandom random) {
    List<List<String>> all = ParameterGroups.split(parameters, groups);
    int[] order = new int[groups];
    Arrays.setAll(order, i -> i);
    for (int i = 0; i < drawn; i++) {
      int j = random.nextInt(i, order.length);
      int swap = order[i];
      order[i] = order[j];
      order[j] = swap;
    }
    int[] first = Arrays.copyOf(order, drawn);
    Arrays.sort(first);
    List<List<String>> chosen = new ArrayList<>();
    for (int group : first) {
      chosen.add(all.get(group));
    }
    return repeated(chosen, probes);
  }

  private static List<List<String>> repeated(List<List<String>> once, int times) {
    List<List<String>> all = new ArrayList<>();
    Collections.nCopies(times, once).forEach(all::addAll);
    return all;
  }

  /** A direction for each group; those of the groups not drawn are multiplied by zero. */
  @Override
  public List<Map<String, SDVariable>> draw(
      SameDiff graph, Elements elements, List<String> parameters) {
    DataType type = graph.getVariable(parameters.get(0)).dataType();
    BiFunction<Integer, SDVariable, SDVariable> kept = kept(graph, type);
    List<Map<String, SDVariable>> directions = new ArrayList<>();
    for (List<String> group : ParameterGroups.split(parameters, groups)) {
      Map<String, SDVariable> direction = new LinkedHashMap<>();
      for (String name : group) {
        SDVariable parameter = graph.getVariable(name);
        SDVariable probe = elements.draw(graph, parameter.dataType(), parameter.getShape());
        direction.put(name, kept.apply(directions.size(), probe));
      }
      directions.add(direction);
    }
    return directions;
  }

  /** Multiplies the probe of a group by one if the group is drawn, and by zero if not. */
  private BiFunction<Integer, SDVariable, SDVariable> kept(SameDiff graph, DataType type) {
    if (drawn == groups) {
      return (group, probe) -> probe;
    }
    // Drawn are the groups whose uniform numbers are the smallest.
    SDVariable u = graph.random().uniform(0.0, 1.0, type, groups, 1);
    SDVariable smaller = graph.lt(graph.reshape(u, 1, groups), u).castTo(type);
    SDVariable ones = smaller.sum(1).lt(drawn - 0.5).castTo(type);
    List<SDVariable> each = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      each.add(graph.slice(ones, new int[] {g}, 1));
    }
    return (group, probe) -> probe.mul(each.get(group).castTo(probe.dataType()));
  }
}
