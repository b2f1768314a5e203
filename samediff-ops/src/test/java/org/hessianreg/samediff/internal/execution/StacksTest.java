package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;

/** Equal ops that a program executes at once, against a session, and how many that leaves. */
class StacksTest {

  private static final Random RANDOM = new Random(1);

  /** A matrix that is taken apart into four, one as large as a part, a row, and three weights. */
  private static INDArray[] inputs() {
    return new INDArray[] {
      random(20, 120), random(20, 30), random(1, 30), random(30, 40), random(30, 40), random(40, 30)
    };
  }

  private static INDArray random(long... shape) {
    return Layout.random(RANDOM, DataType.DOUBLE, shape);
  }

  /** Variables of four parts and the other inputs. */
  private interface OfParts {
    List<SDVariable> of(SameDiff sd, List<SDVariable> parts, SDVariable... in);
  }

  /** How many ops are executed, and of what; the one that takes the matrix apart is one of them. */
  static Stream<Arguments> cases() {
    return Stream.of(
        at(2, "a function", (sd, parts, in) -> each(parts, sd.math()::tanh)),
        at(3, "two in a row", (sd, parts, in) -> each(parts, x -> sd.math().tanh(x).mul(2.0))),
        at(2, "the other operand is one", (sd, parts, in) -> each(parts, x -> x.mul(in[1]))),
        at(2, "the first operand is one", (sd, parts, in) -> each(parts, x -> in[1].sub(x))),
        at(2, "the other operand is a row", (sd, parts, in) -> each(parts, x -> x.add(in[2]))),
        at(5, "numbers that differ", StacksTest::numbers),
        at(3, "neighbours in pairs", StacksTest::pairs),
        at(3, "two functions by turns", StacksTest::byTurns),
        at(5, "two functions by turns, and what reads them", StacksTest::readByTurns),
        at(5, "one after another", StacksTest::chain),
        at(3, "sums of three terms", StacksTest::sumsOfThree),
        at(3, "backward ops", StacksTest::backward),
        at(2, "backward ops of which one output is read", StacksTest::oneOfBackward),
        at(2, "products with one matrix", (sd, parts, in) -> each(parts, x -> x.mmul(in[3]))),
        at(3, "products with two matrices", StacksTest::twoMatrices),
        at(5, "products of one matrix with several", StacksTest::severalRights),
        at(5, "products of a matrix and what is computed of it", StacksTest::recurrence),
        at(3, "a sum of products", StacksTest::sumOfProducts),
        at(5, "a sum of products, one of which is read again", StacksTest::sumAndTerm),
        at(5, "a sum of products and something else", StacksTest::sumAndOther));
  }

  private static Arguments at(int operations, String name, OfParts body) {
    ProgramProblem.Body whole = (sd, in) -> body.of(sd, Arrays.asList(sd.split(in[0], 4, 1)), in);
    return Arguments.of(LoweringCase.lowering(name, whole), operations);
  }

  private static List<SDVariable> each(List<SDVariable> parts, UnaryOperator<SDVariable> map) {
    return parts.stream().map(map).collect(Collectors.toList());
  }

  private static List<SDVariable> numbers(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return List.of(x.get(0).mul(2.0), x.get(1).mul(3.0), x.get(2).mul(4.0), x.get(3).mul(5.0));
  }

  private static List<SDVariable> pairs(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    SDVariable first = x.get(0).mul(x.get(1));
    return List.of(first, x.get(2).mul(x.get(3)));
  }

  private static List<SDVariable> byTurns(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return List.of(
        sd.math().tanh(x.get(0)),
        sd.nn().sigmoid(x.get(1)),
        sd.math().tanh(x.get(2)),
        sd.nn().sigmoid(x.get(3)));
  }

  private static List<SDVariable> readByTurns(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return each(byTurns(sd, x, in), y -> y.mul(in[1]));
  }

  private static List<SDVariable> chain(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    SDVariable y = sd.math().tanh(x.get(0));
    for (int i = 0; i < 3; i++) {
      y = sd.math().tanh(y.reshape(30, 20));
    }
    return List.of(y.reshape(-1));
  }

  private static List<SDVariable> sumsOfThree(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return each(x, part -> sd.math().mergeAdd(part, in[1], part));
  }

  private static List<SDVariable> backward(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    List<SDVariable> both = new ArrayList<>();
    x.forEach(part -> both.addAll(Arrays.asList(backward(sd, part, in[1]))));
    return both;
  }

  private static List<SDVariable> oneOfBackward(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return each(x, part -> backward(sd, part, in[1])[1]);
  }

  private static SDVariable[] backward(SameDiff sd, SDVariable x, SDVariable y) {
    return new MulBpOp(sd, x, y, x).outputVariables();
  }

  private static List<SDVariable> twoMatrices(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return List.of(
        x.get(0).mmul(in[3]), x.get(2).mmul(in[4]), x.get(1).mmul(in[3]), x.get(3).mmul(in[4]));
  }

  private static List<SDVariable> severalRights(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return each(x, part -> sd.mmul(in[1], part, true, false, false));
  }

  /** The operands are copied. */
  private static List<SDVariable> recurrence(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    SDVariable y = sd.math().sin(x.get(0));
    return List.of(in[1].mmul(in[3]), y.mmul(in[3]));
  }

  private static List<SDVariable> sumOfProducts(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    return List.of(sd.math().mergeAdd(transposedProducts(sd, x)));
  }

  private static SDVariable[] transposedProducts(SameDiff sd, List<SDVariable> x) {
    return x.stream()
        .map(part -> sd.mmul(part, sd.math().tanh(part), true, false, false))
        .toArray(SDVariable[]::new);
  }

  private static List<SDVariable> sumAndTerm(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    SDVariable[] products = transposedProducts(sd, x);
    return List.of(sd.math().mergeAdd(products), products[1]);
  }

  private static List<SDVariable> sumAndOther(SameDiff sd, List<SDVariable> x, SDVariable... in) {
    SDVariable[] terms = Arrays.copyOf(transposedProducts(sd, x), 5);
    terms[4] = in[3].mmul(in[5]);
    return List.of(sd.math().mergeAdd(terms));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatASessionComputes(LoweringCase row, int operations) {
    ProgramProblem problem = new ProgramProblem(row.onInputs(), inputs());
    problem.check(inputs());
    assertThat(problem.operations()).isEqualTo(operations);
    problem.check(inputs());
    assertThat(problem.bindings()).isEqualTo(1);
  }

  /** What is read after an op that could have taken its memory. */
  @Test
  void keepsOperandsThatAreReadLater() {
    ProgramProblem problem =
        new ProgramProblem(
            (sd, in) -> {
              List<SDVariable> y = each(Arrays.asList(sd.split(in[0], 4, 1)), sd.math()::tanh);
              List<SDVariable> z = each(y, x -> x.mul(2.0));
              SDVariable sum = sd.math().mergeAdd(z.toArray(new SDVariable[0]));
              return List.of(sum, sum.mul(y.get(2)));
            },
            inputs());
    problem.check(inputs());
    problem.check(inputs());
  }

  @Test
  void takesTheMemoryOfAStackThatNothingReadsAnyMore() {
    ProgramProblem problem =
        new ProgramProblem(
            (sd, in) ->
                each(Arrays.asList(sd.split(in[0], 4, 1)), x -> x.mul(2.0).add(in[1]).sub(in[2])),
            inputs());
    problem.check(inputs());
    assertThat(problem.arrays()).as("arrays in the pool").isEqualTo(1);
  }
}
