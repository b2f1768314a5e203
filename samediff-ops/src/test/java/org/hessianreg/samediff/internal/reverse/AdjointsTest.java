package org.hessianreg.samediff.internal.reverse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.taylor.RuleGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;
import org.nd4j.linalg.factory.Nd4j;

/** Every adjoint that replaces ND4J's own, alone, against difference quotients of its op. */
class AdjointsTest {

  private static final String TWO_TYPES = "arithmetic on two types";

  private static final String REDUCTIONS = "reductions along an input";

  private static final String LOSSES = "losses";

  private static final Map<String, List<OpAlone>> ROWS = new TreeMap<>();

  @BeforeAll
  static void findRows() {
    RuleGraph.all().forEach(AdjointsTest::add);
  }

  /** Each kind of op of a row's graph once. */
  private static void add(RuleGraph row) {
    Set<String> added = new HashSet<>();
    for (SameDiffOp op : row.ops()) {
      String kind = kind(op.getOp());
      if (adjoints().contains(kind) && added.add(kind)) {
        List<OpAlone> rows = ROWS.computeIfAbsent(kind, k -> new ArrayList<>());
        OpAlone.of(row, op).ifPresent(rows::add);
      }
    }
  }

  private static String kind(DifferentialFunction op) {
    if (TwoTypes.meetIn(op)) {
      return TWO_TYPES;
    }
    if (Adjoints.names().contains(op.opName())) {
      return op.opName();
    }
    if (op instanceof BaseLoss) {
      return LOSSES;
    }
    return Attributes.dimensionInput(op).isPresent() ? REDUCTIONS : op.opName();
  }

  static Set<String> adjoints() {
    Set<String> kinds = new TreeSet<>(Adjoints.names());
    kinds.addAll(Gates.names());
    kinds.addAll(List.of(TWO_TYPES, REDUCTIONS, LOSSES));
    // A difference quotient cannot see that a path is cut.
    kinds.remove("stop_gradient");
    return kinds;
  }

  @ParameterizedTest
  @MethodSource("adjoints")
  void isTheTransposedDerivative(String kind) {
    assertThat(ROWS.getOrDefault(kind, List.of())).isNotEmpty();
    ROWS.get(kind).forEach(op -> op.check(true));
  }

  static Set<String> gates() {
    return new TreeSet<>(Gates.names());
  }

  @ParameterizedTest
  @MethodSource("gates")
  void isTheTransposedDerivativeBehindAnInfiniteOne(String kind) {
    ROWS.get(kind).forEach(op -> op.check(false));
  }

  @ParameterizedTest
  @MethodSource("gates")
  void anInfiniteCotangentDoesNotPassWhereAnOpIsOff(String kind) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", Nd4j.createFromArray(-2.0, 2.0));
    SDVariable y;
    boolean secondIsOff = "scalar_min".equals(kind) || "minimum".equals(kind);
    switch (kind) {
      case "relu":
        y = sd.nn().relu(x, 0);
        break;
      case "max_scalar":
        y = sd.scalarMax(x, 0);
        break;
      case "scalar_min":
        y = sd.scalarMin(x, 0);
        break;
      case "ClipByValue":
        y = sd.math().clipByValue(x, -1, 3);
        break;
      case "maximum":
        y = sd.math().max(x, sd.constant(Nd4j.createFromArray(0.0, 0.0)));
        break;
      case "minimum":
        y = sd.math().min(x, sd.constant(Nd4j.createFromArray(0.0, 0.0)));
        break;
      default:
        throw new IllegalArgumentException("No row for " + kind);
    }
    DifferentialFunction op = GraphPaths.producer(sd, y.name()).getOp();
    assertThat(op.opName()).isEqualTo(kind);
    double infinity = Double.POSITIVE_INFINITY;
    INDArray g =
        secondIsOff ? Nd4j.createFromArray(3.0, infinity) : Nd4j.createFromArray(infinity, 3.0);
    SDVariable result = Adjoints.of(op, false).apply(op, List.of(sd.constant(g))).get(0);
    INDArray expected =
        secondIsOff ? Nd4j.createFromArray(3.0, 0.0) : Nd4j.createFromArray(0.0, 3.0);
    assertThat(result.eval()).isEqualTo(expected);
  }

  @Test
  void nothingPassesWhereAPathIsCut() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", Nd4j.createFromArray(-2.0, 2.0));
    DifferentialFunction op = new StopGradient(sd, x);
    op.outputVariables();
    assertThat(Adjoints.of(op, true).apply(op, List.of(x))).containsOnlyNulls();
  }

  @Test
  void anOpWithoutBackwardOpIsNamedWithItsVariable() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", Nd4j.createFromArray(-2.0, 2.0));
    SDVariable y = sd.nn().dropout("y", x, 0.5);
    DifferentialFunction op = GraphPaths.producer(sd, "y").getOp();
    assertThatThrownBy(() -> Adjoints.of(op, true).apply(op, List.of(y)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'y'", "'" + op.getOwnName() + "'", op.opName())
        .hasMessageContaining("Fix: ");
  }
}
