package org.hessianreg.samediff.internal.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.Random;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.ImportedGraphs;
import org.hessianreg.samediff.PreparedGraph;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A graph as an importer makes it: {@code y} computed from a placeholder {@code x} and a constant
 * {@code w}. It is held against its own values, or against what the file means; its gradient and
 * quadratic form, when it is prepared, against difference quotients of those.
 */
final class RepairCase {

  /** Computes {@code y}. */
  interface Body {
    SDVariable of(SameDiff sd, SDVariable x, SDVariable w);
  }

  private static final int ROWS = 3;
  private static final double STEP = 1e-3;

  private final String name;
  private final String text;
  private final Body body;
  private Body meaning;
  private boolean executable = true;
  private long[] dataShape = {1, 4};
  private long[] weightShape = {4, 3};

  private RepairCase(String name, String text, Body body) {
    this.name = name;
    this.text = text;
    this.body = body;
    this.meaning = body;
  }

  /**
   * A case in which the importer's graph computes what the file means.
   *
   * @param text what the report says of the repair
   */
  static RepairCase repair(String name, String text, Body body) {
    return new RepairCase(name, text, body);
  }

  /** The importer writes 1 for the number of rows. */
  RepairCase data(long... shape) {
    this.dataShape = shape;
    return this;
  }

  RepairCase weights(long... shape) {
    this.weightShape = shape;
    return this;
  }

  /** ND4J cannot execute what its importer makes. */
  RepairCase notExecutable() {
    this.executable = false;
    return this;
  }

  /** What the file means, where the importer makes something else of it. */
  RepairCase meaning(Body body) {
    this.meaning = body;
    return this;
  }

  private INDArray random(long seed, long... shape) {
    Random random = new Random(name.hashCode() + seed);
    INDArray array = Nd4j.zeros(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, 2 * random.nextDouble() - 1);
    }
    return array;
  }

  private INDArray weights() {
    return random(1, weightShape);
  }

  private INDArray data() {
    long[] shape = dataShape.clone();
    shape[0] = shape[0] == 1 ? ROWS : shape[0];
    return random(2, shape);
  }

  private SameDiff graph(Body y, INDArray weights) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, dataShape);
    y.of(sd, x, sd.constant("w", weights)).rename("y");
    return sd;
  }

  private PreparedGraph prepared() {
    return ImportedGraphs.of(graph(body, weights())).outputs("y").parameters("w"::equals).prepare();
  }

  /** Checks that the op is reported, that nothing remains, and values and derivatives. */
  void check() {
    PreparedGraph prepared = prepared();
    assertThat(prepared.changes()).anySatisfy(line -> assertThat(line).contains(text));
    assertThat(prepared.remaining())
        .hasSize(executable ? 0 : 1)
        .allSatisfy(line -> assertThat(line).contains("could not be executed"));
    SameDiff sd = prepared.graph();
    Map<String, INDArray> fed = Map.of("x", data());
    INDArray expected = graph(meaning, weights()).output(fed, "y").get("y");
    INDArray actual = sd.output(fed, "y").get("y");
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.distance2(expected)).isLessThan(1e-9);
    checkDerivatives(sd, fed);
  }

  private void checkDerivatives(SameDiff sd, Map<String, INDArray> fed) {
    INDArray v = random(3, weightShape);
    SDVariable loss = loss(sd);
    SDVariable form =
        new HessianOps(sd).quadraticForm("form", loss, Map.of("w", sd.constant("v", v)));
    double quadraticForm = sd.output(fed, form.name()).get(form.name()).getDouble(0);
    double next = lossAt(v, STEP);
    double previous = lossAt(v, -STEP);
    double second = (next - 2 * lossAt(v, 0) + previous) / (STEP * STEP);
    assertThat(quadraticForm).isCloseTo(second, within(1e-4 * (1 + Math.abs(second))));
    sd.setLossVariables(loss);
    INDArray gradient = sd.calculateGradients(fed, "w").get("w");
    assertThat(gradient.mul(v).sumNumber().doubleValue())
        .isCloseTo((next - previous) / (2 * STEP), within(1e-5));
  }

  private double lossAt(INDArray v, double t) {
    SameDiff sd = graph(meaning, weights().add(v.mul(t)));
    return sd.output(Map.of("x", data()), loss(sd).name()).get("loss").getDouble(0);
  }

  private static SDVariable loss(SameDiff sd) {
    return sd.math().square(sd.math().tanh(sd.getVariable("y").add(0.3))).sum("loss");
  }

  /** Checks that the report says why the op stays as it is. */
  void checkThatItStays() {
    assertThat(prepared().remaining()).anySatisfy(line -> assertThat(line).contains(text));
  }

  @Override
  public String toString() {
    return name;
  }
}
