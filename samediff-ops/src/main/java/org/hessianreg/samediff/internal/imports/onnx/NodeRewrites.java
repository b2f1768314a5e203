package org.hessianreg.samediff.internal.imports.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** The table of rewrites, by the kind of node. */
final class NodeRewrites {

  private static final Map<String, NodeRewrite> TABLE =
      Map.of(
          "Sum", NodeRewrites::sum,
          "Pow", NodeRewrites::power,
          "PRelu", NodeRewrites::parametricRelu,
          "HardSigmoid", NodeRewrites::hardSigmoid,
          "HardSwish", NodeRewrites::hardSwish,
          "Dropout", NodeRewrites::dropout,
          "Conv", NodeRewrites::sequence,
          "Flatten", NodeRewrites::flatten,
          "Reshape", NodeRewrites::reshape);

  private NodeRewrites() {}

  /** The rewrite of a kind of node; most need none. */
  static NodeRewrite of(String kind) {
    return TABLE.getOrDefault(kind, (node, writer) -> false);
  }

  /** The importer knows no sums of several. */
  private static boolean sum(NodeProto node, NodeWriter writer) {
    int count = node.getInputCount();
    if (count == 1) {
      return writer.last("Identity", node.getInputList());
    }
    String sum = node.getInput(0);
    for (int i = 1; i < count - 1; i++) {
      sum = writer.node("Add", List.of(sum, node.getInput(i)));
    }
    return writer.last("Add", List.of(sum, node.getInput(count - 1)));
  }

  /** The importer fails at powers. */
  private static boolean power(NodeProto node, NodeWriter writer) {
    Optional<Float> exponent = writer.scalar(node.getInput(1));
    String x = node.getInput(0);
    if (exponent.isEmpty()) {
      return false;
    }
    if (exponent.get() == 0.5f) {
      return writer.last("Sqrt", List.of(x));
    }
    if (exponent.get() == 1f) {
      return writer.last("Identity", List.of(x));
    }
    if (exponent.get() == 2f) {
      return writer.last("Mul", List.of(x, x));
    }
    return exponent.get() == 3f
        && writer.last("Mul", List.of(writer.node("Mul", List.of(x, x)), x));
  }

  /** {@code max(x, 0) − slope·max(−x, 0)}; the importer gives the slope another shape. */
  private static boolean parametricRelu(NodeProto node, NodeWriter writer) {
    String positive = writer.node("Relu", List.of(node.getInput(0)));
    String negative = writer.node("Relu", List.of(writer.node("Neg", List.of(node.getInput(0)))));
    String slope = writer.node("Mul", List.of(negative, node.getInput(1)));
    return writer.last("Sub", List.of(positive, slope));
  }

  /** ND4J has one with the usual numbers only. */
  private static boolean hardSigmoid(NodeProto node, NodeWriter writer) {
    float alpha = attribute(node, "alpha").map(AttributeProto::getF).orElse(0.2f);
    float beta = attribute(node, "beta").map(AttributeProto::getF).orElse(0.5f);
    if (alpha == 0.2f && beta == 0.5f) {
      return false;
    }
    String line = line(writer, node.getInput(0), alpha, beta);
    return writer.last("Clip", List.of(line, writer.number(0), writer.number(1)));
  }

  private static boolean hardSwish(NodeProto node, NodeWriter writer) {
    String line = line(writer, node.getInput(0), 1 / 6f, 0.5f);
    String gate = writer.node("Clip", List.of(line, writer.number(0), writer.number(1)));
    return writer.last("Mul", List.of(node.getInput(0), gate));
  }

  private static String line(NodeWriter writer, String x, float slope, float shift) {
    String scaled = writer.node("Mul", List.of(x, writer.number(slope)));
    return writer.node("Add", List.of(scaled, writer.number(shift)));
  }

  /** The importer makes random numbers of it, in inference, too. */
  private static boolean dropout(NodeProto node, NodeWriter writer) {
    return writer.last("Identity", List.of(node.getInput(0)));
  }

  /** A convolution of sequences is one of images with one row. */
  private static boolean sequence(NodeProto node, NodeWriter writer) {
    Optional<TensorProto> weights = writer.tensor(node.getInput(1));
    if (weights.isEmpty() || weights.get().getDimsCount() != 3) {
      return false;
    }
    List<Long> sizes = weights.get().getDimsList();
    List<Long> shape = List.of(sizes.get(0), sizes.get(1), 1L, sizes.get(2));
    String row = writer.integers(2);
    List<String> inputs = new ArrayList<>();
    inputs.add(writer.node("Unsqueeze", List.of(node.getInput(0), row)));
    inputs.add(writer.reshaped(weights.get(), shape));
    inputs.addAll(node.getInputList().subList(2, node.getInputCount()));
    AttributeProto[] attributes =
        node.getAttributeList().stream().map(NodeRewrites::ofImages).toArray(AttributeProto[]::new);
    return writer.last("Squeeze", List.of(writer.node("Conv", inputs, attributes), row));
  }

  /** The attribute for rows, of which there is one, and for columns. */
  private static AttributeProto ofImages(AttributeProto attribute) {
    List<Long> numbers = attribute.getIntsList();
    switch (attribute.getName()) {
      case "kernel_shape":
      case "strides":
      case "dilations":
        return integers(attribute, List.of(1L, numbers.get(0)));
      case "pads":
        return integers(attribute, List.of(0L, numbers.get(0), 0L, numbers.get(1)));
      default:
        return attribute;
    }
  }

  private static AttributeProto integers(AttributeProto attribute, List<Long> numbers) {
    return attribute.toBuilder().clearInts().addAllInts(numbers).build();
  }

  /** The importer asks for the axis, which files may leave out. */
  private static boolean flatten(NodeProto node, NodeWriter writer) {
    return attribute(node, "axis").isEmpty()
        && writer.last("Flatten", node.getInputList(), axis(1));
  }

  private static AttributeProto axis(long axis) {
    return AttributeProto.newBuilder()
        .setName("axis")
        .setType(AttributeProto.AttributeType.INT)
        .setI(axis)
        .build();
  }

  /** A first size of 0 copies the number of examples, which ND4J cannot. */
  private static boolean reshape(NodeProto node, NodeWriter writer) {
    Optional<List<Long>> shape = writer.longs(node.getInput(1));
    if (shape.isEmpty() || shape.get().isEmpty() || shape.get().get(0) != 0) {
      return false;
    }
    List<Long> others = shape.get().subList(1, shape.get().size());
    if (others.equals(List.of(-1L))) {
      return writer.last("Flatten", List.of(node.getInput(0)), axis(1));
    }
    if (others.stream().anyMatch(size -> size <= 0)) {
      return false;
    }
    List<Long> open = others.stream().collect(Collectors.toCollection(ArrayList::new));
    open.add(0, -1L);
    String sizes = writer.integers(open.stream().mapToLong(Long::longValue).toArray());
    return writer.last("Reshape", List.of(node.getInput(0), sizes));
  }

  private static Optional<AttributeProto> attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }
}
