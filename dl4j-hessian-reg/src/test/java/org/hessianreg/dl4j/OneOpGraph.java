package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.hessianreg.samediff.Differences;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.adapter.SingletonMultiDataSetIterator;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * One op on parameters, {@code y}, and the loss {@code Σ c·(tanh y + y²/2)} with unlike numbers
 * {@code c}. Every time it is made anew, as SameDiff's ops keep what they have been executed with.
 */
final class OneOpGraph {

  /** Builds the output from the parameters. */
  interface Body {
    SDVariable of(SameDiff sd, SDVariable... parameters);
  }

  private static final double LAMBDA = 0.3;
  private static final double STEP = 1e-3;

  private final String name;
  private final Body body;
  private final Map<String, INDArray> start = new LinkedHashMap<>();
  private final Map<String, INDArray> direction = new LinkedHashMap<>();
  private final Map<String, INDArray> along = new LinkedHashMap<>();
  private INDArray data = Nd4j.zeros(DataType.DOUBLE, 1);
  private boolean rightInSameDiff = true;

  private OneOpGraph(String name, Body body) {
    this.name = name;
    this.body = body;
  }

  static OneOpGraph graph(String name, Body body) {
    return new OneOpGraph(name, body);
  }

  /** Adds a parameter with elements between 0.3 and 1.3, no two of them equal. */
  OneOpGraph parameter(long... shape) {
    String parameter = "w" + start.size();
    Random random = new Random(name.hashCode() + start.size());
    INDArray values = Nd4j.create(DataType.DOUBLE, shape);
    INDArray signs = values.like();
    INDArray other = values.like();
    for (long i = 0; i < values.length(); i++) {
      values.putScalar(i, 0.3 + random.nextDouble());
      signs.putScalar(i, random.nextBoolean() ? 1.0 : -1.0);
      other.putScalar(i, random.nextGaussian());
    }
    start.put(parameter, values);
    direction.put(parameter, signs);
    along.put(parameter, other);
    return this;
  }

  /** Sets what is fed as {@code x}, of a shape that the graph does not know. */
  OneOpGraph fed(INDArray array) {
    this.data = array;
    return this;
  }

  /** What is fed. */
  Map<String, INDArray> placeholders() {
    return Map.of("x", data);
  }

  /** SameDiff's own step is wrong, or throws. */
  OneOpGraph wrongInSameDiff() {
    this.rightInSameDiff = false;
    return this;
  }

  boolean isRightInSameDiff() {
    return rightInSameDiff;
  }

  /** Appends an op that has its arguments. */
  static SDVariable[] op(DifferentialFunction op, SDVariable... inputs) {
    return OpReapplication.append(inputs[0].getSameDiff(), op, inputs);
  }

  SameDiff build() {
    return build(start);
  }

  private SameDiff build(Map<String, INDArray> values) {
    SameDiff sd = SameDiff.create();
    sd.placeHolder("x", data.dataType());
    List<SDVariable> parameters = new ArrayList<>();
    values.forEach((parameter, array) -> parameters.add(sd.var(parameter, array.dup())));
    SDVariable y = body.of(sd, parameters.toArray(new SDVariable[0]));
    SDVariable positions =
        sd.range(sd.constant(0L), sd.size(y), sd.constant(1L), DataType.INT64)
            .castTo(DataType.DOUBLE)
            .reshape(sd.shape(y));
    SDVariable c = sd.math().sin(positions.mul(1.7)).add(1.5);
    sd.math().tanh(y).add(sd.math().square(y).mul(0.5)).mul(c).sum("loss");
    sd.setLossVariables("loss");
    return sd;
  }

  /** A graph that has been told to train without the penalty. */
  SameDiff plain() {
    return configured(build(start));
  }

  /** A graph that has been told to train with it; not enabled. */
  SameDiff penalised() {
    return penalised(start);
  }

  private SameDiff penalised(Map<String, INDArray> values) {
    return configured(build(values), option());
  }

  /** The option with a fixed direction. */
  HessianTraceRegularization option() {
    return HessianTraceRegularization.builder().coefficient(LAMBDA).direction(direction).build();
  }

  static SameDiff configured(SameDiff sd, Regularization... regularization) {
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(1.0))
            .regularization(regularization)
            .dataSetFeatureMapping("x")
            .markLabelsUnused()
            .build());
    return sd;
  }

  void fit(SameDiff sd) {
    sd.fit(
        new SingletonMultiDataSetIterator(new MultiDataSet(new INDArray[] {data}, new INDArray[0])),
        1);
  }

  /** What a step with rate 1 has subtracted, along a random direction. */
  double applied(SameDiff sd) {
    double sum = 0;
    for (Map.Entry<String, INDArray> entry : along.entrySet()) {
      INDArray update = start.get(entry.getKey()).sub(sd.getVariable(entry.getKey()).getArr());
      sum += update.mul(entry.getValue()).sumNumber().doubleValue();
    }
    return sum;
  }

  /**
   * Checks that the penalised step's quadratic form, and what the step subtracts, are those of
   * differences of the loss.
   */
  void checkPenalisedStep() {
    assertThat(quadraticForm()).isCloseTo(quadraticFormByDifferences(), within(1e-5));
    SameDiff sd = penalised();
    HessianTrace.enable(sd);
    fit(sd);
    double slope = penalisedSlope();
    assertThat(applied(sd)).isCloseTo(slope, within(1e-6 * Math.max(1, Math.abs(slope))));
  }

  private double loss(Map<String, INDArray> values) {
    return build(values).output(placeholders(), "loss").get("loss").getDouble(0);
  }

  private double quadraticForm(Map<String, INDArray> values) {
    SameDiff sd = penalised(values);
    HessianTrace trace = HessianTrace.enable(sd);
    fit(sd);
    return trace.history().isEmpty() ? 0.0 : trace.history().get(0).quadraticForm();
  }

  double quadraticForm() {
    return quadraticForm(start);
  }

  /** The same by differences of the loss. */
  double quadraticFormByDifferences() {
    return Differences.second(t -> loss(moved(direction, t)), STEP);
  }

  /** The slope of the loss along the random direction. */
  double plainSlope() {
    return slope(this::loss);
  }

  /** The slope of the penalised loss. */
  double penalisedSlope() {
    return plainSlope() + LAMBDA * slope(this::quadraticForm);
  }

  private double slope(ToDoubleFunction<Map<String, INDArray>> function) {
    return Differences.first(t -> function.applyAsDouble(moved(along, t)), STEP);
  }

  private Map<String, INDArray> moved(Map<String, INDArray> by, double t) {
    Map<String, INDArray> values = new LinkedHashMap<>();
    start.forEach((parameter, array) -> values.put(parameter, array.add(by.get(parameter).mul(t))));
    return values;
  }

  @Override
  public String toString() {
    return name;
  }
}
