package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Networks drawn by chance, swept as for training: gradient, second derivative and gradient of the
 * penalised loss against difference quotients. The system property {@code graphs} sets how many
 * there are, and {@code graphs.from} the first seed. A failure names the seed and shows the
 * smallest graph that is left when steps are dropped.
 */
class RandomGraphsTest {

  private static final int GRAPHS = Integer.getInteger("graphs", 300);

  private static final long FROM = Long.getLong("graphs.from", 0);

  /** How many parts the graphs are in, to see how far they are. */
  private static final int PARTS = 10;

  @Tag("slow")
  @ParameterizedTest(name = "part {0}")
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void derivativesAreDifferenceQuotients(int part) {
    List<String> failures = new ArrayList<>();
    for (int i = part; i < GRAPHS; i += PARTS) {
      RandomGraph graph = new RandomGraph(FROM + i);
      failure(graph).ifPresent(text -> failures.add(smallest(graph)));
    }
    assertThat(failures).isEmpty();
  }

  private static Optional<String> failure(RandomGraph graph) {
    try {
      return new RandomGraphCheck(graph).failure();
    } catch (Exception e) {
      return Optional.of(e.toString());
    }
  }

  /** Drops steps as long as what is left fails, too. */
  private static String smallest(RandomGraph failing) {
    RandomGraph smallest = failing;
    for (int i = 0; i < smallest.size(); i++) {
      RandomGraph smaller = smallest.without(i);
      if (failure(smaller).isPresent()) {
        smallest = smaller;
        i = -1;
      }
    }
    return smallest.listing() + failure(smallest).orElse("");
  }

  /** The graphs of the build have most of the rules. */
  @Tag("slow")
  @Test
  void mostRulesTakePart() {
    Set<String> names = new HashSet<>();
    for (int seed = 0; seed < 300; seed++) {
      for (SameDiffOp op : new RandomGraph(seed).build(DataType.DOUBLE).getOps().values()) {
        names.add(op.getOp().opName());
      }
    }
    names.retainAll(TaylorRules.names());
    System.out.printf(
        "%d of %d rules take part in random graphs.%n", names.size(), TaylorRules.names().size());
    assertThat(names).hasSizeGreaterThan(TaylorRules.names().size() * 2 / 3);
  }

  /** A wrong derivative is found, and the graph shrinks. */
  @Tag("slow")
  @Test
  void aWrongDerivativeIsFound() {
    RandomGraph graph = new RandomGraph(1);
    assertThat(new RandomGraphCheck(graph).failure()).isEmpty();
    assertThat(new RandomGraphCheck(graph).withWrongGradient().failure()).isPresent();
  }
}
