package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Named.named;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;
import org.nd4j.linalg.factory.Nd4j;

/** A program follows its inputs: their values, their shapes, their layouts, where they lie. */
class ProgramRunnerTest {

  private final Random random = new Random(4);

  private INDArray matrix(long rows, long columns) {
    return Layout.random(random, DataType.DOUBLE, rows, columns);
  }

  /** Some ops of each kind; the inputs are two matrices of one shape with an even size. */
  private static List<SDVariable> network(SameDiff sd, SDVariable... in) {
    SDVariable product = sd.mmul(in[0], in[1], false, true, false);
    SDVariable scaled = sd.math().tanh(in[0]).mul(in[1].mean(true, 0));
    SDVariable bias = in[1].sum(0);
    SDVariable[] backward = new MulBpOp(sd, scaled, bias, in[0]).outputVariables();
    SDVariable folded = sd.math().mergeAdd(scaled, in[0], backward[0]).reshape(2, -1);
    return List.of(
        product, sd.nn().softmax(folded, 1), backward[1].mul(2.0), folded.norm2(1), folded.sum());
  }

  @Test
  void shapesAreBoundOnceAndKept() {
    ProgramProblem problem =
        new ProgramProblem(ProgramRunnerTest::network, matrix(4, 3), matrix(4, 3));
    for (long rows : new long[] {4, 4, 6, 4, 6, 200, 4, 200}) {
      problem.check(matrix(rows, 3), matrix(rows, 3));
    }
    assertThat(problem.bindings()).isEqualTo(3);
    assertThat(problem.isAttached()).isFalse();
  }

  @Test
  void theShapesThatWereNotUsedForLongestAreForgotten() {
    ProgramProblem problem =
        new ProgramProblem(ProgramRunnerTest::network, matrix(2, 3), matrix(2, 3));
    for (long rows : new long[] {2, 4, 6, 8, 2, 10, 2, 4}) {
      problem.check(matrix(rows, 3), matrix(rows, 3));
    }
    assertThat(problem.bindings()).isEqualTo(6);
  }

  @Test
  void layoutsAreBoundEachByItself() {
    ProgramProblem problem =
        new ProgramProblem(ProgramRunnerTest::network, matrix(4, 3), matrix(4, 3));
    for (int i = 0; i < 2; i++) {
      for (Layout layout : Layout.values()) {
        problem.check(layout.of(matrix(4, 3)), matrix(4, 3));
      }
    }
    assertThat(problem.bindings()).isEqualTo(3);
  }

  @Test
  void anInputThatChangesInPlaceIsReadAgain() {
    ProgramProblem problem =
        new ProgramProblem(ProgramRunnerTest::network, matrix(4, 3), matrix(4, 3));
    INDArray first = matrix(4, 3);
    INDArray second = matrix(4, 3);
    for (int i = 0; i < 3; i++) {
      problem.check(first, second);
      first.muli(0.5);
      second.addi(0.5);
    }
  }

  @Test
  void inputsThatChangePlacesAreFollowed() {
    ProgramProblem problem =
        new ProgramProblem(ProgramRunnerTest::network, matrix(4, 3), matrix(4, 3));
    INDArray first = matrix(4, 3);
    INDArray second = matrix(4, 3);
    problem.check(first, second);
    problem.check(second, first);
    problem.check(first, first);
    assertThat(problem.bindings()).isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.INCLUDE,
      names = {"DENSE", "FORTRAN"})
  void aConstantThatChangesInPlaceIsReadAgain(Layout layout) {
    INDArray constant = layout.of(matrix(200, 100));
    ProgramProblem.Body body =
        (sd, in) -> {
          SDVariable c = sd.constant("c", constant);
          return List.of(c.mul(in[0]), c.reshape(100, 200), c.sum(0), c.mul(1.0).mean(1), c);
        };
    ProgramProblem problem = new ProgramProblem(body, matrix(200, 100));
    for (int i = 0; i < 3; i++) {
      problem.check(matrix(200, 100));
      constant.muli(-0.5);
    }
  }

  @Test
  void programsThatShareAPoolRunInTurns() {
    ArrayPool pool = new ArrayPool();
    List<ProgramProblem> problems = new ArrayList<>();
    for (ProgramProblem.Body body :
        List.<ProgramProblem.Body>of(
            ProgramRunnerTest::network,
            (sd, in) -> List.of(sd.math().sin(in[0]).mul(sd.math().cos(in[1])).sum(1)),
            (sd, in) -> network(sd, in[1], in[0]))) {
      problems.add(
          new ProgramProblem(pool, (sd, in) -> List.of(in), body, matrix(4, 3), matrix(4, 3)));
    }
    for (long rows : new long[] {4, 4, 20, 4}) {
      for (ProgramProblem problem : problems) {
        problem.check(matrix(rows, 3), matrix(rows, 3));
      }
    }
  }

