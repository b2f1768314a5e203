package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.Differences;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** The Gauss–Newton matrix: its trace where it must be the Hessian's, its sign everywhere. */
class GaussNewtonTest {

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.1).curvature(Curvature.GAUSS_NEWTON);
  }

  /** Sums the quadratic forms that training computes along every unit direction. */
  @ParameterizedTest
  @ValueSource(strings = {"mlp_relu_ce", "cnn_maxpool_ce"})
  void itsTraceIsTheHessiansForPiecewiseLinearNetworks(String name) {
    OracleTraining training = new OracleTraining(name, DataType.DOUBLE);
    Map<String, INDArray> direction = new LinkedHashMap<>();
    training.arrays("direction").forEach((p, v) -> direction.put(p, v.like()));
    training.configure(new Sgd(0.0), option().direction(direction).build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    for (INDArray unit : direction.values()) {
      for (long i = 0; i < unit.length(); i++) {
        unit.putScalar(i, 1.0);
        training.fit(1);
        unit.putScalar(i, 0.0);
      }
    }
    double sum = trace.history().stream().mapToDouble(PenaltyRecord::quadraticForm).sum();
    double exact = training.oracle().number("hessianTrace");
    assertThat(sum).isCloseTo(exact, within(1e-9 * Math.abs(exact)));
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(
      strings = {
        "mlp_tanh_ce",
        "mlp_sigmoid_mse",
        "cnn_batchnorm_swish_ce",
        "residual_layernorm_gelu_ce",
        "attention_ce",
        "embedding_sigmoid_ce",
        "rnn_unrolled_ce"
      })
  void itsQuadraticFormIsNeverNegative(String name) {
    OracleTraining training = new OracleTraining(name, DataType.DOUBLE);
    training.configure(new Sgd(0.0), option().seed(1).build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    training.fitEpochs(100);
    assertThat(trace.history()).hasSize(100).allMatch(step -> step.quadraticForm() >= 0);
  }

  /** What fit applies is the gradient of the Gauss–Newton penalty, by difference quotients. */
  @Test
  void fitAppliesTheGradientOfItsPenalty() {
    double rate = 1e-3;
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    HessianTraceRegularization option = option().direction(training.arrays("direction")).build();
    training.configure(new Sgd(rate), option);
    HessianTrace.enable(training.graph());
    Map<String, INDArray> before = training.parameters();
    training.fit(1);
    Map<String, INDArray> after = training.parameters();
    double expected = Differences.first(t -> objective(before, t), 1e-4);
    double actual = 0;
    for (Map.Entry<String, INDArray> entry : before.entrySet()) {
      INDArray gradient = entry.getValue().sub(after.get(entry.getKey())).div(rate);
      actual += gradient.sumNumber().doubleValue();
    }
    assertThat(actual).isCloseTo(expected, within(1e-6 * Math.max(1, Math.abs(expected))));
  }

  /** Loss and penalty with every parameter moved by the same amount. */
  private static double objective(Map<String, INDArray> parameters, double shift) {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    parameters.forEach(
        (name, array) -> training.graph().getVariable(name).getArr().assign(array.add(shift)));
    training.configure(new Sgd(0.0), option().direction(training.arrays("direction")).build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    double loss =
        training.graph().output(training.arrays("inputs"), "loss").get("loss").getDouble(0);
    training.fit(1);
    return loss + trace.history().get(0).penalty();
  }

  @Test
  void aLossFromPrimitivesNeedsTheModelsOutput() {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    SDVariable logits = sd.getVariable("logits");
    SDVariable error = sd.math().square(logits.sub(sd.getVariable("y")));
    error.mean("squares");
    sd.setLossVariables("squares");
    DataSet batch = SmallNetwork.batches(1, DataType.DOUBLE).get(0);
    sd.setTrainingConfig(
        SmallNetwork.config(new Sgd(0.1), option().modelOutput("logits").seed(4).build()));
    HessianTrace written = HessianTrace.enable(sd);
    sd.fit(batch);

    SameDiff byOp = SmallNetwork.withoutDropout(DataType.DOUBLE);
    byOp.loss()
        .meanSquaredError("squares", byOp.getVariable("y"), byOp.getVariable("logits"), null);
    byOp.setLossVariables("squares");
    byOp.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option().seed(4).build()));
    HessianTrace builtIn = HessianTrace.enable(byOp);
    byOp.fit(batch);

    assertThat(written.history().get(0).quadraticForm())
        .isCloseTo(builtIn.history().get(0).quadraticForm(), within(1e-12));
    List.of("w1", "b1", "w2", "b2", "w3", "b3")
        .forEach(
            name ->
                assertThat(sd.getVariable(name).getArr().distance2(byOp.getVariable(name).getArr()))
                    .isLessThan(1e-12));
  }
}
