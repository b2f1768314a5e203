package org.hessianreg.dl4j.imports;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.samediff.frameworkimport.onnx.importer.OnnxFrameworkImporter;
import org.nd4j.samediff.frameworkimport.tensorflow.importer.TensorflowFrameworkImporter;

/**
 * A model file, and what it means: the same network written by hand in DOUBLE, its loss, and the
 * penalised loss's slope by differences of that loss.
 */
final class ImportedModel {

  /** Computes logits from weights that have the names of {@link ModelFiles}. */
  interface Network {
    SDVariable of(SameDiff sd, SDVariable x, Map<String, SDVariable> weights);
  }

  /** How an array of the file is laid out, by the array that is written by hand. */
  interface Layout {
    INDArray of(INDArray array);
  }

  private static final int EXAMPLES = 5;
  private static final int CLASSES = 3;
  private static final double STEP = 1e-3;

  private final String file;
  private final Network network;
  private final Map<String, INDArray> weights;
  private final Map<String, String> names = new LinkedHashMap<>();
  private final Map<String, Layout> layouts = new HashMap<>();
  private final long[] shape;

  ImportedModel(String file, Map<String, INDArray> weights, Network network, long... shape) {
    this.file = file;
    this.network = network;
    this.weights = weights;
    this.shape = shape;
  }

  /** Says which of the file's tensors a weight is. */
  ImportedModel named(String weight, String tensor) {
    return named(weight, tensor, array -> array);
  }

  ImportedModel named(String weight, String tensor, Layout layout) {
    names.put(weight, tensor);
    layouts.put(weight, layout);
    return this;
  }

  /** What ND4J makes of the file. */
  SameDiff imported() throws IOException, URISyntaxException {
    String path = Path.of(ImportedModel.class.getResource("/imports/" + file).toURI()).toString();
    return file.endsWith(".onnx")
        ? new OnnxFrameworkImporter().runImport(path, new HashMap<>(), true)
        : new TensorflowFrameworkImporter().runImport(path, new HashMap<>(), true);
  }

  INDArray data() {
    long[] batch = new long[shape.length + 1];
    batch[0] = EXAMPLES;
    System.arraycopy(shape, 0, batch, 1, shape.length);
    return ModelFiles.numbers(20, 0, batch);
  }

  INDArray labels() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, CLASSES);
    for (int i = 0; i < EXAMPLES; i++) {
      labels.putScalar(i, (i * 2) % CLASSES, 1);
    }
    return labels;
  }

  /** Logits of the network that is written by hand. */
  INDArray logits() {
    return output("logits", Map.of(), 0);
  }

  private INDArray output(String name, Map<String, INDArray> along, double t) {
    SameDiff sd = SameDiff.create();
    Map<String, SDVariable> variables = new HashMap<>();
    weights.forEach(
        (weight, array) -> {
          INDArray moved = array.castTo(DataType.DOUBLE);
          moved = along.isEmpty() ? moved : moved.add(along.get(weight).mul(t));
          variables.put(weight, sd.constant(weight, moved));
        });
    SDVariable x = sd.constant("x", data().castTo(DataType.DOUBLE));
    SDVariable logits = network.of(sd, x, variables).rename("logits");
    SDVariable labels = sd.constant("labels", labels().castTo(DataType.DOUBLE));
    SDVariable logarithms = sd.math().log(sd.nn().softmax(logits, 1));
    logarithms.mul(labels).sum().div(-EXAMPLES).rename("loss");
    return sd.output(Map.of(), name).get(name);
  }

  /** Signs for each weight. */
  Map<String, INDArray> direction() {
    Random random = new Random(30);
    Map<String, INDArray> direction = new LinkedHashMap<>();
    weights.forEach(
        (weight, array) -> {
          INDArray signs = Nd4j.zeros(DataType.DOUBLE, array.shape());
          for (long i = 0; i < signs.length(); i++) {
            signs.putScalar(i, random.nextBoolean() ? 1 : -1);
          }
          direction.put(weight, signs);
        });
    return direction;
  }

  /** Another direction, in which slopes are compared. */
  Map<String, INDArray> along() {
    Map<String, INDArray> along = new LinkedHashMap<>();
    weights.forEach(
        (weight, array) ->
            along.put(
                weight,
                ModelFiles.numbers(40 + along.size(), 0, array.shape()).castTo(DataType.DOUBLE)));
    return along;
  }

  /** Arrays that belong to the weights, in the layout of the file and by its names. */
  Map<String, INDArray> inFile(Map<String, INDArray> arrays) {
    Map<String, INDArray> laidOut = new HashMap<>();
    arrays.forEach(
        (weight, array) ->
            laidOut.put(
                names.get(weight), layouts.get(weight).of(array).castTo(DataType.FLOAT).dup('c')));
    return laidOut;
  }

  /** {@code L(θ + a·along + b·v)}. */
  private double loss(double a, double b) {
    Map<String, INDArray> sum = new HashMap<>();
    Map<String, INDArray> v = direction();
    along().forEach((weight, array) -> sum.put(weight, array.mul(a).add(v.get(weight).mul(b))));
    return output("loss", sum, 1).getDouble(0);
  }

  /** {@code vᵀHv} where the weights have been moved, by differences of the loss. */
  private double quadraticForm(double a) {
    double near = loss(a, STEP) + loss(a, -STEP);
    double far = loss(a, 2 * STEP) + loss(a, -2 * STEP);
    return (16 * near - far - 30 * loss(a, 0)) / (12 * STEP * STEP);
  }

  double quadraticForm() {
    return quadraticForm(0);
  }

  /** The slope of {@code L + λ·vᵀHv}. */
  double slope(double lambda) {
    return difference(a -> loss(a, 0)) + lambda * difference(this::quadraticForm);
  }

  private static double difference(ToDoubleFunction<Double> function) {
    double step = 10 * STEP;
    double near = function.applyAsDouble(step) - function.applyAsDouble(-step);
    double far = function.applyAsDouble(2 * step) - function.applyAsDouble(-2 * step);
    return (8 * near - far) / (12 * step);
  }

  @Override
  public String toString() {
    return file;
  }
}
