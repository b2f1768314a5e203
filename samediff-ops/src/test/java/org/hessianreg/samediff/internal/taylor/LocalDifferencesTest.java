package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.UserArcTangent;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Difference quotients of ops that have a rule, compared with the rule in DOUBLE. */
class LocalDifferencesTest {

  private static final Set<String> SMOOTH =
      Set.of(
          "mul [4, 3] [1, 3]",
          "div [4, 3] [4, 3]",
          "mmul",
          "exp",
          "sin",
          "tanh",
          "erf",
          "gelu",
          "softmax",
          "logSoftmax",
          "std over [1]",
          "conv2d",
          "conv1d",
          "depthwise",
          "layerNorm",
          "attention",
          "mean squared error, SUM",
          "softmax cross entropy, SUM");

  static Stream<RuleCase> rows() {
    return RuleCases.all().stream()
        .filter(row -> SMOOTH.contains(row.name()))
        .sorted(Comparator.comparing(RuleCase::name));
  }

  @Test
  void everyRowIsThere() {
    assertThat(rows().map(RuleCase::name).collect(Collectors.toSet())).isEqualTo(SMOOTH);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theQuotientsAreRight(RuleCase row) {
    RuleProblem exact = new RuleProblem(row, DataType.DOUBLE, false);
    Map<String, INDArray> right = terms(SweptProblem.withAllOps(exact), exact);
    double[] inDouble = errors(row, DataType.DOUBLE, right);
    double[] inFloat = errors(row, DataType.FLOAT, right);
    System.out.printf(
        "| %s | %.0e | %.0e | %.0e | %.0e |%n",
        row, inFloat[0], inFloat[1], inDouble[0], inDouble[1]);
    assertThat(Math.max(inDouble[0], inDouble[1])).isLessThan(3e-7);
    assertThat(Math.max(inFloat[0], inFloat[1])).isLessThan(6e-3);
  }

  /** The relative errors of {@code vᵀHv} and of its gradient. */
  private static double[] errors(RuleCase row, DataType type, Map<String, INDArray> right) {
    RuleProblem problem = new RuleProblem(row, type, false);
    Set<String> ops =
        GraphPaths.ancestors(problem.graph(), List.of(problem.output())).stream()
            .map(op -> op.getOp().opName())
            .collect(Collectors.toSet());
    Map<String, INDArray> made = terms(SweptProblem.withDifferences(problem, ops), problem);
    Set<String> parameters = new TreeSet<>(right.keySet());
    parameters.remove(SweptProblem.SECOND);
    return new double[] {
      distance(made, right, Set.of(SweptProblem.SECOND)), distance(made, right, parameters)
    };
  }

  /** The second coefficient, and its gradient: that of the penalised loss less that of the loss. */
  private static Map<String, INDArray> terms(SweptProblem swept, RuleProblem problem) {
    swept.setLambda(0);
    Map<String, INDArray> plain = swept.byProgram(problem.point());
    swept.setLambda(1);
    Map<String, INDArray> terms = new LinkedHashMap<>();
    swept
        .byProgram(problem.point())
        .forEach(
            (name, array) ->
                terms.put(
                    name, name.equals(SweptProblem.SECOND) ? array : array.sub(plain.get(name))));
    return terms;
  }

  private static double distance(
      Map<String, INDArray> a, Map<String, INDArray> b, Set<String> names) {
    double distance = 0;
    double size = 0;
    for (String name : names) {
      INDArray right = b.get(name);
      distance += squared(a.get(name).castTo(DataType.DOUBLE).sub(right));
      size += squared(right);
    }
    return Math.sqrt(distance / size);
  }

  private static double squared(INDArray array) {
    return array.mul(array).sumNumber().doubleValue();
  }

  private static RuleCase userArcTangent() {
    return rule("user", (sd, in) -> UserArcTangent.of(in[0], in[1].add(3.0)))
        .input(4, 3)
        .input(4, 3);
  }

  private static RuleCase arcTangent() {
    return rule("user", (sd, in) -> sd.math().atan2(in[0], in[1].add(3.0))).input(4, 3).input(4, 3);
  }

  @Test
  void severalDirectionsShareTheSecondCoefficient() {
    RuleProblem exact = new RuleProblem(arcTangent(), DataType.DOUBLE, false);
    RuleProblem own = new RuleProblem(userArcTangent(), DataType.DOUBLE, false);
    assertThat(second(own, Set.of(UserArcTangent.NAME)))
        .isCloseTo(second(exact, Set.of()), within(1e-6));
  }

  private static double second(RuleProblem problem, Set<String> differenced) {
    SameDiff sd = problem.graph();
    GraphAddition addition = GraphAddition.begin(sd, "directions");
    List<Map<String, SDVariable>> tangents = new ArrayList<>();
    for (Map<String, INDArray> along : problem.severalDirections()) {
      Map<String, SDVariable> constants = new LinkedHashMap<>();
      along.forEach((name, array) -> constants.put(name, sd.constant(array)));
      tangents.add(constants);
    }
    Jet loss =
        TaylorSweep.ofRegisteredOps(sd, addition)
            .differencing(differenced)
            .run(List.of("loss"), tangents, Linearization.none())
            .get(0);
    return problem.value(loss.second().name());
  }

  /** By a session that executes all ops as by a program, with registered ops as with all. */
  @Test
  void sessionAndProgramAgree() {
    RuleProblem problem = new RuleProblem(userArcTangent(), DataType.DOUBLE, false);
    Set<String> ops = Set.of(UserArcTangent.NAME);
    SweptProblem registered = SweptProblem.withRegisteredDifferences(problem, ops);
    Map<String, INDArray> bySession = registered.bySession(problem.point());
    Map<String, INDArray> byProgram =
        SweptProblem.withDifferences(problem, ops).byProgram(problem.point());
    bySession.forEach(
        (name, array) -> assertThat(array.distance2(byProgram.get(name))).isLessThan(1e-7));
  }

  /** The step of a direction of zeros is finite, and so are the gradients. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void nothingMoves(DataType type) {
    RuleProblem problem = new RuleProblem(userArcTangent(), type, false);
    Map<String, INDArray> still = new LinkedHashMap<>();
    problem.direction().forEach((name, v) -> still.put(name, v.like()));
    RulePoint point = new RulePoint(problem.placeholders(), problem.point().parameters(), still);
    Set<String> ops = Set.of(UserArcTangent.NAME);
    SweptProblem swept = SweptProblem.withDifferences(problem, ops);
    Map<String, INDArray> results = swept.byProgram(point);
    assertThat(results.get(SweptProblem.SECOND).getDouble(0)).isZero();
    swept.setLambda(0);
    Map<String, INDArray> plain = swept.byProgram(point);
    results.forEach((name, array) -> assertThat(array.distance2(plain.get(name))).isZero());
  }

  /** The quotients do not depend on the length of the direction. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void theStepFollowsTheDirection(DataType type) {
    RuleProblem problem = new RuleProblem(userArcTangent(), type, false);
    Set<String> ops = Set.of(UserArcTangent.NAME);
    SweptProblem swept = SweptProblem.withDifferences(problem, ops);
    double one = swept.byProgram(problem.point()).get(SweptProblem.SECOND).getDouble(0);
    Map<String, INDArray> longer = new LinkedHashMap<>();
    problem.direction().forEach((name, v) -> longer.put(name, v.mul(1024)));
    double many =
        swept
            .byProgram(new RulePoint(problem.placeholders(), problem.point().parameters(), longer))
            .get(SweptProblem.SECOND)
            .getDouble(0);
    assertThat(many / (1024.0 * 1024.0)).isCloseTo(one, within(1e-6 * Math.abs(one)));
  }

  @Test
  void anInputThatOnlyHasASecondCoefficientMovesAlongIt() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.var("x", Nd4j.scalar(DataType.DOUBLE, 0.4));
    SDVariable y = UserArcTangent.of(x, sd.constant(Nd4j.scalar(DataType.DOUBLE, 1.0)));
    SDVariable x2 = sd.constant(Nd4j.scalar(DataType.DOUBLE, 3.0));
    GraphAddition addition = GraphAddition.begin(sd, "second");
    JetAlgebra algebra = new JetAlgebra(sd, 1, true);
    Map<String, Jet> known = new LinkedHashMap<>();
    List<SDVariable> none = new ArrayList<>();
    none.add(null);
    known.put("x", Jet.of(x, none, x2));
    Jet jet =
        TaylorSweep.ofAllOps(sd, addition)
            .differencing(Set.of(UserArcTangent.NAME))
            .run(List.of(y.name()), known, Set.of(), algebra, Linearization.none())
            .get(0);
    assertThat(jet.tangents()).containsOnlyNulls();
    assertThat(jet.second().eval().getDouble(0)).isCloseTo(3 / (1 + 0.16), within(1e-9));
  }
}
