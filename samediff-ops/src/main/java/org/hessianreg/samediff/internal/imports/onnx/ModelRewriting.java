package org.hessianreg.samediff.internal.imports.onnx;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;
import onnx.Onnx.ValueInfoProto;

/**
 * The whole of a file: what is needed, in nodes that the importer knows, under names it can keep.
 */
public final class ModelRewriting {

  private final ModelProto model;
  private final List<String> changes = new ArrayList<>();
  private final Map<String, TensorProto> tensors = new HashMap<>();
  private final List<NodeProto> nodes = new ArrayList<>();
  private final ModelProto rewritten;

  /**
   * Rewrites a model.
   *
   * @param model the model
   */
  public ModelRewriting(ModelProto model) {
    this.model = model;
    GraphProto graph = model.getGraph();
    graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    keepConstants(graph);
    dropUnneeded(graph);
    rewriteNodes();
    this.rewritten = model.toBuilder().setGraph(renamed(graph)).build();
  }

  /** Nodes that hold a tensor become tensors. */
  private void keepConstants(GraphProto graph) {
    for (NodeProto node : graph.getNodeList()) {
      boolean isTensor =
          "Constant".equals(node.getOpType())
              && node.getAttributeCount() == 1
              && "value".equals(node.getAttribute(0).getName());
      if (isTensor) {
        String name = node.getOutput(0);
        tensors.put(name, node.getAttribute(0).getT().toBuilder().setName(name).build());
        changes.add(String.format("'%s' (Constant) is a tensor of the file", name));
      } else {
        nodes.add(named(node));
      }
    }
  }

  /** The importer skips nodes without a name. */
  private NodeProto named(NodeProto node) {
    if (!node.getName().isEmpty()) {
      return node;
    }
    changes.add(describe(node) + " has no name and is named after its output");
    return node.toBuilder().setName(node.getOutput(0)).build();
  }

  private void dropUnneeded(GraphProto graph) {
    Set<String> needed = new HashSet<>();
    graph.getOutputList().forEach(output -> needed.add(output.getName()));
    // Every node follows what it reads.
    for (int i = nodes.size() - 1; i >= 0; i--) {
      NodeProto node = nodes.get(i);
      if (node.getOutputList().stream().anyMatch(needed::contains)) {
        needed.addAll(node.getInputList());
        needed.addAll(readWithin(node));
      } else {
        changes.add(describe(node) + " is left out, for no output needs it");
        nodes.remove(i);
      }
    }
    tensors.keySet().retainAll(needed);
  }

  /** What the branches and bodies of control flow read. */
  private static Set<String> readWithin(NodeProto node) {
    Set<String> read = new HashSet<>();
    for (AttributeProto attribute : node.getAttributeList()) {
      for (NodeProto inner : attribute.getG().getNodeList()) {
        read.addAll(inner.getInputList());
        read.addAll(readWithin(inner));
      }
      attribute.getG().getOutputList().forEach(output -> read.add(output.getName()));
    }
    return read;
  }

  private void rewriteNodes() {
    List<NodeProto> old = new ArrayList<>(nodes);
    nodes.clear();
    for (NodeProto node : old) {
      NodeWriter writer = new NodeWriter(node, tensors);
      if (NodeRewrites.of(node.getOpType()).rewrite(node, writer)) {
        nodes.addAll(writer.nodes());
        changes.add(describe(node) + " is written with " + writer.kinds());
      } else {
        nodes.add(node);
      }
    }
    Set<String> read = new HashSet<>();
    nodes.forEach(
        node -> {
          read.addAll(node.getInputList());
          read.addAll(readWithin(node));
        });
    model.getGraph().getOutputList().forEach(output -> read.add(output.getName()));
    tensors.keySet().retainAll(read);
  }

  private static String describe(NodeProto node) {
    return String.format("'%s' (%s)", node.getOutput(0), node.getOpType());
  }

  private GraphProto renamed(GraphProto graph) {
    Names names = new Names(allNames(graph));
    GraphProto.Builder builder = graph.toBuilder();
    builder.clearNode().clearInitializer().clearInput().clearOutput().clearValueInfo();
    for (NodeProto node : nodes) {
      builder.addNode(names.renamed(node));
    }
    tensors.forEach(
        (name, tensor) -> builder.addInitializer(tensor.toBuilder().setName(names.of(name))));
    // Older files list their tensors as inputs, too.
    Set<String> given =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    for (ValueInfoProto input : graph.getInputList()) {
      if (!given.contains(input.getName())) {
        builder.addInput(input.toBuilder().setName(names.of(input.getName())));
      }
    }
    for (ValueInfoProto output : graph.getOutputList()) {
      builder.addOutput(output.toBuilder().setName(names.of(output.getName())));
    }
    changes.addAll(names.changes());
    return builder.build();
  }

  private Collection<String> allNames(GraphProto graph) {
    Set<String> all = new HashSet<>(tensors.keySet());
    for (NodeProto node : nodes) {
      all.addAll(node.getInputList());
      all.addAll(node.getOutputList());
      all.add(node.getName());
    }
    graph.getInputList().forEach(input -> all.add(input.getName()));
    graph.getOutputList().forEach(output -> all.add(output.getName()));
    return all;
  }

  /**
   * The model that the importer can read.
   *
   * @return a model with the same meaning
   */
  public ModelProto model() {
    return rewritten;
  }

  /**
   * What differs.
   *
   * @return a line for each change
   */
  public List<String> changes() {
    return List.copyOf(changes);
  }
}
