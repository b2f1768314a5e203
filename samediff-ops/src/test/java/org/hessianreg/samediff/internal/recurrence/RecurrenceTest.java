package org.hessianreg.samediff.internal.recurrence;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.EveryTenth;
import org.hessianreg.samediff.internal.recurrence.RecurrenceProblem.Case;
import org.hessianreg.samediff.internal.recurrence.RecurrenceProblem.Form;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A recurrence, its coefficients and its gradients are those of the same steps one by one. */
final class RecurrenceTest {

  private static final double ROUNDING = 1e-12;

  private static final Case ELMAN =
      new Case(
          "Elman",
          Map.of("r", new long[] {3, 3}),
          List.of(new long[] {2, 3}),
          new long[] {2, 3},
          (sd, x, s) -> List.of(sd.math().tanh(x.add(s.get(0).mmul(sd.getVariable("r"))))));

  private static final Case LSTM =
      new Case(
          "LSTM",
          Map.of("r", new long[] {3, 12}),
          List.of(new long[] {2, 3}, new long[] {2, 3}),
          new long[] {2, 12},
          (sd, x, s) -> {
            SDVariable z = x.add(s.get(0).mmul(sd.getVariable("r")));
            SDVariable[] parts = sd.split(z, 4, 1);
            SDVariable memory =
                sd.nn()
                    .sigmoid(parts[0])
                    .mul(sd.math().tanh(parts[1]))
                    .add(sd.nn().sigmoid(parts[2]).mul(s.get(1)));
            return List.of(sd.nn().sigmoid(parts[3]).mul(sd.math().tanh(memory)), memory);
          });

  private static final Case PEEPHOLE =
      new Case(
          "broadcast parameter",
          Map.of("p", new long[] {1, 3}, "q", new long[] {3, 3}),
          List.of(new long[] {2, 3}),
          new long[] {2, 3},
          (sd, x, s) ->
              List.of(
                  sd.math()
                      .tanh(
                          x.mul(sd.getVariable("p"))
                              .add(s.get(0).mmul(sd.getVariable("q").mul(2.0))))));

  private static final Case GATED =
      new Case(
          "product of a product",
          Map.of("a", new long[] {3, 3}, "b", new long[] {3, 3}),
          List.of(new long[] {2, 3}),
          new long[] {2, 3},
          (sd, x, s) -> {
            SDVariable r = sd.nn().sigmoid(x.add(s.get(0).mmul(sd.getVariable("a"))));
            SDVariable h = sd.math().tanh(x.add(r.mul(s.get(0)).mmul(sd.getVariable("b"))));
            return List.of(r.mul(s.get(0)).add(h.mul(r.rsub(1.0))));
          });

  private static final Case DELAY =
      new Case(
          "delay",
          Map.of("p", new long[] {2, 3}),
          List.of(new long[] {2, 3}, new long[] {2, 3}),
          new long[] {2, 3},
          (sd, x, s) ->
              List.of(sd.math().square(x).add(s.get(1).mul(sd.getVariable("p"))), s.get(0)));

  /** The gradient of {@code w} is a product with the cotangent of a state, as it is. */
  private static final Case STATE_AS_FACTOR =
      new Case(
          "state that is a product",
          Map.of("w", new long[] {3, 3}),
          List.of(new long[] {2, 3}, new long[] {2, 3}),
          new long[] {2, 3},
          (sd, x, s) ->
              List.of(sd.math().tanh(x.add(s.get(1))), s.get(0).mmul(sd.getVariable("w"))));

  /** One of two views of an array is read of all steps, the other in the next step. */
  private static final Case TWO_VIEWS =
      new Case(
          "state in two shapes",
          Map.of("w", new long[] {3, 3}),
          List.of(new long[] {2, 3}, new long[] {3, 2}),
          new long[] {2, 3},
          (sd, x, s) -> {
            SDVariable flat = s.get(1).reshape(2, 3).mmul(sd.getVariable("w"));
            SDVariable next = sd.math().tanh(x.add(flat).add(s.get(0))).reshape(3, 2);
            return List.of(next.reshape(2, 3), next);
          });

  /** The same without a derivative that reads them. */
  private static final Case TWO_VIEWS_OF_A_SUM =
      new Case(
          "sum in two shapes",
          Map.of("w", new long[] {3, 3}),
          List.of(new long[] {3, 2}, new long[] {2, 3}),
          new long[] {2, 3},
          (sd, x, s) -> {
            SDVariable half = s.get(0).mul(0.5).reshape(2, 3);
            SDVariable next = half.add(x.mmul(sd.getVariable("w")).add(s.get(1).mul(0.3)));
            return List.of(next.reshape(3, 2), next);
          });

