package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.reduce.custom.LogSumExp;
import org.nd4j.linalg.api.ops.random.custom.RandomShuffle;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Ops that repeat one another are one op of a program, and others are not. */
class ProgramTest {

  private static final INDArray X = Layout.random(new Random(1), DataType.DOUBLE, 4, 4);
  private static final INDArray Z = Layout.random(new Random(2), DataType.DOUBLE, 4, 4);

  /** Ops that differ in one thing; {@code in} holds two matrices. */
  static Stream<Named<ProgramProblem.Body>> differing() {
    return Stream.of(
        ops("kind", (sd, in) -> List.of(sd.math().sin(in[0]), sd.math().cos(in[0]))),
        ops("kind of two inputs", (sd, in) -> List.of(in[0].add(in[1]), in[0].sub(in[1]))),
        ops("input", (sd, in) -> List.of(sd.math().sin(in[0]), sd.math().sin(in[1]))),
        ops("order of inputs", (sd, in) -> List.of(in[0].sub(in[1]), in[1].sub(in[0]))),
        ops("number of inputs", ProgramTest::mergeAdds),
        ops("scalar", (sd, in) -> List.of(in[0].mul(2.0), in[0].mul(2.5), in[0].mul(1.0))),
        ops("scalar of a sum", (sd, in) -> List.of(in[0].add(2.0), in[0].add(-2.0))),
        ops("side of a scalar", (sd, in) -> List.of(in[0].sub(2.0), in[0].rsub(2.0))),
        ops("exponent", (sd, in) -> List.of(in[0].pow(2.0), in[0].pow(3.0))),
        ops("bound", (sd, in) -> List.of(sd.math().step(in[0], 0), sd.math().step(in[0], 0.5))),
        ops("slope", (sd, in) -> slopes(sd, in[0])),
        ops("comparison", (sd, in) -> List.of(in[0].gt(0.1), in[0].gt(0.2), in[0].lt(0.1))),
        ops("range", (sd, in) -> clips(sd, in[0])),
        ops(
            "type",
            (sd, in) -> List.of(in[0].castTo(DataType.FLOAT), in[0].castTo(DataType.INT32))),
        ops("dimensions", (sd, in) -> List.of(in[0].sum(0), in[0].sum(1), in[0].sum())),
        ops("dimensions of a mean", (sd, in) -> List.of(in[0].mean(0), in[0].mean(1))),
        ops("dimensions of a norm", (sd, in) -> List.of(in[0].norm2(0), in[0].norm2(1))),
        ops("dimensions kept", (sd, in) -> List.of(in[0].sum(true, 1), in[0].sum(false, 1))),
        ops("maximum kept", (sd, in) -> List.of(in[0].max(true, 1), in[0].max(false, 1))),
        ops("variable dimensions", (sd, in) -> variableDimensions(sd, in[0])),
        ops("condition", (sd, in) -> counts(sd, in[0])),
        ops("correction", (sd, in) -> variances(sd, in[0])),
        ops("correction of deviations", (sd, in) -> deviations(sd, in[0])),
        ops("dimensions of a custom op", (sd, in) -> logSumExps(sd, in[0])),
        ops("index", (sd, in) -> List.of(sd.argmax(in[0], 0), sd.argmax(in[0], 1))),
        ops("transposition", (sd, in) -> products(sd, in)),
        ops("permutation", (sd, in) -> List.of(in[0].permute(0, 1), in[0].permute(1, 0))),
        ops("shape", (sd, in) -> List.of(in[0].reshape(2, 8), in[0].reshape(8, 2))),
        ops("new dimension", (sd, in) -> List.of(sd.expandDims(in[0], 0), sd.expandDims(in[0], 1))),
        ops("joint", (sd, in) -> List.of(sd.concat(0, in), sd.concat(1, in))),
        ops("stack", (sd, in) -> List.of(sd.stack(0, in), sd.stack(1, in), sd.stack(2, in))),
        ops("part", (sd, in) -> parts(sd, in[0])),
        ops("stride", (sd, in) -> strides(sd, in[0])),
        ops("indices", (sd, in) -> gathers(sd, in[0])),
        ops("repetitions", (sd, in) -> List.of(sd.tile(in[0], 1, 2), sd.tile(in[0], 2, 1))),
        ops("direction", (sd, in) -> List.of(sd.reverse(in[0], 0), sd.reverse(in[0], 1))),
        ops("cumulation", (sd, in) -> cumulations(sd, in[0])),
        ops("normalised dimension", (sd, in) -> softmaxes(sd, in[0])),
        ops("flag", (sd, in) -> layerNorms(sd, in)),
        ops("padding", (sd, in) -> paddings(sd, in[0])),
        ops("depth", (sd, in) -> oneHots(sd, in[0])));
  }

