package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hessianreg.samediff.internal.execution.LoweringCase.lowering;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.SubBpOp;

/** What programs execute in place of an op, against ND4J's own op in a session. */
class LoweringsTest {

  static List<LoweringCase> cases() {
    return LoweringCases.all();
  }

  @Tag("slow")
  @Test
  void everyLineOfTheTableHasACase() {
    Set<String> untested = new TreeSet<>(Lowerings.names());
    // No session can execute a recurrence; RecurrenceTest holds it against its steps.
    untested.remove(Recurrence.NAME);
    for (LoweringCase row : cases()) {
      INDArray[] inputs = inputs(row, new Random(1), DataType.DOUBLE, Layout.DENSE);
      untested.removeAll(new ProgramProblem(row.onInputs(), inputs).opNames());
    }
    assertThat(untested).isEmpty();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void ofInputs(LoweringCase row) {
    check(row, row.onInputs(), DataType.DOUBLE, Layout.DENSE);
    check(row, row.onInputs(), DataType.DOUBLE, Layout.PART_OF_LARGER);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void ofInputsThatAreNotDense(LoweringCase row) {
    assumeFalse(row.isDenseOnly());
    check(row, row.onInputs(), DataType.DOUBLE, Layout.FORTRAN);
    check(row, row.onInputs(), DataType.DOUBLE, Layout.STRIDED);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void ofInputsInFloat(LoweringCase row) {
    assumeTrue(row.inFloat());
    check(row, row.onInputs(), DataType.FLOAT, Layout.DENSE);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void betweenValues(LoweringCase row) {
    check(row, row.betweenValues(), DataType.DOUBLE, Layout.DENSE);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void oneOutputAtATime(LoweringCase row) {
    INDArray[] inputs = inputs(row, new Random(1), DataType.DOUBLE, Layout.DENSE);
    int outputs = new ProgramProblem(row.onInputs(), inputs).resultCount();
    for (int i = 0; i < outputs; i++) {
      int only = i;
      check(
          row,
          (sd, in) -> List.of(row.onValues().of(sd, in).get(only)),
          DataType.DOUBLE,
          Layout.DENSE);
    }
  }

  private static void check(
      LoweringCase row, ProgramProblem.Body body, DataType type, Layout layout) {
    Random random = new Random(1);
    INDArray[] inputs = inputs(row, random, type, layout);
    ProgramProblem problem = new ProgramProblem(body, inputs);
    problem.check(inputs);
    problem.check(inputs(row, random, type, layout));
    assertThat(problem.bindings()).isEqualTo(1);
  }

  private static INDArray[] inputs(LoweringCase row, Random random, DataType type, Layout layout) {
    return row.shapes().stream()
        .map(shape -> layout.of(Layout.random(random, type, shape)))
        .toArray(INDArray[]::new);
  }

  static Stream<Arguments> costs() {
    return Stream.of(
        costs(0, "reshape", (sd, in) -> List.of(in[0].reshape(-1))),
        costs(0, "expandDims", (sd, in) -> List.of(sd.expandDims(in[0], 1))),
        costs(0, "squeeze", (sd, in) -> List.of(sd.squeeze(in[2], 1))),
        costs(0, "identity", (sd, in) -> List.of(sd.identity(in[0]))),
        costs(0, "mul 1", (sd, in) -> List.of(in[0].mul(1.0))),
        costs(1, "mul 2", (sd, in) -> List.of(in[0].mul(2.0))),
        costs(2, "mergeAdd", (sd, in) -> List.of(sd.math().mergeAdd(in[0], in[1], in[0]))),
        costs(1, "sum of rows", (sd, in) -> List.of(in[0].sum(2))),
        costs(1, "sum of columns", (sd, in) -> List.of(in[0].sum(0))),
        costs(2, "sum over both ends", (sd, in) -> List.of(in[0].sum(0, 2))),
        costs(0, "add backward", (sd, in) -> backward(new AddBpOp(sd, in[0], in[1], in[1]))),
        costs(1, "sub backward", (sd, in) -> backward(new SubBpOp(sd, in[0], in[1], in[1]))),
        costs(2, "mul backward", (sd, in) -> backward(new MulBpOp(sd, in[0], in[1], in[1]))),
        costs(
            1,
            "mul backward, one output",
            (sd, in) -> backward(new MulBpOp(sd, in[0], in[1], in[1])).subList(1, 2)),
        costs(
            0,
            "add backward, one output",
            (sd, in) -> backward(new AddBpOp(sd, in[0], in[2], in[1])).subList(0, 1)));
  }

  private static Arguments costs(int operations, String name, ProgramProblem.Body body) {
    LoweringCase row = lowering(name, body).input(20, 30, 40).input(20, 30, 40).input(20, 1, 40);
    return Arguments.of(row, operations);
  }

  private static List<SDVariable> backward(DifferentialFunction op) {
    return List.of(op.outputVariables());
  }

  @ParameterizedTest
  @MethodSource("costs")
  void operationsThatAProgramExecutes(LoweringCase row, int operations) {
    INDArray[] inputs = inputs(row, new Random(1), DataType.DOUBLE, Layout.DENSE);
    ProgramProblem problem = new ProgramProblem(row.onInputs(), inputs);
    problem.check(inputs);
    assertThat(problem.operations()).isEqualTo(operations);
    problem.check(inputs);
    assertThat(problem.operations()).isEqualTo(operations);
  }
}