  private static final Case EQUAL_STATES =
      new Case(
          "states that become equal",
          Map.of("w", new long[] {3, 3}),
          List.of(new long[] {2, 3}, new long[] {2, 3}),
          new long[] {2, 3},
          (sd, x, s) -> {
            SDVariable z = x.add(s.get(0).mmul(sd.getVariable("w")));
            SDVariable next = sd.math().tanh(z.add(s.get(1).mul(0.5)));
            return List.of(next, next);
          });

  /** So many rows that only two steps are multiplied at once. */
  private static final Case MANY_ROWS =
      new Case(
          "Elman, many rows",
          Map.of("r", new long[] {3, 3}),
          List.of(new long[] {512, 3}),
          new long[] {512, 3},
          (sd, x, s) -> List.of(sd.math().tanh(x.add(s.get(0).mmul(sd.getVariable("r"))))));

  private static final List<Case> CASES =
      List.of(
          ELMAN,
          LSTM,
          PEEPHOLE,
          GATED,
          DELAY,
          STATE_AS_FACTOR,
          TWO_VIEWS,
          TWO_VIEWS_OF_A_SUM,
          EQUAL_STATES,
          MANY_ROWS);

  private static Stream<Arguments> problems() {
    List<Arguments> all = new ArrayList<>();
    for (Case of : CASES) {
      for (long steps : new long[] {1, 2, 5}) {
        for (boolean backwards : new boolean[] {false, true}) {
          Set<String> names = RecurrenceProblem.arrays(of, 1, DataType.DOUBLE, 1).keySet();
          all.add(Arguments.of(of, steps, backwards, List.of(names)));
          all.add(Arguments.of(of, steps, backwards, List.of(Set.of("x"), names)));
          all.add(Arguments.of(of, steps, backwards, List.of(Set.of(names.iterator().next()))));
          all.add(Arguments.of(of, steps, backwards, List.of(Set.of("s0"))));
        }
      }
    }
    return all.stream();
  }

  private static Stream<Arguments> everyTenth() {
    return EveryTenth.of(problems().collect(Collectors.toList())).stream();
  }

  @ParameterizedTest(name = "{0}, {1} steps, backwards {2}, {3}")
  @MethodSource("everyTenth")
  void equalsItsStepsOneByOneInASample(
      Case of, long steps, boolean backwards, List<Set<String>> directions) {
    equalsItsStepsOneByOne(of, steps, backwards, directions);
  }

  @Tag("slow")
  @ParameterizedTest(name = "{0}, {1} steps, backwards {2}, {3}")
  @MethodSource("problems")
  void equalsItsStepsOneByOne(
      Case of, long steps, boolean backwards, List<Set<String>> directions) {
    Map<String, INDArray> arrays = RecurrenceProblem.arrays(of, steps, DataType.DOUBLE, 3);
    Map<String, INDArray> others = RecurrenceProblem.arrays(of, steps, DataType.DOUBLE, 4);
    RecurrenceProblem unrolled =
        new RecurrenceProblem(of, arrays, directions, backwards, Form.UNROLLED);
    for (Form form : List.of(Form.VALUES_KEPT, Form.STATES_KEPT)) {
      RecurrenceProblem looped = new RecurrenceProblem(of, arrays, directions, backwards, form);
      assertSame(looped.run(arrays), unrolled.run(arrays));
      assertSame(looped.run(others), unrolled.run(others));
      if (directions.stream().noneMatch(direction -> direction.contains("x"))) {
        looped.run(RecurrenceProblem.arrays(of, steps + 2, DataType.DOUBLE, 5));
        assertSame(looped.run(others), unrolled.run(others));
      }
    }
  }

  private static void assertSame(List<INDArray> actual, List<INDArray> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < actual.size(); i++) {
      double scale = Math.max(1.0, expected.get(i).norm2Number().doubleValue());
      assertThat(actual.get(i).shape()).isEqualTo(expected.get(i).shape());
      assertThat(actual.get(i).distance2(expected.get(i)))
          .as("result %s: %s, expected %s", i, actual.get(i), expected.get(i))
          .isLessThan(ROUNDING * scale);
    }
  }
}
