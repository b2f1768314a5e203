package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hessianreg.samediff.internal.execution.LoweringCase.lowering;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;

/** Sums of products of stacks, against a session, and how many native calls they take. */
class LateSumsTest {

  /** A stack has so many matrices: a product of two stacks takes as many calls. */
  private static final int PAIRS = 3;

  /** Two concatenations, and the product. */
  private static final int SUM = 2 + PAIRS;

  private static final Random RANDOM = new Random(1);

  /** Four stacks of left operands and of right ones, a row, and a stack of products. */
  private static INDArray[] inputs(DataType type) {
    INDArray[] inputs = new INDArray[10];
    for (int i = 0; i < 4; i++) {
      inputs[i] = Layout.random(RANDOM, type, PAIRS, 50, 40);
      inputs[4 + i] = Layout.random(RANDOM, type, PAIRS, 40, 50);
    }
    inputs[8] = Layout.random(RANDOM, type, 50);
    inputs[9] = Layout.random(RANDOM, type, PAIRS, 50, 50);
    return inputs;
  }

  private static SDVariable product(SDVariable[] in, int index) {
    return in[index].mmul(in[4 + index]);
  }

  private static SDVariable transposed(
      SameDiff sd, SDVariable[] in, int index, boolean first, boolean second) {
    return sd.mmul(in[index], in[first == second ? 4 + index : index], first, second, false);
  }

  static Stream<Arguments> cases() {
    return Stream.of(
        at(SUM, "two terms", (sd, in) -> List.of(product(in, 0).add(product(in, 1)))),
        at(SUM, "three terms", LateSumsTest::three),
        at(SUM, "sums of sums", LateSumsTest::sumsOfSums),
        at(SUM + 1, "a term with a factor", LateSumsTest::factor),
        at(SUM + 2, "a factor of a sum", LateSumsTest::factorOfSum),
        at(SUM, "both transposed", LateSumsTest::bothTransposed),
        at(SUM, "first transposed", LateSumsTest::firstTransposed),
        at(SUM, "second transposed", LateSumsTest::secondTransposed),
        at(SUM, "one operand twice", LateSumsTest::shared),
        at(SUM + 1, "another addend", LateSumsTest::others),
        at(2 * PAIRS + 1, "a product that is read elsewhere", LateSumsTest::readElsewhere),
        at(PAIRS + 1, "one term and another addend", (sd, in) -> one(in)),
        at(PAIRS + 1, "a term that is broadcast to", (sd, in) -> broadcast(in)),
        at(SUM + 1, "terms whose shapes are read", LateSumsTest::shapesRead),
        at(2 * SUM + 1, "unlike terms", LateSumsTest::unlike));
  }

  private static Arguments at(int operations, String name, ProgramProblem.Body body) {
    return Arguments.of(lowering(name, body), operations);
  }

  private static List<SDVariable> three(SameDiff sd, SDVariable... in) {
    return List.of(sd.math().mergeAdd(product(in, 0), product(in, 1), product(in, 2)));
  }

  private static List<SDVariable> sumsOfSums(SameDiff sd, SDVariable... in) {
    SDVariable first = product(in, 0).add(product(in, 1));
    return List.of(first.add(product(in, 2).add(product(in, 3))));
  }

  private static List<SDVariable> factor(SameDiff sd, SDVariable... in) {
    return List.of(product(in, 0).mul(2.0).add(product(in, 1)));
  }

  private static List<SDVariable> factorOfSum(SameDiff sd, SDVariable... in) {
    return List.of(product(in, 0).add(product(in, 1)).mul(-3.0));
  }

  private static List<SDVariable> bothTransposed(SameDiff sd, SDVariable... in) {
    return List.of(transposed(sd, in, 0, true, true).add(transposed(sd, in, 1, true, true)));
  }

  private static List<SDVariable> firstTransposed(SameDiff sd, SDVariable... in) {
    return List.of(transposed(sd, in, 0, true, false).add(transposed(sd, in, 1, true, false)));
  }

  private static List<SDVariable> secondTransposed(SameDiff sd, SDVariable... in) {
    return List.of(transposed(sd, in, 0, false, true).add(transposed(sd, in, 1, false, true)));
  }

  private static List<SDVariable> shared(SameDiff sd, SDVariable... in) {
    return List.of(in[0].mmul(in[4]).add(in[0].mmul(in[5])));
  }

  private static List<SDVariable> others(SameDiff sd, SDVariable... in) {
    return List.of(sd.math().mergeAdd(product(in, 0), in[9], product(in, 1)));
  }

  private static List<SDVariable> readElsewhere(SameDiff sd, SDVariable... in) {
    SDVariable product = product(in, 0);
    return List.of(product.add(product(in, 1)), product);
  }

  private static List<SDVariable> one(SDVariable... in) {
    return List.of(product(in, 0).add(in[9]));
  }

  private static List<SDVariable> broadcast(SDVariable... in) {
    return List.of(product(in, 0).add(in[8]));
  }

  private static List<SDVariable> shapesRead(SameDiff sd, SDVariable... in) {
    SDVariable first = product(in, 0);
    SDVariable second = product(in, 1);
    SDVariable sum = first.add(second);
    SDVariable[] backward = new AddBpOp(sd, first, second, sd.math().square(sum)).outputVariables();
    return List.of(sum, backward[0], backward[1]);
  }

  private static List<SDVariable> unlike(SameDiff sd, SDVariable... in) {
    return List.of(
        sd.math()
            .mergeAdd(
                product(in, 0),
                transposed(sd, in, 1, false, true),
                product(in, 2),
                transposed(sd, in, 3, false, true)));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesWhatASessionComputes(LoweringCase row, int operations) {
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      ProgramProblem problem = new ProgramProblem(row.onInputs(), inputs(type));
      problem.check(inputs(type));
      assertThat(problem.operations()).isEqualTo(operations);
      problem.check(inputs(type));
      assertThat(problem.bindings()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void holdsBetweenOtherValues(LoweringCase row, int operations) {
    INDArray[] inputs = inputs(DataType.DOUBLE);
    ProgramProblem problem = new ProgramProblem(row.betweenValues(), inputs);
    problem.check(inputs);
    problem.check(inputs(DataType.DOUBLE));
    assertThat(problem.operations()).isGreaterThan(operations);
  }
}