  private static Named<ProgramProblem.Body> ops(String name, ProgramProblem.Body body) {
    return named(name, body);
  }

  private static List<SDVariable> mergeAdds(SameDiff sd, SDVariable... in) {
    return List.of(
        sd.math().mergeAdd(in), sd.math().mergeAdd(in[0], in[1], in[0]), sd.math().mergeAdd(in[0]));
  }

  private static List<SDVariable> slopes(SameDiff sd, SDVariable x) {
    return List.of(
        sd.nn().leakyRelu(x, 0.1), sd.nn().leakyRelu(x, 0.2), sd.nn().relu(x, 0), sd.nn().elu(x));
  }

  private static List<SDVariable> clips(SameDiff sd, SDVariable x) {
    return List.of(
        sd.math().clipByValue(x, -0.5, 0.5),
        sd.math().clipByValue(x, -0.5, 0.6),
        sd.math().clipByValue(x, -0.4, 0.5));
  }

  private static List<SDVariable> variableDimensions(SameDiff sd, SDVariable x) {
    SDVariable zero = constant(sd, "zero", Nd4j.scalar(0));
    SDVariable one = constant(sd, "one", Nd4j.scalar(1));
    return List.of(
        sd.math().mean(x, zero, false),
        sd.math().mean(x, one, false),
        sd.math().mean(x, one, true));
  }

  private static List<SDVariable> counts(SameDiff sd, SDVariable x) {
    return List.of(
        sd.matchConditionCount(x, Conditions.greaterThan(0.1)),
        sd.matchConditionCount(x, Conditions.greaterThan(0.6)),
        sd.matchConditionCount(x, Conditions.lessThan(0.1)));
  }

  private static List<SDVariable> variances(SameDiff sd, SDVariable x) {
    return List.of(sd.variance(x, true, 1), sd.variance(x, false, 1), sd.variance(x, true, 0));
  }

  private static List<SDVariable> deviations(SameDiff sd, SDVariable x) {
    return List.of(sd.standardDeviation(x, true, 1), sd.standardDeviation(x, false, 1));
  }

  private static List<SDVariable> logSumExps(SameDiff sd, SDVariable x) {
    return List.of(
        new LogSumExp(sd, x, false, new int[] {0}).outputVariable(),
        new LogSumExp(sd, x, false, new int[] {1}).outputVariable(),
        new LogSumExp(sd, x, true, new int[] {1}).outputVariable());
  }

  private static List<SDVariable> products(SameDiff sd, SDVariable... in) {
    return List.of(
        sd.mmul(in[0], in[1], false, false, false),
        sd.mmul(in[0], in[1], true, false, false),
        sd.mmul(in[0], in[1], false, true, false),
        sd.mmul(in[0], in[1], true, true, false));
  }

  private static List<SDVariable> parts(SameDiff sd, SDVariable x) {
    SDVariable[] halves = sd.split(x, 2, 0);
    SDVariable[] sides = sd.split(x, 2, 1);
    return List.of(halves[0], halves[1], sides[1], sd.split(x, 4, 0)[3]);
  }

