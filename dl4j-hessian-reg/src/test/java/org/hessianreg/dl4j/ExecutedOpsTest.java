package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.internal.probes.ProbeLayout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * What a step executes: the ops of the SameDiff session by name, and how many native ops the
 * penalty takes within one of them. Work that a step does not need is not done.
 */
class ExecutedOpsTest {

  private static final List<String> PARAMETERS = List.of("w1", "b1", "w2", "b2", "w3", "b3");

  private static Executed executed(HessianTraceRegularization option, int steps) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.01), option));
    HessianTrace trace = HessianTrace.enable(sd);
    List<List<String>> session = sessionOps(sd, steps);
    Map<Integer, Integer> operations = new TreeMap<>();
    trace.history().forEach(step -> operations.put(step.iteration(), step.operations()));
    return new Executed(session, operations);
  }

  private static List<List<String>> sessionOps(SameDiff sd, int steps) {
    OpRecorder recorder = new OpRecorder();
    SmallNetwork.fit(sd, SmallNetwork.batches(steps, DataType.DOUBLE), recorder);
    return recorder.steps;
  }

  /** How many native ops a penalised step takes. */
  private static int operations(HessianTraceRegularization option) {
    return executed(option, 1).operations.get(0);
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.01).seed(3);
  }

  @Tag("slow")
  @Test
  void aPenalisedStepIsTheForwardPassAndOneOp() {
    Set<String> forward = SmallNetwork.withoutDropout(DataType.DOUBLE).getOps().keySet();
    for (List<String> step : executed(option().build(), 3).session) {
      List<String> others = new ArrayList<>(step);
      assertThat(others).doesNotHaveDuplicates().containsAll(forward);
      others.removeAll(forward);
      assertThat(others).hasSize(1).allMatch(op -> op.startsWith("hessian_"));
    }
  }

  @Tag("slow")
  @Test
  void thePenaltyTakesAsManyOpsWhenItIsBoundAsLater() {
    Executed executed = executed(option().build(), 3);
    assertThat(executed.operations).containsOnlyKeys(0, 1, 2);
    assertThat(executed.operations.values()).containsOnly(executed.operations.get(0));
  }

  @Tag("slow")
  @Test
  void betweenPenalisedStepsNoPenaltyIsComputed() {
    Executed executed = executed(option().interval(3).build(), 7);
    assertThat(executed.operations).containsOnlyKeys(0, 3, 6);
    Set<String> forward = SmallNetwork.withoutDropout(DataType.DOUBLE).getOps().keySet();
    executed.session.forEach(step -> assertThat(step).hasSize(forward.size() + 1));
  }

  @Tag("slow")
  @Test
  void whereTheCoefficientIsZeroAStepIsSameDiffsOwn() {
    MapSchedule late = new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.0, 3, 0.1));
    Executed executed = executed(option().coefficient(late).build(), 5);
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.01)));
    List<String> plain = sessionOps(sd, 1).get(0);
    assertThat(executed.operations).containsOnlyKeys(3, 4);
    for (List<String> step : executed.session.subList(0, 3)) {
      // The loss itself is computed, so that it can be reported; plain training skips it.
      assertThat(step)
          .noneMatch(op -> op.startsWith("hessian_"))
          .containsAll(plain)
          .hasSizeLessThanOrEqualTo(plain.size() + 1);
    }
  }

  @Tag("slow")
  @Test
  void tangentsOfDroppedTensorsAreNotComputed() {
    HessianTraceRegularization dropped = option().dropout(ParameterDropout.perTensor(0.3)).build();
    int all = operations(option().build());
    Executed executed = executed(dropped, 40);
    int withoutProbe = 0;
    Map<Integer, Integer> mostOpsByFirst = new TreeMap<>();
    for (int i = 0; i < executed.session.size(); i++) {
      List<List<String>> directions =
          ProbeLayout.draw(dropped.settings().estimator(), dropped.settings().seed(), PARAMETERS, i)
              .directions();
      int operations = executed.operations.get(i);
      if (directions.isEmpty()) {
        assertThat(operations).isZero();
        withoutProbe++;
      } else if (directions.get(0).size() < PARAMETERS.size()) {
        assertThat(operations).isLessThanOrEqualTo(all);
        int first = PARAMETERS.indexOf(directions.get(0).get(0));
        mostOpsByFirst.merge(first / 2, operations, Math::max);
      }
    }
    // The later the first layer with a probe, the fewer tangents there are.
    assertThat(new ArrayList<>(mostOpsByFirst.values()))
        .hasSize(3)
        .doesNotHaveDuplicates()
        .isSortedAccordingTo((a, b) -> Integer.compare(b, a));
    assertThat(withoutProbe).isPositive();
  }

  @Tag("slow")
  @Test
  void tangentsOfGroupsThatAreNotDrawnAreNotComputed() {
    HessianTraceRegularization blocks = option().dropout(ParameterDropout.blocks(3, 1)).build();
    Executed executed = executed(blocks, 20);
    Map<String, Integer> byGroup = new HashMap<>();
    for (int i = 0; i < executed.session.size(); i++) {
      List<List<String>> drawn =
          ProbeLayout.draw(blocks.settings().estimator(), blocks.settings().seed(), PARAMETERS, i)
              .directions();
      assertThat(drawn).hasSize(1);
      byGroup.put(drawn.get(0).get(0), executed.operations.get(i));
    }
    assertThat(byGroup).containsOnlyKeys("w1", "w2", "w3");
    assertThat(byGroup.get("w3")).isLessThan(byGroup.get("w2"));
    assertThat(byGroup.get("w2")).isLessThan(byGroup.get("w1"));
    assertThat(byGroup.get("w1")).isLessThan(operations(option().build()));
  }

  @Tag("slow")
  @Test
  void gaussNewtonCostsLessThanTheHessian() {
    assertThat(operations(option().curvature(Curvature.GAUSS_NEWTON).build()))
        .isLessThan(operations(option().build()));
  }

  /** For each parameter: two squared norms, two sums with others, the scaling and the addition. */
  @Tag("slow")
  @Test
  void aBoundTakesABackwardPassMoreAndAFewOpsForEachParameter() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.01)));
    int plain = sessionOps(sd, 1).get(0).size();
    int exact = operations(option().build());
    int bounded = operations(option().gradientBound(1.0).build());
    assertThat(bounded).isBetween(exact + 1, exact + plain + 6 * PARAMETERS.size() + 12);
  }

  @Tag("slow")
  @Test
  void parametersWithoutAProbeHaveNoTangent() {
    assertThat(operations(option().parameterPattern("[wb]3").build()))
        .isLessThan(operations(option().build()) / 2);
  }

  /** What steps executed. */
  private static final class Executed {

    private final List<List<String>> session;
    private final Map<Integer, Integer> operations;

    /**
     * Keeps what was seen.
     *
     * @param session names of the session's ops by step
     * @param operations number of the penalty's native ops by penalised iteration
     */
    Executed(List<List<String>> session, Map<Integer, Integer> operations) {
      this.session = session;
      this.operations = operations;
    }
  }

  /** Keeps the names of the ops of each step. */
  private static final class OpRecorder extends BaseListener {

    private final List<List<String>> steps = new ArrayList<>();

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMilliseconds) {
      steps.add(new ArrayList<>());
    }

    @Override
    public void opExecution(
        SameDiff sd, At at, MultiDataSet batch, SameDiffOp op, OpContext c, INDArray[] outputs) {
      steps.get(steps.size() - 1).add(op.getName());
    }
  }
}
