package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
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

/** What a step executes, op by op: work that a step does not need is not done. */
class ExecutedOpsTest {

  private static List<List<String>> executed(HessianTraceRegularization option, int steps) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(
        option == null
            ? SmallNetwork.config(new Sgd(0.01))
            : SmallNetwork.config(new Sgd(0.01), option));
    if (option != null) {
      HessianTrace.enable(sd);
    }
    OpRecorder recorder = new OpRecorder();
    SmallNetwork.fit(sd, SmallNetwork.batches(steps, DataType.DOUBLE), recorder);
    return recorder.steps;
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.01).seed(3);
  }

  @Test
  void betweenPenalisedStepsNothingOfTheProbeSubgraphRuns() {
    List<List<String>> steps = executed(option().interval(3).build(), 7);
    List<String> plain = executed(null, 1).get(0);
    for (int i = 0; i < steps.size(); i++) {
      if (i % 3 == 0) {
        assertThat(steps.get(i).size()).isGreaterThan(2 * plain.size());
      } else {
        // The loss itself is computed, so that it can be reported; plain training skips it.
        assertThat(steps.get(i)).noneMatch(op -> op.startsWith("hessian_"));
        assertThat(steps.get(i)).containsAll(plain).hasSizeLessThanOrEqualTo(plain.size() + 1);
      }
    }
  }

  @Test
  void tangentsOfDroppedTensorsAreNotComputed() {
    HessianTraceRegularization dropped = option().dropout(ParameterDropout.perTensor(0.3)).build();
    int all = executed(option().build(), 1).get(0).size();
    List<List<String>> steps = executed(dropped, 20);
    List<String> parameters = List.of("w1", "b1", "w2", "b2", "w3", "b3");
    Map<Integer, Integer> mostOpsByFirst = new TreeMap<>();
    for (int i = 0; i < steps.size(); i++) {
      List<List<String>> directions = ProbeLayout.draw(dropped, parameters, i).directions();
      if (directions.isEmpty()) {
        assertThat(steps.get(i)).noneMatch(op -> op.startsWith("hessian_"));
      } else if (directions.get(0).size() < parameters.size()) {
        assertThat(steps.get(i).size()).isLessThan(all);
        int first = parameters.indexOf(directions.get(0).get(0));
        mostOpsByFirst.merge(first / 2, steps.get(i).size(), Math::max);
      }
    }
    // The later the first layer with a probe, the fewer tangents there are.
    assertThat(new ArrayList<>(mostOpsByFirst.values()))
        .isSortedAccordingTo((a, b) -> Integer.compare(b, a));
    assertThat(mostOpsByFirst).hasSizeGreaterThan(1);
  }

  @Test
  void tangentsOfGroupsThatAreNotDrawnAreNotComputed() {
    HessianTraceRegularization blocks = option().dropout(ParameterDropout.blocks(3, 1)).build();
    List<List<String>> steps = executed(blocks, 20);
    int joint = executed(option().build(), 1).get(0).size();
    Map<String, Integer> sizes = new HashMap<>();
    for (int i = 0; i < steps.size(); i++) {
      List<List<String>> drawn =
          ProbeLayout.draw(blocks, List.of("w1", "b1", "w2", "b2", "w3", "b3"), i).directions();
      assertThat(drawn).hasSize(1);
      sizes.put(drawn.get(0).get(0), steps.get(i).size());
    }
    assertThat(sizes).containsOnlyKeys("w1", "w2", "w3");
    assertThat(sizes.get("w3")).isLessThan(sizes.get("w2"));
    assertThat(sizes.get("w2")).isLessThan(sizes.get("w1"));
    assertThat(sizes.get("w1")).isLessThan(joint);
  }

  @Test
  void gaussNewtonCostsLessThanTheHessian() {
    int hessian = executed(option().build(), 1).get(0).size();
    int gaussNewton = executed(option().curvature(Curvature.GAUSS_NEWTON).build(), 1).get(0).size();
    assertThat(gaussNewton).isLessThan(hessian);
  }

  @Test
  void parametersWithoutAProbeHaveNoTangent() {
    int all = executed(option().build(), 1).get(0).size();
    int last = executed(option().parameterPattern("[wb]3").build(), 1).get(0).size();
    assertThat(last).isLessThan(all / 2 + 10);
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
