package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Listener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** What a training session still computes in a step that a program takes. */
class SessionShareTest {

  /** Listens to losses only. */
  private static class LossListener extends BaseListener {
    final List<Double> losses = new ArrayList<>();

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void iterationDone(SameDiff sd, At at, MultiDataSet dataSet, Loss loss) {
      losses.add(loss.lossValues()[0]);
    }
  }

  /** Listens to ops, too. */
  private static final class OpListener extends LossListener {
    final List<String> seen = new ArrayList<>();

    @Override
    public void opExecution(
        SameDiff sd,
        At at,
        MultiDataSet batch,
        SameDiffOp op,
        OpContext context,
        INDArray[] outputs) {
      seen.add(op.getName());
    }
  }

  private static SameDiff enabled() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(
        SmallNetwork.config(
            new Sgd(0.01), HessianTraceRegularization.builder().coefficient(0.1).build()));
    HessianTrace.enable(sd);
    return sd;
  }

  private static void fit(SameDiff sd, Listener... listeners) {
    SmallNetwork.fit(sd, SmallNetwork.batches(3, DataType.DOUBLE), listeners);
  }

  /** Where a listener can be: in the graph before or after ours, or given to one call of fit. */
  enum Place {
    BEFORE,
    AFTER,
    GIVEN;

    void fitWith(SameDiff sd, Listener listener) {
      switch (this) {
        case BEFORE:
          sd.getListeners().add(0, listener);
          fit(sd);
          break;
        case AFTER:
          sd.addListeners(listener);
          fit(sd);
          break;
        case GIVEN:
          fit(sd, listener);
          break;
      }
    }
  }

  static Stream<Place> places() {
    return Stream.of(Place.values());
  }

  @ParameterizedTest
  @MethodSource("places")
  void whoWatchesOpsSeesTheForwardPassAndTheSameNumbers(Place place) {
    SameDiff watched = enabled();
    SameDiff alone = enabled();
    OpListener listener = new OpListener();
    LossListener losses = new LossListener();
    place.fitWith(watched, listener);
    place.fitWith(alone, losses);
    Set<String> forward = SmallNetwork.withoutDropout(DataType.DOUBLE).getOps().keySet();
    assertThat(listener.seen).containsAll(forward).hasSize(3 * (forward.size() + 1));
    for (int i = 0; i < 3; i++) {
      assertThat(losses.losses.get(i)).isPositive();
      assertThat(losses.losses.get(i)).isCloseTo(listener.losses.get(i), within(1e-12));
    }
    Map<String, INDArray> trained = SmallNetwork.parameters(watched);
    SmallNetwork.parameters(alone)
        .forEach(
            (name, array) ->
                assertThat(array.equalsWithEps(trained.get(name), 1e-12)).as(name).isTrue());
  }

  @Test
  void aGraphOfExecutableOpsLeavesNothingToTheSession() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    List<String> losses = sd.getLossVariables();
    assertThat(SessionShare.least(sd, losses).missing(losses)).isEqualTo(losses);
    assertThat(SessionShare.everything(sd, losses, Set.of()).missing(losses)).isEmpty();
  }

  @Test
  void randomNumbersAreLeftToTheSession() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, 3);
    SDVariable y = sd.placeHolder("y", DataType.DOUBLE, -1, 2);
    SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, 3, 2));
    SDVariable noise = sd.random().normal("noise", 0.0, 1.0, DataType.DOUBLE, 3, 2);
    SDVariable z = sd.math().tanh(x.mmul(w.add(noise.mul(0.1))));
    sd.math().square(z.sub(y)).mean("loss");
    sd.setLossVariables("loss");
    assertThat(SessionShare.least(sd, List.of("loss")).given()).contains("noise");
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(0.1))
            .regularization(HessianTraceRegularization.builder().coefficient(0.1).build())
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
    HessianTrace trace = HessianTrace.enable(sd);
    sd.fit(new DataSet(Nd4j.ones(DataType.DOUBLE, 4, 3), Nd4j.zeros(DataType.DOUBLE, 4, 2)));
    sd.fit(new DataSet(Nd4j.ones(DataType.DOUBLE, 4, 3), Nd4j.zeros(DataType.DOUBLE, 4, 2)));
    assertThat(trace.history()).hasSize(2);
    assertThat(trace.history().get(0).quadraticForm())
        .isNotEqualTo(trace.history().get(1).quadraticForm());
  }
}