  /** Programs whose results need little computation or none; the input is a matrix. */
  static Stream<Named<ProgramProblem.Body>> trivial() {
    return Stream.of(
        program("an input", (sd, in) -> List.of(in[0])),
        program("an input twice", (sd, in) -> List.of(in[0], in[0])),
        program("a view of an input", (sd, in) -> List.of(in[0].reshape(-1))),
        program("an input and views of it", ProgramRunnerTest::inputAndViews),
        program("a constant", (sd, in) -> List.of(sd.constant("c", Nd4j.ones(2, 3)))),
        program("a view of a constant", (sd, in) -> List.of(view(sd.constant(Nd4j.ones(2, 3))))),
        program("a number", (sd, in) -> List.of(sd.constant("c", 2.0).mul(3.0))),
        program("a value", (sd, in) -> List.of(sd.math().sin(in[0]))),
        program("a value and views of it", ProgramRunnerTest::valueAndViews),
        program("values of another", ProgramRunnerTest::valuesOfAnother),
        program("equal values", (sd, in) -> List.of(sd.math().sin(in[0]), sd.math().sin(in[0]))));
  }

  private static Named<ProgramProblem.Body> program(String name, ProgramProblem.Body body) {
    return named(name, body);
  }

  private static SDVariable view(SDVariable x) {
    return x.reshape(-1);
  }

  private static List<SDVariable> inputAndViews(SameDiff sd, SDVariable... in) {
    return List.of(view(in[0]), in[0], sd.identity(view(in[0])), sd.math().cos(view(in[0])));
  }

  private static List<SDVariable> valueAndViews(SameDiff sd, SDVariable... in) {
    SDVariable value = sd.math().sin(in[0]);
    return List.of(view(value), value, sd.identity(view(value)), sd.math().cos(view(value)));
  }

  /** A result that later ops read must not be overwritten by them. */
  private static List<SDVariable> valuesOfAnother(SameDiff sd, SDVariable... in) {
    SDVariable value = sd.math().sin(in[0]);
    return List.of(value, value.mul(value), sd.math().mergeAdd(value, value, in[0]), value.sum());
  }

  @ParameterizedTest
  @MethodSource("trivial")
  void resultsMayBeAnything(ProgramProblem.Body body) {
    ProgramProblem problem = new ProgramProblem(body, matrix(4, 3));
    for (long rows : new long[] {4, 4, 5, 4}) {
      problem.check(matrix(rows, 3));
    }
  }

  /** Programs whose shapes follow from the contents of integers. */
  static Stream<Arguments> shapesByContents() {
    return Stream.of(
        by("reshape", (sd, in) -> List.of(in[0].reshape(in[1])), ints(2, 6), ints(4, 3)),
        by("reshape of a value", ProgramRunnerTest::reshapeOfValue, ints(2, 6), ints(4, 3)),
        by("slice", ProgramRunnerTest::slice, ints(2, 2), ints(1, 3)),
        by("tile", (sd, in) -> List.of(sd.tile(in[0], in[1])), ints(1, 2), ints(2, 1)),
        by("fill", ProgramRunnerTest::fill, ints(1, 2), ints(2, 3)),
        by("sum over dimensions", ProgramRunnerTest::sums, ints(0), ints(1)),
        by("norm over dimensions", ProgramRunnerTest::norms, ints(0), ints(1)),
        by("gather", (sd, in) -> List.of(sd.gather(in[0], in[1], 0)), ints(1, 0, 2), ints(2, 2)));
  }

  private static Arguments by(
      String name, ProgramProblem.Body body, INDArray contents, INDArray others) {
    return Arguments.of(named(name, body), contents, others);
  }

  private static INDArray ints(int... values) {
    return Nd4j.createFromArray(values);
  }

  private static List<SDVariable> reshapeOfValue(SameDiff sd, SDVariable... in) {
    SDVariable value = sd.math().sin(in[0]);
    return List.of(sd.math().cos(value.reshape(in[1])).sum(0), value);
  }

  private static List<SDVariable> slice(SameDiff sd, SDVariable... in) {
    SDVariable part = sd.slice(in[0], sd.constant(Nd4j.createFromArray(1, 0)), in[1]);
    return List.of(sd.math().sin(part), part.sum());
  }

  private static List<SDVariable> fill(SameDiff sd, SDVariable... in) {
    return List.of(sd.fill(in[1], DataType.DOUBLE, 3.0).mul(in[0].sum()));
  }

