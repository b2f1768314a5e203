package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Whatever happens to a graph after enable: it trains with the penalty, or stops and says so. */
class LifecycleTest {

  private final SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
  private final DataSet batch = SmallNetwork.batches(1, DataType.DOUBLE).get(0);
  private HessianTrace trace;

  @BeforeEach
  void enable() {
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option()));
    trace = HessianTrace.enable(sd);
  }

  private static HessianTraceRegularization option() {
    return HessianTraceRegularization.builder().coefficient(0.01).seed(2).build();
  }

  @Test
  void fittingTwiceGoesOnWithThePenalty() {
    sd.fit(batch);
    sd.fit(batch);
    assertThat(trace.history()).extracting(PenaltyRecord::iteration).containsExactly(0, 1);
  }

  @Test
  void opsAddedBeforeTheFirstFitAreTrained() {
    addWeightedLoss();
    sd.fit(batch);
    assertThat(trace.history()).hasSize(1);
  }

  private void addWeightedLoss() {
    sd.math().square(sd.getVariable("w1")).sum("size");
    sd.addLossVariable("size");
  }

  /** SameDiff makes updaters at the first fit only, and says so. */
  @Test
  void aParameterAddedAfterAFitStopsTraining() {
    sd.fit(batch);
    SDVariable extra = sd.var("extra", Nd4j.ones(DataType.DOUBLE, 3));
    sd.math().square(extra).sum("size");
    sd.setLossVariables("loss", "size");
    assertThatThrownBy(() -> sd.fit(batch)).hasMessageContaining("extra");
  }

  @Test
  void opsAddedAfterAFitStopTrainingUntilTheGradientIsMadeAnew() {
    sd.fit(batch);
    addWeightedLoss();
    Map<String, INDArray> before = SmallNetwork.parameters(sd);
    assertThatThrownBy(() -> sd.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("setLossVariables");
    assertThat(SmallNetwork.parameters(sd)).isEqualTo(before);
    sd.setLossVariables("loss", "size");
    sd.fit(batch);
    assertThat(trace.history()).hasSize(2);
  }

  @Test
  void aLossAddedAfterAFitStopsTraining() {
    sd.getVariable("logits").norm2("length");
    sd.fit(batch);
    sd.addLossVariable("length");
    assertThatThrownBy(() -> sd.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("setLossVariables");
  }

  @Test
  void setLossVariablesIsFollowed() {
    sd.fit(batch);
    sd.getVariable("logits").norm2("length");
    sd.setLossVariables("length");
    sd.fit(batch);
    assertThat(trace.history()).hasSize(2);
  }

  @Test
  void aNewConfigurationIsFollowed() {
    sd.fit(batch);
    HessianTraceRegularization stronger =
        HessianTraceRegularization.builder().coefficient(0.5).seed(2).build();
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), stronger));
    sd.fit(batch);
    PenaltyRecord last = trace.history().get(1);
    assertThat(last.penalty()).isEqualTo(0.5 * last.quadraticForm());
  }

  @Test
  void aConfigurationWithoutTheOptionStopsTraining() {
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1)));
    assertThatThrownBy(() -> sd.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("HessianTrace.disable(sd)");
  }

  @Test
  void removingTheListenerStopsTraining() {
    sd.setListeners();
    Map<String, INDArray> before = SmallNetwork.parameters(sd);
    assertThatThrownBy(() -> sd.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("HessianTrace.enable(sd)");
    assertThat(SmallNetwork.parameters(sd)).isEqualTo(before);
  }

  @Test
  void theOptionWithoutEnableStopsTraining() {
    SameDiff other = SmallNetwork.withoutDropout(DataType.DOUBLE);
    other.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option()));
    assertThatThrownBy(() -> other.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("HessianTrace.enable(sd)");
  }

  @Test
  void disableKeepsOtherRegularizationsAndEnableWorksAgain() {
    L2Regularization l2 = new L2Regularization(0.1);
    List<Regularization> immutable = List.of(l2, option());
    sd.getTrainingConfig().setRegularization(immutable);
    sd.fit(batch);
    HessianTrace.disable(sd);
    assertThat(sd.getTrainingConfig().getRegularization()).containsExactly(l2);
    sd.fit(batch);
    assertThat(trace.history()).hasSize(1);
    sd.getTrainingConfig().setRegularization(new ArrayList<>(immutable));
    HessianTrace again = HessianTrace.enable(sd);
    sd.fit(batch);
    assertThat(again.history()).hasSize(1);
    assertThat(trace.history()).hasSize(1);
  }

  @Test
  void oneOptionServesSeveralGraphs() {
    SameDiff other = SmallNetwork.withoutDropout(DataType.DOUBLE);
    other.setTrainingConfig(
        SmallNetwork.config(new Sgd(0.1), sd.getTrainingConfig().getRegularization().get(0)));
    HessianTrace second = HessianTrace.enable(other);
    sd.fit(batch);
    other.fit(batch);
    sd.fit(batch);
    assertThat(trace.history()).hasSize(2);
    assertThat(second.history()).hasSize(1);
    assertThat(second.history().get(0).quadraticForm())
        .isEqualTo(trace.history().get(0).quadraticForm());
  }

  @Test
  void aFailedStepLeavesThePlainGradientBehind() {
    Map<String, INDArray> inputs = Map.of("x", batch.getFeatures(), "y", batch.getLabels());
    Map<String, INDArray> plain = sd.calculateGradients(inputs, "w1");
    DataSet wrong = new DataSet(Nd4j.ones(DataType.DOUBLE, 8, 4), batch.getLabels());
    assertThatThrownBy(() -> sd.fit(wrong)).isInstanceOf(RuntimeException.class);
    assertThat(sd.calculateGradients(inputs, "w1")).isEqualTo(plain);
    sd.fit(batch);
    assertThat(trace.history()).hasSize(1);
  }
}
