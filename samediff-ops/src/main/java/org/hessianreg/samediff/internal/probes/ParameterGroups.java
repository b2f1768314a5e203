package org.hessianreg.samediff.internal.probes;

import java.util.ArrayList;
import java.util.List;
import org.hessianreg.samediff.HessianTraceException;

/** Splits parameters into groups of consecutive tensors. */
final class ParameterGroups {

  private ParameterGroups() {}

  /**
   * Splits a list into consecutive parts whose lengths differ by at most one.
   *
   * @param parameters names of parameters, in the order of the network
   * @param groups number of parts
   * @return the parts, none of them empty
   * @throws HessianTraceException if there are fewer parameters than groups
   */
  static List<List<String>> split(List<String> parameters, int groups) {
    if (groups > parameters.size()) {
      throw new HessianTraceException(
          String.format(
              "Parameter dropout blocks: %d groups asked for, but only %d parameters have a probe:"
                  + " %s.",
              groups, parameters.size(), parameters),
          "ask for at most " + parameters.size() + " groups.");
    }
    List<List<String>> split = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      int from = g * parameters.size() / groups;
      int to = (g + 1) * parameters.size() / groups;
      split.add(List.copyOf(parameters.subList(from, to)));
    }
    return split;
  }
}
