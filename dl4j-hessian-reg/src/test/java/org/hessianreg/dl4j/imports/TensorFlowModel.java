package org.hessianreg.dl4j.imports;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.shade.protobuf.ByteString;
import org.nd4j.shade.protobuf.CodedOutputStream;
import org.tensorflow.framework.AttrValue;
import org.tensorflow.framework.DataType;
import org.tensorflow.framework.GraphDef;
import org.tensorflow.framework.NodeDef;
import org.tensorflow.framework.TensorProto;
import org.tensorflow.framework.TensorShapeProto;

/** Writes a frozen TensorFlow graph node by node: its variables are constants behind identity. */
final class TensorFlowModel {

  private final GraphDef.Builder graph = GraphDef.newBuilder();

  /** Declares what is fed; -1 leaves a dimension open. */
  TensorFlowModel input(String name, long... shape) {
    graph.addNode(
        NodeDef.newBuilder()
            .setName(name)
            .setOp("Placeholder")
            .putAttr("dtype", type(DataType.DT_FLOAT))
            .putAttr("shape", AttrValue.newBuilder().setShape(shape(shape)).build()));
    return this;
  }

  /** Adds a variable as freezing leaves it: a constant, and an identity named "…/read". */
  TensorFlowModel variable(String name, INDArray values) {
    floats(name, values);
    return node("Identity", name + "/read", Map.of(), name);
  }

  /** Adds a constant of floating-point numbers. */
  TensorFlowModel floats(String name, INDArray values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(DataType.DT_FLOAT).setTensorShape(shape(values.shape()));
    INDArray row = values.dup('c').reshape(-1);
    for (long i = 0; i < row.length(); i++) {
      tensor.addFloatVal(row.getFloat(i));
    }
    return constant(name, tensor.build());
  }

  /** Adds a vector of integers. */
  TensorFlowModel integers(String name, int... values) {
    return integers(name, shape(values.length), values);
  }

  /** Adds a single integer. */
  TensorFlowModel integer(String name, int value) {
    return integers(name, shape(), value);
  }

  private TensorFlowModel integers(String name, TensorShapeProto shape, int... values) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder().setDtype(DataType.DT_INT32).setTensorShape(shape);
    for (int value : values) {
      tensor.addIntVal(value);
    }
    return constant(name, tensor.build());
  }

  private TensorFlowModel constant(String name, TensorProto tensor) {
    graph.addNode(
        NodeDef.newBuilder()
            .setName(name)
            .setOp("Const")
            .putAttr("dtype", type(tensor.getDtype()))
            .putAttr("value", AttrValue.newBuilder().setTensor(tensor).build()));
    return this;
  }

  /** Adds a node of floating-point numbers. */
  TensorFlowModel node(
      String kind, String name, Map<String, AttrValue> attributes, String... inputs) {
    NodeDef.Builder node = NodeDef.newBuilder().setName(name).setOp(kind);
    for (String input : inputs) {
      node.addInput(input);
    }
    graph.addNode(node.putAttr("T", type(DataType.DT_FLOAT)).putAllAttr(attributes));
    return this;
  }

  static AttrValue type(DataType type) {
    return AttrValue.newBuilder().setType(type).build();
  }

  static AttrValue flag(boolean value) {
    return AttrValue.newBuilder().setB(value).build();
  }

  static AttrValue count(long value) {
    return AttrValue.newBuilder().setI(value).build();
  }

  static AttrValue number(float value) {
    return AttrValue.newBuilder().setF(value).build();
  }

  static AttrValue text(String value) {
    return AttrValue.newBuilder().setS(ByteString.copyFromUtf8(value)).build();
  }

  static AttrValue list(long... values) {
    AttrValue.ListValue.Builder list = AttrValue.ListValue.newBuilder();
    for (long value : values) {
      list.addI(value);
    }
    return AttrValue.newBuilder().setList(list).build();
  }

  private static TensorShapeProto shape(long... sizes) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (long size : sizes) {
      shape.addDim(TensorShapeProto.Dim.newBuilder().setSize(size));
    }
    return shape.build();
  }

  /** The same bytes every time, though attributes are kept in a map. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream coded = CodedOutputStream.newInstance(bytes);
    coded.useDeterministicSerialization();
    try {
      graph.build().writeTo(coded);
      coded.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
