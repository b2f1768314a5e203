package org.hessianreg.samediff.internal.execution;

import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Programs drawn by chance compute what a session computes, whatever is merged, viewed or written
 * into memory that has been used before.
 */
class RandomProgramsTest {

  private final Random random = new Random(5);

  static List<RandomProgram> programs() {
    return LongStream.range(0, 100)
        .mapToObj(seed -> new RandomProgram(seed, seed % 2 == 0 ? 15 : 60))
        .collect(Collectors.toList());
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("programs")
  void computeWhatASessionComputes(RandomProgram program) {
    ProgramProblem problem = new ProgramProblem(program, inputs(3, 4));
    for (long rows : new long[] {3, 3, 5, 3, 5}) {
      problem.check(inputs(rows, 4));
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("programs")
  void twoInOnePoolInTurns(RandomProgram program) {
    ArrayPool pool = new ArrayPool();
    RandomProgram other = new RandomProgram(1000, 30);
    ProgramProblem first = new ProgramProblem(pool, (sd, in) -> List.of(in), program, inputs(3, 4));
    ProgramProblem second = new ProgramProblem(pool, (sd, in) -> List.of(in), other, inputs(3, 4));
    for (long rows : new long[] {3, 6, 3}) {
      first.check(inputs(rows, 4));
      second.check(inputs(rows, 5));
    }
  }

  private INDArray[] inputs(long rows, long columns) {
    return new INDArray[] {
      Layout.random(random, DataType.DOUBLE, rows, columns),
      Layout.random(random, DataType.DOUBLE, 1, columns),
      Layout.random(random, DataType.DOUBLE, rows, 1)
    };
  }
}
