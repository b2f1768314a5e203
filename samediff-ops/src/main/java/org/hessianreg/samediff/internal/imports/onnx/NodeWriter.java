package org.hessianreg.samediff.internal.imports.onnx;

import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import onnx.Onnx.AttributeProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.TensorProto;

/** Receives the nodes and tensors that stand for a node of a file. */
final class NodeWriter {

  private final NodeProto original;
  private final Map<String, TensorProto> tensors;
  private final List<NodeProto> nodes = new ArrayList<>();

  NodeWriter(NodeProto original, Map<String, TensorProto> tensors) {
    this.original = original;
    this.tensors = tensors;
  }

  /** Adds a node; its output gets a name of its own. */
  String node(String kind, List<String> inputs, AttributeProto... attributes) {
    return add(kind, part(nodes.size()), inputs, attributes);
  }

  /** Adds the last node, whose output is the original's first. */
  boolean last(String kind, List<String> inputs, AttributeProto... attributes) {
    add(kind, original.getOutput(0), inputs, attributes);
    return true;
  }

  private String add(
      String kind, String output, List<String> inputs, AttributeProto... attributes) {
    nodes.add(
        NodeProto.newBuilder()
            .setOpType(kind)
            .setName(output)
            .addAllInput(inputs)
            .addOutput(output)
            .addAllAttribute(List.of(attributes))
            .build());
    return output;
  }

  private String part(int index) {
    return original.getOutput(0) + "/part" + index;
  }

  /** Adds a number. */
  String number(float value) {
    String name = original.getOutput(0) + "/number" + tensors.size();
    tensors.put(
        name,
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT.getNumber())
            .addFloatData(value)
            .build());
    return name;
  }

  /** Adds whole numbers. */
  String integers(long... values) {
    String name = original.getOutput(0) + "/integers" + tensors.size();
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT64.getNumber())
            .addDims(values.length);
    for (long value : values) {
      tensor.addInt64Data(value);
    }
    tensors.put(name, tensor.build());
    return name;
  }

  /** Adds a tensor with the elements of another, in another shape. */
  String reshaped(TensorProto tensor, List<Long> shape) {
    String name =
        tensor.getName()
            + "/"
            + shape.stream().map(String::valueOf).collect(Collectors.joining("x"));
    tensors.put(name, tensor.toBuilder().setName(name).clearDims().addAllDims(shape).build());
    return name;
  }

  /** A tensor of the file. */
  Optional<TensorProto> tensor(String name) {
    return Optional.ofNullable(tensors.get(name));
  }

  /** The number in a tensor of the file with one element. */
  Optional<Float> scalar(String name) {
    return tensor(name)
        .filter(t -> t.getDimsList().stream().allMatch(d -> d == 1))
        .flatMap(NodeWriter::first);
  }

  private static Optional<Float> first(TensorProto tensor) {
    if (tensor.getDataType() != TensorProto.DataType.FLOAT.getNumber()) {
      return Optional.empty();
    }
    if (tensor.getFloatDataCount() > 0) {
      return Optional.of(tensor.getFloatData(0));
    }
    return Optional.of(
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getFloat(0));
  }

  /** The whole numbers in a tensor of the file. */
  Optional<List<Long>> longs(String name) {
    return tensor(name)
        .filter(t -> t.getDataType() == TensorProto.DataType.INT64.getNumber())
        .map(NodeWriter::longs);
  }

  private static List<Long> longs(TensorProto tensor) {
    if (tensor.getInt64DataCount() > 0) {
      return tensor.getInt64DataList();
    }
    List<Long> numbers = new ArrayList<>();
    LongBuffer buffer =
        tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
    while (buffer.hasRemaining()) {
      numbers.add(buffer.get());
    }
    return numbers;
  }

  List<NodeProto> nodes() {
    return nodes;
  }

  /** The kinds of the nodes, for the report. */
  String kinds() {
    return nodes.stream().map(NodeProto::getOpType).distinct().collect(Collectors.joining(", "));
  }
}
