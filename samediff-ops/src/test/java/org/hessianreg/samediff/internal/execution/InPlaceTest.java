package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Named.named;

import java.util.List;
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

/** Outputs that take the memory of operands which nothing reads any more. */
class InPlaceTest {

  private static final INDArray FULL = Layout.random(new Random(1), DataType.DOUBLE, 60, 40);
  private static final INDArray ROW = Layout.random(new Random(2), DataType.DOUBLE, 1, 40);
  private static final INDArray COLUMN = Layout.random(new Random(3), DataType.DOUBLE, 60, 1);

  /** Chains of ops; {@code in} holds a matrix, a row and a column. */
  static Stream<Named<ProgramProblem.Body>> chains() {
    return Stream.of(
        chain("alike, first dies", (sd, in) -> sd.math().sin(in[0]).sub(in[0])),
        chain("alike, second dies", (sd, in) -> in[0].sub(sd.math().sin(in[0]))),
        chain("alike, both die", (sd, in) -> sd.math().sin(in[0]).sub(sd.math().cos(in[0]))),
        chain("larger first, row", (sd, in) -> sd.math().sin(in[0]).sub(in[1])),
        chain("larger first, column", (sd, in) -> sd.math().sin(in[0]).mul(in[2])),
        chain("larger second, row", (sd, in) -> in[1].sub(sd.math().sin(in[0]))),
        chain("larger second, column", (sd, in) -> in[2].add(sd.math().sin(in[0]))),
        chain("row and column", (sd, in) -> sd.math().sin(in[1]).sub(sd.math().sin(in[2]))),
        chain("of one", (sd, in) -> sd.math().sin(in[0]).mul(2.0).add(1.0).rsub(3.0).neg()),
        chain("powers", (sd, in) -> sd.math().cube(sd.math().square(sd.math().sin(in[0])))),
        chain("rsqrt", (sd, in) -> sd.math().rsqrt(sd.math().exp(sd.math().sin(in[0])))),
        chain(
            "read twice by one op",
            (sd, in) -> {
              SDVariable x = sd.math().sin(in[0]);
              return x.mul(x);
            }),
        chain(
            "read again later",
            (sd, in) -> {
              SDVariable x = sd.math().sin(in[0]);
              return x.mul(in[0]).add(x);
            }),
        chain(
            "read again through a view",
            (sd, in) -> {
              SDVariable x = sd.math().sin(in[0]);
              SDVariable view = x.reshape(40, 60);
              return sd.math().cos(x.mul(3.0)).add(view.reshape(60, 40));
            }),
        chain(
            "with a transposed view of itself",
            (sd, in) -> {
              SDVariable x = sd.math().sin(in[0]).reshape(1, 2400);
              return x.add(x.reshape(2400, 1)).sum(true, 0);
            }));
  }

  private interface Chain {
    SDVariable of(SameDiff sd, SDVariable... inputs);
  }

  private static Named<ProgramProblem.Body> chain(String name, Chain body) {
    return named(name, (sd, in) -> List.of(body.of(sd, in)));
  }

  @ParameterizedTest
  @MethodSource("chains")
  void computesWhatASessionComputes(ProgramProblem.Body chain) {
    ProgramProblem problem = new ProgramProblem(chain, FULL, ROW, COLUMN);
    problem.check(FULL, ROW, COLUMN);
    problem.check(FULL.mul(0.5), ROW.mul(2.0), COLUMN.neg());
  }

  @Test
  void leavesInputsOfTheProgramAlone() {
    ProgramProblem problem =
        new ProgramProblem((sd, in) -> List.of(in[0].mul(2.0).add(in[0])), FULL);
    INDArray copy = FULL.dup();
    problem.run(FULL);
    assertThat(FULL).isEqualTo(copy);
  }

  @Test
  void takesOneArrayForAChain() {
    ProgramProblem problem =
        new ProgramProblem(
            (sd, in) -> {
              SDVariable x = sd.math().sin(in[0]);
              SDVariable chained = x.mul(2.0).sub(in[0]).add(in[0]);
              return List.of(sd.math().square(chained));
            },
            FULL);
    INDArray result = problem.run(FULL).get(0);
    assertThat(problem.arrays()).as("arrays in the pool").isEqualTo(1);
    assertThat(result.length()).isEqualTo(FULL.length());
  }
}
