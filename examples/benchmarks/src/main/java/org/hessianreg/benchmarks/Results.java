package org.hessianreg.benchmarks;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.ArrayList;
import java.util.List;

/** All that was measured so far. */
final class Results {

  private final Machine machine;
  private final List<NetworkCost> costs = new ArrayList<>();

  @JsonInclude(Include.NON_NULL)
  private Scaling scaling;

  private final List<EnableTimes> enable = new ArrayList<>();
  private final List<NetworkNoise> noise = new ArrayList<>();

  Results(Machine machine) {
    this.machine = machine;
  }

  void add(NetworkCost cost) {
    costs.add(cost);
  }

  void add(NetworkNoise next) {
    noise.add(next);
  }

  void add(Scaling measured) {
    scaling = measured;
  }

  void add(List<EnableTimes> measured) {
    enable.addAll(measured);
  }

  /** A table for each network or kind of growth, and what their columns are. */
  List<String> tables() {
    List<String> tables = new ArrayList<>();
    if (!costs.isEmpty()) {
      tables.add(CostTable.legend());
    }
    costs.forEach(cost -> tables.add(CostTable.format(cost)));
    if (scaling != null) {
      tables.add(ScalingTable.format(scaling));
    }
    if (!enable.isEmpty()) {
      tables.add(EnableTable.format(enable));
    }
    if (!noise.isEmpty()) {
      tables.add(NoiseTable.legend());
    }
    noise.forEach(next -> tables.add(NoiseTable.format(next)));
    return tables;
  }

  List<NetworkCost> costs() {
    return List.copyOf(costs);
  }

  String machine() {
    return machine.format();
  }
}
