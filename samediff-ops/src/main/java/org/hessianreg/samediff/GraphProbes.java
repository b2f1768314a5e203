package org.hessianreg.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.graph.ParameterGroups;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Probes drawn by random ops inside a graph, anew at each execution. */
final class GraphProbes {

  private final SameDiff graph;
  private final HutchinsonConfig config;

  GraphProbes(SameDiff graph, HutchinsonConfig config) {
    this.graph = graph;
    this.config = config;
  }

  /** For each direction, the probe of each parameter that moves. */
  List<Map<String, SDVariable>> draw(List<String> parameters) {
    List<Map<String, SDVariable>> directions = new ArrayList<>();
    for (int k = 0; k < config.probes(); k++) {
      if (config.dropout().kind() == ParameterDropout.Kind.BLOCKS) {
        directions.addAll(blocks(parameters));
      } else {
        directions.add(joint(parameters));
      }
    }
    return directions;
  }

  private Map<String, SDVariable> joint(List<String> parameters) {
    Map<String, SDVariable> direction = new LinkedHashMap<>();
    for (String name : parameters) {
      SDVariable parameter = graph.getVariable(name);
      SDVariable probe = probe(parameter);
      switch (config.dropout().kind()) {
        case ELEMENT:
          probe = probe.mul(kept(parameter.dataType(), parameter.getShape()));
          break;
        case TENSOR:
          probe = probe.mul(kept(parameter.dataType(), 1L));
          break;
        default:
          break;
      }
      direction.put(name, probe);
    }
    return direction;
  }

  private SDVariable probe(SDVariable parameter) {
    DataType type = parameter.dataType();
    long[] shape = parameter.getShape();
    return config.distribution() == ProbeDistribution.GAUSSIAN
        ? graph.random().normal(0.0, 1.0, type, shape)
        : graph.random().bernoulli(0.5, type, shape).mul(2.0).sub(1.0);
  }

  private SDVariable kept(DataType type, long... shape) {
    return graph.random().bernoulli(config.dropout().probability(), type, shape);
  }

  /** A direction for each group; those of the groups not drawn are multiplied by zero. */
  private List<Map<String, SDVariable>> blocks(List<String> parameters) {
    List<List<String>> groups = ParameterGroups.split(parameters, config.dropout().groups());
    DataType type = graph.getVariable(parameters.get(0)).dataType();
    boolean all = config.dropout().drawn() == groups.size();
    List<SDVariable> drawn = all ? null : drawn(groups.size(), type);
    List<Map<String, SDVariable>> directions = new ArrayList<>();
    for (int g = 0; g < groups.size(); g++) {
      Map<String, SDVariable> direction = new LinkedHashMap<>();
      for (String name : groups.get(g)) {
        SDVariable probe = probe(graph.getVariable(name));
        direction.put(name, all ? probe : probe.mul(drawn.get(g).castTo(probe.dataType())));
      }
      directions.add(direction);
    }
    return directions;
  }

  /** Ones for the groups whose uniform numbers are the smallest, zeros for the others. */
  private List<SDVariable> drawn(int groups, DataType type) {
    SDVariable u = graph.random().uniform(0.0, 1.0, type, groups, 1);
    SDVariable smaller = graph.lt(graph.reshape(u, 1, groups), u).castTo(type);
    SDVariable drawn = smaller.sum(1).lt(config.dropout().drawn() - 0.5).castTo(type);
    List<SDVariable> each = new ArrayList<>();
    for (int g = 0; g < groups; g++) {
      each.add(graph.slice(drawn, new int[] {g}, 1));
    }
    return each;
  }
}
