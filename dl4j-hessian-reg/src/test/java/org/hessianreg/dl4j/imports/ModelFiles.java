package org.hessianreg.dl4j.imports;

import static org.hessianreg.dl4j.imports.OnnxModel.integer;
import static org.hessianreg.dl4j.imports.OnnxModel.integers;
import static org.hessianreg.dl4j.imports.OnnxModel.number;
import static org.hessianreg.dl4j.imports.TensorFlowModel.flag;
import static org.hessianreg.dl4j.imports.TensorFlowModel.list;
import static org.hessianreg.dl4j.imports.TensorFlowModel.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Writes the models that the tests import, as exporters write them: a perceptron and a
 * convolutional network, each as an ONNX file and as a frozen TensorFlow graph. Run in the module's
 * folder it writes the files of {@code src/test/resources/imports} anew.
 */
final class ModelFiles {

  private static final org.tensorflow.framework.DataType INT =
      org.tensorflow.framework.DataType.DT_INT32;

  private static final org.tensorflow.framework.DataType FLOAT =
      org.tensorflow.framework.DataType.DT_FLOAT;

  private ModelFiles() {}

  /**
   * Writes the files.
   *
   * @param args nothing
   * @throws IOException if a file cannot be written
   */
  public static void main(String[] args) throws IOException {
    Path folder = Path.of("src", "test", "resources", "imports");
    Files.createDirectories(folder);
    for (Map.Entry<String, byte[]> file : all().entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  /** The contents of the files by their names. */
  static Map<String, byte[]> all() {
    Map<String, byte[]> files = new LinkedHashMap<>();
    files.put("perceptron.onnx", onnxPerceptron().bytes());
    files.put("images.onnx", onnxImages().bytes());
    files.put("perceptron.pb", tensorFlowPerceptron().bytes());
    files.put("images.pb", tensorFlowImages().bytes());
    return files;
  }

  /** Weights of the perceptrons, [in, out]. */
  static Map<String, INDArray> perceptron() {
    Map<String, INDArray> weights = new LinkedHashMap<>();
    weights.put("w1", numbers(1, 0, 4, 5));
    weights.put("b1", numbers(2, 0, 5));
    weights.put("w2", numbers(3, 0, 5, 3));
    weights.put("b2", numbers(4, 0, 3));
    return weights;
  }

  /** Weights of the convolutional networks; kernels are [height, width, in, out]. */
  static Map<String, INDArray> images() {
    Map<String, INDArray> weights = new LinkedHashMap<>();
    weights.put("kernel", numbers(5, 0, 3, 3, 2, 4));
    weights.put("gamma", numbers(6, 1, 4));
    weights.put("beta", numbers(7, 0, 4));
    weights.put("w", numbers(8, 0, 4, 3));
    weights.put("b", numbers(9, 0, 3));
    return weights;
  }

  /** Statistics of the batch normalisations. */
  static INDArray mean() {
    return numbers(10, 0, 4);
  }

  static INDArray variance() {
    return numbers(11, 1, 4);
  }

  /** Numbers around another. */
  static INDArray numbers(long seed, double centre, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.zeros(DataType.FLOAT, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, centre + 0.8 * (2 * random.nextDouble() - 1));
    }
    return array;
  }

  private static OnnxModel onnxPerceptron() {
    Map<String, INDArray> weights = perceptron();
    return new OnnxModel()
        .input("x", -1, 2, 2)
        .tensor("fc1.weight", weights.get("w1").transpose())
        .tensor("fc1.bias", weights.get("b1"))
        .tensor("fc2.weight", weights.get("w2"))
        .tensor("fc2.bias", weights.get("b2"))
        .tensor("lower", Nd4j.scalar(-0.6f))
        .tensor("upper", Nd4j.scalar(0.7f))
        .node("Flatten", "flat", List.of("x"), integer("axis", 1))
        .node(
            "Gemm",
            "hidden",
            List.of("flat", "fc1.weight", "fc1.bias"),
            number("alpha", 1),
            number("beta", 1),
            integer("transB", 1))
        .node("Tanh", "active", List.of("hidden"))
        .node("Clip", "clipped", List.of("active", "lower", "upper"))
        .node(
            "Gemm",
            "logits",
            List.of("clipped", "fc2.weight", "fc2.bias"),
            number("alpha", 1),
            number("beta", 1))
        .output("logits", -1, 3);
  }

  private static OnnxModel onnxImages() {
    Map<String, INDArray> weights = images();
    return new OnnxModel()
        .input("x", -1, 2, 4, 4)
        .tensor("conv.weight", weights.get("kernel").permute(3, 2, 0, 1))
        .tensor("conv.bias", Nd4j.zeros(DataType.FLOAT, 4))
        .tensor("norm.weight", weights.get("gamma"))
        .tensor("norm.bias", weights.get("beta"))
        .tensor("norm.mean", mean())
        .tensor("norm.variance", variance())
        .tensor("fc.weight", weights.get("w"))
        .tensor("fc.bias", weights.get("b"))
        .node(
            "Conv",
            "conv",
            List.of("x", "conv.weight", "conv.bias"),
            integers("dilations", 1, 1),
            integer("group", 1),
            integers("kernel_shape", 3, 3),
            integers("pads", 1, 1, 1, 1),
            integers("strides", 1, 1))
        .node(
            "BatchNormalization",
            "norm",
            List.of("conv", "norm.weight", "norm.bias", "norm.mean", "norm.variance"),
            number("epsilon", 1e-3f))
        .node("Tanh", "active", List.of("norm"))
        .node("Abs", "unused", List.of("active"))
        .node("GlobalAveragePool", "pooled", List.of("active"))
        .node("Flatten", "flat", List.of("pooled"), integer("axis", 1))
        .node("MatMul", "product", List.of("flat", "fc.weight"))
        .node("Add", "logits", List.of("product", "fc.bias"))
        .output("logits", -1, 3);
  }

  private static TensorFlowModel tensorFlowPerceptron() {
    Map<String, INDArray> weights = perceptron();
    return new TensorFlowModel()
        .input("x", -1, 2, 2)
        .integers("shape", -1, 4)
        .variable("fc1/kernel", weights.get("w1"))
        .variable("fc1/bias", weights.get("b1"))
        .variable("fc2/kernel", weights.get("w2"))
        .variable("fc2/bias", weights.get("b2"))
        .floats("lower", Nd4j.scalar(-0.6f))
        .floats("upper", Nd4j.scalar(0.7f))
        .node("Reshape", "flat", Map.of("Tshape", TensorFlowModel.type(INT)), "x", "shape")
        .node("MatMul", "product", Map.of(), "flat", "fc1/kernel/read")
        .node("BiasAdd", "hidden", Map.of(), "product", "fc1/bias/read")
        .node("Tanh", "active", Map.of(), "hidden")
        .node("ClipByValue", "clipped", Map.of(), "active", "lower", "upper")
        .node("MatMul", "product2", Map.of(), "clipped", "fc2/kernel/read")
        .node("BiasAdd", "logits", Map.of(), "product2", "fc2/bias/read");
  }

  private static TensorFlowModel tensorFlowImages() {
    Map<String, INDArray> weights = images();
    return new TensorFlowModel()
        .input("x", -1, 4, 4, 2)
        .variable("conv/kernel", weights.get("kernel"))
        .variable("norm/gamma", weights.get("gamma"))
        .variable("norm/beta", weights.get("beta"))
        .variable("norm/mean", mean())
        .variable("norm/variance", variance())
        .variable("fc/kernel", weights.get("w"))
        .variable("fc/bias", weights.get("b"))
        .integers("axes", 1, 2)
        .node(
            "Conv2D",
            "conv",
            Map.of(
                "data_format", text("NHWC"),
                "dilations", list(1, 1, 1, 1),
                "padding", text("SAME"),
                "strides", list(1, 1, 1, 1)),
            "x",
            "conv/kernel/read")
        .node(
            "FusedBatchNormV3",
            "norm",
            Map.of(
                "U", TensorFlowModel.type(FLOAT),
                "data_format", text("NHWC"),
                "epsilon", TensorFlowModel.number(1e-3f),
                "is_training", flag(false)),
            "conv",
            "norm/gamma/read",
            "norm/beta/read",
            "norm/mean/read",
            "norm/variance/read")
        .node("Tanh", "active", Map.of(), "norm")
        .node(
            "Mean",
            "pooled",
            Map.of("Tidx", TensorFlowModel.type(INT), "keep_dims", flag(false)),
            "active",
            "axes")
        .node("MatMul", "product", Map.of(), "pooled", "fc/kernel/read")
        .node("BiasAdd", "logits", Map.of(), "product", "fc/bias/read");
  }
}
