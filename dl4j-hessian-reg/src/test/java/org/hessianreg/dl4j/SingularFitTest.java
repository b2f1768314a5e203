package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.SingularProblem;
import org.hessianreg.samediff.SingularProblems;
import org.hessianreg.samediff.internal.training.Inspection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What {@code fit} applies where an infinite derivative is behind a unit that is off, and what it
 * says where a gradient is not finite: then no parameter changes, though the penalty is finite.
 */
@Tag("slow")
class SingularFitTest {

  private static final double LAMBDA = 0.3;

  static Stream<Arguments> problems() {
    return SingularProblems.all().stream()
        .filter(SingularFitTest::isTrainable)
        .flatMap(
            problem ->
                Stream.of(DataType.DOUBLE, DataType.FLOAT)
                    .map(type -> Arguments.of(problem, type)));
  }

  /** What is multiplied by zero, and not selected, is not finite in SameDiff's training either. */
  private static boolean isTrainable(SingularProblem problem) {
    String name = problem.toString();
    return problem.isRightInSameDiff()
        || !(name.endsWith("behind leakyRelu 0") || name.endsWith("behind mask"));
  }

  @ParameterizedTest
  @MethodSource("problems")
  void theUpdateIsTheGradientInClosedForm(SingularProblem problem, DataType type) {
    SameDiff sd = problem.graph(type);
    Map<String, INDArray> direction = Map.of("w", problem.direction(type));
    HessianTrace trace = enable(sd, option().direction(direction).build(), Inspection.AT_ONCE);
    INDArray before = sd.getVariable("w").getArr().dup().castTo(DataType.DOUBLE);
    fit(sd, type);
    INDArray update = before.sub(sd.getVariable("w").getArr().castTo(DataType.DOUBLE));
    // float64 with closed forms, and float32 with epsilon 6e-8 and cancellation.
    double tolerance = type == DataType.DOUBLE ? 1e-9 : 1e-4;
    INDArray expected = problem.gradient(LAMBDA);
    assertThat(update.distance2(expected))
        .isLessThanOrEqualTo(tolerance * Math.max(1, expected.norm2Number().doubleValue()));
    assertThat(trace.history().get(0).quadraticForm())
        .isCloseTo(problem.second(), within(tolerance * Math.max(1, Math.abs(problem.second()))));
  }

  /** The penalty's value is finite: {@code 15/4·√w·v²} is 0 where its gradient is infinite. */
  @ParameterizedTest
  @EnumSource(Inspection.class)
  void aGradientThatIsNotFiniteChangesNoParameter(Inspection inspection) {
    SameDiff sd = graph(w -> w.pow("power", 2.5), 0, 0.5, 2);
    HessianTrace trace = enable(sd, option().build(), inspection);
    String before = sd.getVariable("w").getArr().toString();
    assertThatThrownBy(() -> fit(sd, DataType.DOUBLE))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(
            "parameter 'w' (1 of its 3 elements)",
            "iteration 0",
            "variable 'power'",
            "(pow)",
            "'w' is 0",
            "add a small number",
            inspection == Inspection.AT_ONCE ? "no parameter was changed" : "were zero")
        .hasMessageNotContaining("smaller coefficient");
    assertThat(sd.getVariable("w").getArr()).hasToString(before);
    assertThat(trace.history()).allMatch(step -> Double.isFinite(step.penalty()));
  }

  /** The remedy depends on what is wrong. */
  @Test
  void whatOverflowsAsksForASmallerCoefficient() {
    SameDiff sd = graph(w -> w.pow(3), 1e80, 1, 1);
    enable(sd, option().coefficient(1e300).build(), Inspection.AT_ONCE);
    assertThatThrownBy(() -> fit(sd, DataType.DOUBLE))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("The penalty is Infinity", "smaller coefficient");
  }

  @Test
  void anInfinitePenaltyNamesTheOp() {
    SameDiff sd = graph(w -> w.norm2("length", 0), 0, 0, 0);
    enable(sd, option().build(), Inspection.AT_ONCE);
    assertThatThrownBy(() -> fit(sd, DataType.DOUBLE))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("The penalty is", "'length'", "under the root")
        .hasMessageNotContaining("smaller coefficient");
  }

  /** In float32 the square of 1e30 is infinite, too. */
  @Test
  void whatIsNextToASingularPointIsNamed() {
    SameDiff sd = SameDiff.create();
    SDVariable nothing = sd.placeHolder("x", DataType.FLOAT, 1);
    SDVariable w = sd.var("w", Nd4j.createFromArray(-1f, 0.5f));
    sd.math().log("logarithm", sd.nn().relu(w, 0).add(1e-30)).sum().add("loss", nothing.sum());
    sd.setLossVariables("loss");
    enable(sd, option().build(), Inspection.AT_ONCE);
    assertThatThrownBy(() -> fit(sd, DataType.FLOAT))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'logarithm'", "1 of its 2 elements", "such as 1e-6");
  }

  @ParameterizedTest
  @EnumSource(Inspection.class)
  void aNetworksOwnStepIsNotSpoiled(Inspection inspection) {
    MultiLayerNetwork plain = network();
    MultiLayerNetwork net = network();
    HessianTrace.enable(net, option().build(), Mirrors.builtIn(), inspection);
    DataSet batch = DenseNetworks.batches(1, DataType.DOUBLE).get(0);
    INDArray before = net.params().dup();
    assertThatThrownBy(() -> net.fit(batch))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("parameter '0_", "iteration 0", "not finite");
    if (inspection == Inspection.AT_END) {
      plain.fit(batch);
    }
    assertThat(net.params()).isEqualTo(inspection == Inspection.AT_END ? plain.params() : before);
  }

  /** All units are zero, and to the power of 2.5 after that. */
  private static MultiLayerNetwork network() {
    DenseLayer dense =
        new DenseLayer.Builder().nIn(4).nOut(5).activation(Activation.IDENTITY).build();
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            DenseNetworks.conf(DataType.DOUBLE)
                .list(dense, new Power(), DenseNetworks.output())
                .build());
    net.init();
    net.getParam("0_W").assign(0);
    return net;
  }

  /** A layer of the user. */
  public static final class Power extends SameDiffLambdaLayer {

    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineLayer(SameDiff sd, SDVariable input) {
      return input.pow(2.5);
    }

    @Override
    public InputType getOutputType(int index, InputType inputType) {
      return inputType;
    }
  }

  private static SameDiff graph(Function<SDVariable, SDVariable> body, double... w) {
    SameDiff sd = SameDiff.create();
    SDVariable nothing = sd.placeHolder("x", DataType.DOUBLE, 1);
    body.apply(sd.var("w", Nd4j.createFromArray(w))).sum().add("loss", nothing.sum());
    sd.setLossVariables("loss");
    return sd;
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(LAMBDA);
  }

  private static HessianTrace enable(
      SameDiff sd, HessianTraceRegularization option, Inspection inspection) {
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(1.0), option));
    sd.getTrainingConfig().setDataSetLabelMapping(null);
    return HessianTrace.enable(sd, inspection);
  }

  private static void fit(SameDiff sd, DataType type) {
    sd.fit(new DataSet(Nd4j.zeros(type, 1), null));
  }
}