  private static List<SDVariable> strides(SameDiff sd, SDVariable x) {
    return List.of(
        sd.stridedSlice(x, new long[] {0, 0}, new long[] {4, 4}, 2, 1),
        sd.stridedSlice(x, new long[] {0, 0}, new long[] {4, 4}, 1, 2),
        sd.stridedSlice(x, new long[] {1, 0}, new long[] {4, 4}, 2, 1),
        sd.slice(x, new int[] {0, 0}, 2, 2),
        sd.slice(x, new int[] {1, 0}, 2, 2));
  }

  private static List<SDVariable> gathers(SameDiff sd, SDVariable x) {
    SDVariable some = constant(sd, "some", Nd4j.createFromArray(0, 2));
    SDVariable others = constant(sd, "others", Nd4j.createFromArray(1, 2));
    return List.of(sd.gather(x, some, 0), sd.gather(x, others, 0), sd.gather(x, some, 1));
  }

  private static List<SDVariable> cumulations(SameDiff sd, SDVariable x) {
    return List.of(
        sd.cumsum(x, false, false, 0),
        sd.cumsum(x, true, false, 0),
        sd.cumsum(x, false, true, 0),
        sd.cumsum(x, false, false, 1));
  }

  private static List<SDVariable> softmaxes(SameDiff sd, SDVariable x) {
    return List.of(sd.nn().softmax(x, 0), sd.nn().softmax(x, 1), sd.nn().logSoftmax(x, 1));
  }

  private static List<SDVariable> layerNorms(SameDiff sd, SDVariable... in) {
    SDVariable gain = constant(sd, "gain", Nd4j.ones(DataType.DOUBLE, 4));
    return List.of(
        sd.nn().layerNorm(in[0], gain, true, 1), sd.nn().layerNorm(in[0], gain, false, 1));
  }

  private static List<SDVariable> paddings(SameDiff sd, SDVariable x) {
    INDArray corners = Nd4j.createFromArray(new int[][] {{1, 0}, {0, 1}});
    SDVariable width = constant(sd, "width", corners);
    return List.of(sd.nn().pad(x, width, 0.0), sd.nn().pad(x, width, 1.0));
  }

  private static List<SDVariable> oneHots(SameDiff sd, SDVariable x) {
    SDVariable classes = sd.argmax(x, 1);
    return List.of(
        sd.oneHot(classes, 4, -1, 1.0, 0.0, DataType.DOUBLE),
        sd.oneHot(classes, 5, -1, 1.0, 0.0, DataType.DOUBLE),
        sd.oneHot(classes, 4, 0, 1.0, 0.0, DataType.DOUBLE),
        sd.oneHot(classes, 4, -1, 2.0, 0.0, DataType.DOUBLE),
        sd.oneHot(classes, 4, -1, 1.0, 0.0, DataType.FLOAT));
  }

  /** The same variable at each call. */
  private static SDVariable constant(SameDiff sd, String name, INDArray value) {
    return sd.hasVariable(name) ? sd.getVariable(name) : sd.constant(name, value);
  }

