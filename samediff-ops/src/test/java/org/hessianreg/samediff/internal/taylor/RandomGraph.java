package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A network drawn by chance: steps of {@link RandomGraphOps}, each of which reads early or late
 * values and shared parameters, and two losses. Immutable; the same for the same seed.
 */
final class RandomGraph {

  /** The names of the losses; they share parameters. */
  static final List<String> LOSSES = List.of("loss", "decay");

  private static final List<String> STEPS = List.copyOf(RandomGraphOps.TABLE.keySet());

  private static final List<String> LAST = List.copyOf(RandomGraphLosses.TABLE.keySet());

  /** Two placeholders and a matrix that depends on the parameters. */
  private static final int INPUTS = 3;

  private final long seed;
  private final int batch;
  private final int columns;
  private final boolean unknownBatch;
  private final List<Step> steps;
  private final String last;

  private RandomGraph(RandomGraph other, List<Step> steps) {
    this.seed = other.seed;
    this.batch = other.batch;
    this.columns = other.columns;
    this.unknownBatch = other.unknownBatch;
    this.last = other.last;
    this.steps = steps;
  }

  /**
   * Draws a graph.
   *
   * @param seed what it depends on
   */
  RandomGraph(long seed) {
    this.seed = seed;
    Random random = random(0);
    this.batch = 1 + random.nextInt(4);
    this.columns = 1 + random.nextInt(3);
    this.unknownBatch = random.nextBoolean();
    this.last = LAST.get(random.nextInt(LAST.size()));
    this.steps = new ArrayList<>();
    int count = 3 + random.nextInt(6);
    for (int i = 0; i < count; i++) {
      int number = INPUTS + i;
      // Mostly the value before, so that graphs are deep.
      int a = random.nextInt(3) == 0 ? random.nextInt(number) : number - 1;
      String op = STEPS.get(random.nextInt(STEPS.size()));
      steps.add(new Step(number, op, a, random.nextInt(number), random.nextInt(6)));
    }
  }

  /** Generators of neighbouring seeds begin alike, unless the seeds are mixed first. */
  private Random random(long stream) {
    return new Random(new SplittableRandom(seed + (stream << 32)).nextLong());
  }

  int size() {
    return steps.size();
  }

  /** The graph without a step; readers of its value read the step's first input. */
  RandomGraph without(int index) {
    Step dropped = steps.get(index);
    List<Step> rest = new ArrayList<>();
    for (Step step : steps) {
      if (step != dropped) {
        rest.add(step.instead(dropped.number, dropped.a));
      }
    }
    return new RandomGraph(this, rest);
  }

  /** Builds the graph. */
  SameDiff build(DataType type) {
    SameDiff sd = SameDiff.create();
    long[] shape = {unknownBatch ? -1 : batch, columns};
    Map<Integer, SDVariable> values = new LinkedHashMap<>();
    values.put(0, sd.placeHolder("x", type, shape));
    values.put(1, sd.placeHolder("z", type, shape));
    List<SDVariable> shared = new ArrayList<>();
    parameters().forEach((name, array) -> shared.add(sd.var(name, array.castTo(type).dup())));
    values.put(2, values.get(0).mmul(shared.get(0)).add(shared.get(1)));
    SDVariable result = values.get(2);
    for (Step step : steps) {
      SDVariable a = values.get(step.a);
      SDVariable b = values.get(step.b);
      RandomGraphOps.Operands operands =
          new RandomGraphOps.Operands(a, b, shared, columns, step.choice);
      result = RandomGraphOps.TABLE.get(step.op).of(operands);
      values.put(step.number, result);
    }
    SDVariable labels = sd.placeHolder("y", type, shape);
    RandomGraphLosses.TABLE.get(last).of(labels, result).sum("loss");
    sd.loss().l2Loss("decay", shared.get(0));
    sd.setLossVariables(LOSSES.toArray(new String[0]));
    return sd;
  }

  /** What is fed, in float64. */
  Map<String, INDArray> placeholders() {
    Random random = random(1);
    Map<String, INDArray> fed = new LinkedHashMap<>();
    fed.put("x", gaussian(random, batch, columns));
    fed.put("z", gaussian(random, batch, columns));
    fed.put("y", probabilities(random));
    return fed;
  }

  /** The parameters, in float64. */
  Map<String, INDArray> parameters() {
    return shaped(random(2));
  }

  /** A direction in parameter space. */
  Map<String, INDArray> direction(long number) {
    return shaped(random(number));
  }

  private Map<String, INDArray> shaped(Random random) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    arrays.put("weights", gaussian(random, columns, columns));
    arrays.put("vector", gaussian(random, columns));
    arrays.put("row", gaussian(random, 1, columns));
    arrays.put("number", gaussian(random));
    return arrays;
  }

  private static INDArray gaussian(Random random, long... shape) {
    INDArray array = Nd4j.create(DataType.DOUBLE, shape);
    for (long i = 0; i < array.length(); i++) {
      array.putScalar(i, random.nextGaussian());
    }
    return array;
  }

  /** Rows that are positive and sum up to 1, as labels of all losses may. */
  private INDArray probabilities(Random random) {
    INDArray labels = Nd4j.create(DataType.DOUBLE, batch, columns);
    for (int i = 0; i < batch; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        labels.putScalar(i, j, 0.1 + random.nextDouble());
        sum += labels.getDouble(i, j);
      }
      for (int j = 0; j < columns; j++) {
        labels.putScalar(i, j, labels.getDouble(i, j) / sum);
      }
    }
    return labels;
  }

  /** The graph as a program. */
  String listing() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "seed %d, matrices [%s%d, %d]; v0 = x, v1 = z, v2 = x·weights + vector%n",
            seed, unknownBatch ? "-1 = " : "", batch, columns));
    for (Step step : steps) {
      text.append(
          String.format(
              "v%d = %s(a = v%d, b = v%d, choice = %d)%n",
              step.number, step.op, step.a, step.b, step.choice));
    }
    return text.append(String.format("loss = %s(y, the last)%n", last)).toString();
  }

  @Override
  public String toString() {
    return "seed " + seed;
  }

  /** A function of values with earlier numbers. */
  private static final class Step {

    private final int number;
    private final String op;
    private final int a;
    private final int b;
    private final int choice;

    Step(int number, String op, int a, int b, int choice) {
      this.number = number;
      this.op = op;
      this.a = a;
      this.b = b;
      this.choice = choice;
    }

    Step instead(int dropped, int other) {
      return new Step(number, op, a == dropped ? other : a, b == dropped ? other : b, choice);
    }
  }
}
