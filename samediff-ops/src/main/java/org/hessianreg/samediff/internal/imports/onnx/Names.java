package org.hessianreg.samediff.internal.imports.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import onnx.Onnx.NodeProto;

/** Names without colons, by which SameDiff tells the outputs of an op apart. */
final class Names {

  private final Map<String, String> replaced = new TreeMap<>();

  Names(Collection<String> names) {
    Set<String> used = new HashSet<>(names);
    for (String name : new TreeSet<>(names)) {
      if (name.contains(":")) {
        String free = name.replace(':', '_');
        while (!used.add(free)) {
          free += "_";
        }
        replaced.put(name, free);
      }
    }
  }

  String of(String name) {
    return replaced.getOrDefault(name, name);
  }

  NodeProto renamed(NodeProto node) {
    NodeProto.Builder builder =
        node.toBuilder().clearInput().clearOutput().setName(of(node.getName()));
    node.getInputList().forEach(input -> builder.addInput(of(input)));
    node.getOutputList().forEach(output -> builder.addOutput(of(output)));
    return builder.build();
  }

  List<String> changes() {
    return replaced.entrySet().stream()
        .map(entry -> String.format("'%s' is named '%s'", entry.getKey(), entry.getValue()))
        .collect(Collectors.toCollection(ArrayList::new));
  }
}