  @ParameterizedTest
  @MethodSource("differing")
  void opsThatDifferAreNotMerged(ProgramProblem.Body body) {
    ProgramProblem problem = new ProgramProblem(body, X, Z);
    problem.check(X, Z);
    assertThat(problem.program().results()).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @MethodSource("differing")
  void opsThatRepeatAreMerged(ProgramProblem.Body body) {
    ProgramProblem.Body twice =
        (sd, in) -> {
          List<SDVariable> results = new ArrayList<>(body.of(sd, in));
          results.addAll(body.of(sd, in));
          return results;
        };
    ProgramProblem problem = new ProgramProblem(twice, X, Z);
    problem.check(X, Z);
    int[] results = problem.program().results();
    assertThat(Arrays.copyOf(results, results.length / 2))
        .isEqualTo(Arrays.copyOfRange(results, results.length / 2, results.length));
    assertThat(problem.program().size()).isEqualTo(new ProgramProblem(body, X, Z).program().size());
  }

  @Test
  void whatReadsMergedOpsIsMerged() {
    ProgramProblem.Body body =
        (sd, in) ->
            List.of(
                sd.math().tanh(in[0].mul(2.0)).sum(1),
                sd.math().tanh(in[0].mul(2.0)).mean(1),
                sd.math().tanh(in[0].mul(3.0)).sum(1));
    ProgramProblem problem = new ProgramProblem(body, X);
    problem.check(X);
    assertThat(problem.program().size()).isEqualTo(7);
  }

  @Test
  void whatTheGraphComputesAnywayIsAnInput() {
    ProgramProblem.Body base = (sd, in) -> List.of(in[0], sd.math().tanh(in[0]));
    ProgramProblem.Body body = (sd, in) -> List.of(sd.math().sin(sd.math().tanh(in[0])), in[0]);
    ProgramProblem problem = new ProgramProblem(new ArrayPool(), base, body, X);
    problem.check(X);
    assertThat(problem.program().size()).isEqualTo(1);
    assertThat(problem.program().inputs()).contains("tanh");
  }

  @Test
  void whatTheGraphMayNotComputeIsComputed() {
    ProgramProblem.Body base =
        (sd, in) -> {
          sd.math().tanh(in[0]);
          return List.of(in[0]);
        };
    ProgramProblem.Body body = (sd, in) -> List.of(sd.math().tanh(in[0]));
    ProgramProblem problem = new ProgramProblem(new ArrayPool(), base, body, X);
    problem.check(X);
    assertThat(problem.program().size()).isEqualTo(1);
    assertThat(problem.program().inputs()).containsExactly("x0");
  }

  /** Ops that draw random numbers. */
  static Stream<Named<ProgramProblem.Body>> random() {
    return Stream.of(
        ops("normal", (sd, in) -> List.of(sd.random().normal(0, 1, DataType.DOUBLE, 50))),
        ops("uniform", (sd, in) -> List.of(sd.random().uniform(0, 1, DataType.DOUBLE, 50))),
        ops("bernoulli", (sd, in) -> List.of(sd.random().bernoulli(0.5, DataType.DOUBLE, 50))),
        ops("shuffle", (sd, in) -> List.of(new RandomShuffle(sd, in[0]).outputVariable())),
        ops("dropout", (sd, in) -> List.of(sd.nn().dropout(in[0], 0.5))));
  }

  @ParameterizedTest
  @MethodSource("random")
  void opsThatDrawAreNotMerged(ProgramProblem.Body body) {
    ProgramProblem.Body twice = (sd, in) -> List.of(body.of(sd, in).get(0), body.of(sd, in).get(0));
    assertThat(new ProgramProblem(twice, X).program().results()).doesNotHaveDuplicates();
  }

  @Test
  void randomNumbersAreDrawnAnewAtEachRun() {
    ProgramProblem.Body body = (sd, in) -> List.of(sd.random().normal(0, 1, DataType.DOUBLE, 50));
    ProgramProblem problem = new ProgramProblem(body, X);
    assertThat(problem.byProgram(X)).isNotEqualTo(problem.byProgram(X));
  }

  @Test
  void aProgramOfAWholeGraphReadsParametersAndPlaceholders() {
    SameDiff graph = SameDiff.create();
    SDVariable x = graph.placeHolder("x", DataType.DOUBLE, 4, 4);
    SDVariable w = graph.var("w", Z);
    SDVariable y = graph.math().tanh(x.mmul(w)).add(graph.constant(X));

    Program program = Program.ofGraph(graph, List.of(y.name()));
    INDArray result =
        new ProgramRunner(program, new ArrayPool(), () -> {}, () -> {}).run(List.of(X, Z)).get(0);

    assertThat(program.inputs()).containsExactly("x", "w");
    ProgramProblem.assertSame(
        List.of(result), List.of(graph.output(Map.of("x", X), y.name()).get(y.name())));
  }
}