  private static List<SDVariable> sums(SameDiff sd, SDVariable... in) {
    return List.of(sd.math().sum(in[0], in[1], false), sd.math().mean(in[0], in[1], true));
  }

  private static List<SDVariable> norms(SameDiff sd, SDVariable... in) {
    return List.of(sd.math().norm2(in[0], in[1], false));
  }

  /** SameDiff does not take the dimensions of a reduction from a placeholder. */
  private ProgramProblem withComputedIntegers(ProgramProblem.Body body, INDArray integers) {
    ProgramProblem.Body base = (sd, in) -> List.of(in[0], sd.identity(in[1]));
    return new ProgramProblem(new ArrayPool(), base, body, matrix(4, 3), integers);
  }

  @ParameterizedTest
  @MethodSource("shapesByContents")
  void contentsThatDecideOnShapesAreFollowed(
      ProgramProblem.Body body, INDArray contents, INDArray others) {
    ProgramProblem problem = withComputedIntegers(body, contents);
    for (INDArray shape : List.of(contents, contents.dup(), others, contents, others.dup())) {
      problem.check(matrix(4, 3), shape);
    }
    assertThat(problem.bindings()).isGreaterThan(1);
  }

  /** With a square matrix the shape stays, but the values do not. */
  @ParameterizedTest
  @ValueSource(ints = {3, 150})
  void dimensionsThatAreFedAreFollowed(int size) {
    for (ProgramProblem.Body body :
        List.<ProgramProblem.Body>of(ProgramRunnerTest::sums, ProgramRunnerTest::norms)) {
      ProgramProblem problem = withComputedIntegers(body, ints(0));
      for (int dimension : new int[] {0, 1, 1, 0}) {
        problem.check(matrix(size, size), ints(dimension));
      }
    }
  }

  @Test
  void contentsThatDecideOnNoShapeNeedNoBinding() {
    ProgramProblem.Body body = (sd, in) -> List.of(sd.gather(in[0], in[1], 0));
    ProgramProblem problem = new ProgramProblem(body, matrix(4, 3), ints(1, 2));
    problem.check(matrix(4, 3), ints(1, 2));
    problem.check(matrix(4, 3), ints(3, 0));
    assertThat(problem.bindings()).isEqualTo(1);
  }

  @Test
  void scalarsThatAreComputedAreFollowed() {
    ProgramProblem.Body body =
        (sd, in) -> List.of(in[0].mul(in[0].sum()), sd.math().max(in[0], in[0].mean()));
    ProgramProblem problem = new ProgramProblem(body, matrix(4, 3));
    problem.check(matrix(4, 3));
    problem.check(matrix(4, 3));
  }

  /** Two arrays in turns hold a chain of functions. */
  @Test
  void whatIsReadForItsShapeLaterGivesItsMemoryAway() {
    ProgramProblem.Body body =
        (sd, in) -> {
          SDVariable a = sd.math().sin(in[0]);
          SDVariable b = sd.math().cos(a);
          SDVariable c = sd.math().sin(b);
          SDVariable[] g = new AddBpOp(sd, a, b, sd.math().cos(c)).outputVariables();
          return List.of(sd.math().sin(g[0].add(g[1])));
        };
    ProgramProblem problem = new ProgramProblem(body, matrix(4, 3));
    problem.check(matrix(4, 3));
    assertThat(problem.arrays()).as("arrays in the pool").isEqualTo(2);
  }

  /** Small ops run on one thread. */
  @Test
  void theNumberOfThreadsIsAsBeforeAfterARun() {
    int threads = Nd4j.getEnvironment().maxMasterThreads();
    ProgramProblem problem =
        withComputedIntegers((sd, in) -> List.of(sd.tile(in[0], in[1])), ints(1, 2));
    for (INDArray contents : List.of(ints(1, 2), ints(1, 2), ints(2, 1))) {
      problem.check(matrix(4, 3), contents);
      assertThat(Nd4j.getEnvironment().maxMasterThreads()).isEqualTo(threads);
    }
  }

  @Test
  void aFailedRunLeavesTheRunnerUsable() {
    ProgramProblem.Body body = (sd, in) -> List.of(in[0].mmul(in[1]));
    ProgramProblem problem = new ProgramProblem(body, matrix(4, 3), matrix(3, 2));
    assertThatThrownBy(() -> problem.byProgram(matrix(4, 3), matrix(2, 2)))
        .isInstanceOf(RuntimeException.class);
    assertThat(problem.isAttached()).isFalse();
    problem.check(matrix(4, 3), matrix(3, 2));
  }
}
