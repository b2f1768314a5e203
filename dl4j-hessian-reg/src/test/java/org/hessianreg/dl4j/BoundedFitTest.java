package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.Oracle;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ProbeDistribution;
import org.hessianreg.samediff.internal.probes.ProbeDrawer;
import org.hessianreg.samediff.internal.probes.ProbeLayout;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * What {@code fit} applies with a bound: {@code g + min(1, ratio·|g|/|p|)·p}, {@code g} and {@code
 * p} the gradients of the loss and of the penalty from elsewhere.
 */
@Tag("slow")
class BoundedFitTest {

  private static final double LAMBDA = 5;
  private static final int STEPS = 4;

  static Stream<Arguments> trainings() {
    List<Supplier<LogisticTraining>> trainings =
        List.of(
            LogisticTraining::sameDiff,
            LogisticTraining::layers,
            LogisticTraining::sumOverMinibatch,
            LogisticTraining::graph);
    Map<String, UnaryOperator<HessianTraceRegularization.Builder>> settings = new LinkedHashMap<>();
    settings.put("a probe", each -> each);
    settings.put(
        "four Gaussian probes", each -> each.probes(4).distribution(ProbeDistribution.GAUSSIAN));
    settings.put("dropout of elements", each -> each.dropout(ParameterDropout.perElement(0.6)));
    settings.put("one block of two", each -> each.dropout(ParameterDropout.blocks(2, 1)));
    settings.put("all blocks", each -> each.dropout(ParameterDropout.blocks(2, 2)).probes(2));
    settings.put("every second step", each -> each.interval(2));
    settings.put("Gauss-Newton", each -> each.curvature(Curvature.GAUSS_NEWTON));
    settings.put("the bias alone", each -> each.parameterPattern(".*b"));
    List<Arguments> all = new ArrayList<>();
    settings.forEach(
        (name, setting) ->
            trainings.forEach(training -> all.add(Arguments.of(training.get(), name, setting))));
    return all.stream();
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(LAMBDA).seed(6);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("trainings")
  void aLongPenaltyGradientIsScaledToTheBound(
      LogisticTraining training,
      String name,
      UnaryOperator<HessianTraceRegularization.Builder> setting) {
    HessianTraceRegularization option = setting.apply(option()).gradientBound(0.01).build();
    // Dropout may leave no element of a probe, and so nothing to scale.
    assertThat(scalesOf(training, option)).anyMatch(scale -> scale < 0.1);
  }

  @ParameterizedTest(name = "{0}, {1}")
  @MethodSource("trainings")
  void aShortPenaltyGradientIsExact(
      LogisticTraining training,
      String name,
      UnaryOperator<HessianTraceRegularization.Builder> setting) {
    HessianTraceRegularization option = setting.apply(option()).gradientBound(1e6).build();
    assertThat(scalesOf(training, option)).isNotEmpty().allMatch(scale -> scale == 1.0);
  }

  /** Trains, holds every step against the closed form, and returns the scales in it. */
  private static List<Double> scalesOf(
      LogisticTraining training, HessianTraceRegularization option) {
    training.start();
    HessianTrace trace = training.enable(option);
    List<Double> scales = new ArrayList<>();
    for (int iteration = 0; iteration < STEPS; iteration++) {
      LogisticRegression problem = new LogisticRegression(iteration);
      double[] before = training.parameters();
      double[] gradient = problem.gradient(before);
      if (iteration % option.interval() == 0) {
        double[] penalty = penalty(problem, before, option, training.names(), iteration);
        double bound = option.gradientBoundRatio() * LogisticRegression.norm(gradient);
        double scale = Math.min(1.0, bound / LogisticRegression.norm(penalty));
        LogisticRegression.add(gradient, scale, penalty);
        scales.add(scale);
      }
      double[] expected = before.clone();
      LogisticRegression.add(expected, -LogisticTraining.RATE * training.factor(), gradient);
      training.fit(problem.batch());
      assertThat(training.parameters()).containsExactly(expected, within(1e-9));
    }
    assertThat(trace.history()).hasSameSizeAs(scales);
    for (int i = 0; i < scales.size(); i++) {
      assertThat(trace.history().get(i).gradientScale()).isCloseTo(scales.get(i), within(1e-9));
    }
    return scales;
  }

  private static double[] penalty(
      LogisticRegression problem,
      double[] parameters,
      HessianTraceRegularization option,
      List<String> names,
      int iteration) {
    List<String> probed = new ArrayList<>(names);
    probed.removeIf(option.settings().estimator().parameters().negate());
    ProbeLayout layout =
        ProbeLayout.draw(
            option.settings().estimator(), option.settings().seed(), probed, iteration);
    double[] penalty = new double[parameters.length];
    for (int k = 0; k < layout.directions().size(); k++) {
      double[] direction = new double[parameters.length];
      for (String name : layout.directions().get(k)) {
        boolean bias = name.equals(names.get(1));
        INDArray probe =
            bias
                ? Nd4j.create(DataType.DOUBLE, 1)
                : Nd4j.create(DataType.DOUBLE, LogisticRegression.FEATURES, 1);
        new ProbeDrawer(option.settings().estimator(), option.settings().seed())
            .draw(probe, name, iteration, k);
        for (int i = 0; i < probe.length(); i++) {
          direction[bias ? LogisticRegression.FEATURES : i] = probe.getDouble(i);
        }
      }
      LogisticRegression.add(
          penalty, LAMBDA * layout.scale(), problem.gradientOfQuadraticForm(parameters, direction));
    }
    return penalty;
  }

  static Iterable<String> oracles() {
    return Oracle.NAMES;
  }

  @ParameterizedTest
  @MethodSource("oracles")
  void deepNetworks(String name) {
    OracleTraining training = new OracleTraining(name, DataType.DOUBLE);
    Map<String, INDArray> loss = training.arrays("gradient");
    Map<String, INDArray> third = training.arrays("quadraticFormGradient");
    double lambda = 0.1;
    double ratio = 0.3 * lambda * norm(third) / norm(loss);
    double rate = 0.5;
    training.configure(
        new Sgd(rate),
        HessianTraceRegularization.builder()
            .coefficient(lambda)
            .direction(training.arrays("direction"))
            .gradientBound(ratio)
            .build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    Map<String, INDArray> before = training.parameters();
    training.fit(1);
    Map<String, INDArray> after = training.parameters();
    for (String parameter : before.keySet()) {
      INDArray expected =
          loss.get(parameter).add(third.get(parameter).mul(0.3 * lambda)).mul(-rate);
      INDArray actual = after.get(parameter).sub(before.get(parameter));
      assertThat(actual.distance2(expected))
          .as("update of %s", parameter)
          .isLessThanOrEqualTo(1e-7 * Math.max(1e-3, expected.norm2Number().doubleValue()));
    }
    PenaltyRecord record = trace.history().get(0);
    assertThat(record.gradientScale()).isCloseTo(0.3, within(1e-7));
    assertThat(record.penalty()).isCloseTo(lambda * record.quadraticForm(), within(1e-12));
  }

  private static double norm(Map<String, INDArray> gradients) {
    double squares = 0;
    for (INDArray gradient : gradients.values()) {
      squares += Math.pow(gradient.norm2Number().doubleValue(), 2);
    }
    return Math.sqrt(squares);
  }

  @Test
  void withoutABoundTheScaleIsOne() {
    LogisticTraining training = LogisticTraining.sameDiff();
    training.start();
    HessianTrace trace = training.enable(option().build());
    training.fit(new LogisticRegression(0).batch());
    PenaltyRecord record = trace.history().get(0);
    assertThat(record.gradientScale()).isEqualTo(1.0);
    assertThat(record.toString()).doesNotContain("scaled");
  }

  /** The Hessian of linear regression is constant, so its trace has no gradient. */
  @Test
  void aPenaltyWithoutAGradientChangesNothing() {
    SameDiff bounded = linearRegression();
    bounded.setTrainingConfig(
        SmallNetwork.config(
            new Sgd(0.1),
            HessianTraceRegularization.builder().coefficient(3).gradientBound(0.01).build()));
    HessianTrace trace = HessianTrace.enable(bounded);
    SameDiff plain = linearRegression();
    plain.setTrainingConfig(SmallNetwork.config(new Sgd(0.1)));
    DataSet batch = new LogisticRegression(1).batch();
    bounded.fit(batch);
    plain.fit(batch);
    assertThat(bounded.getVariable("w").getArr().distance2(plain.getVariable("w").getArr()))
        .isLessThan(1e-12);
    assertThat(trace.history().get(0).gradientScale()).isEqualTo(1.0);
    assertThat(trace.history().get(0).quadraticForm()).isPositive();
  }

  private static SameDiff linearRegression() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, LogisticRegression.FEATURES);
    SDVariable y = sd.placeHolder("y", DataType.DOUBLE, -1, 1);
    SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, LogisticRegression.FEATURES, 1));
    sd.loss().meanSquaredError("loss", y, x.mmul(w), null);
    sd.setLossVariables("loss");
    return sd;
  }

  /** λ·∇tr is 6λ for each weight, and the loss is flat: it would go downhill for ever. */
  @Test
  void whereTheLossIsFlatNothingMoves() {
    SameDiff sd = SameDiff.create();
    SDVariable w = sd.var("w", Nd4j.zeros(DataType.DOUBLE, 4));
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, LogisticRegression.FEATURES);
    sd.placeHolder("y", DataType.DOUBLE, -1, 1);
    sd.math().cube(w).sum().add("loss", x.sum().mul(0.0));
    sd.setLossVariables("loss");
    sd.setTrainingConfig(
        SmallNetwork.config(
            new Sgd(0.1),
            HessianTraceRegularization.builder().coefficient(3).gradientBound(0.5).build()));
    HessianTrace trace = HessianTrace.enable(sd);
    sd.fit(new LogisticRegression(1).batch());
    assertThat(w.getArr().norm2Number().doubleValue()).isLessThan(1e-300);
    assertThat(trace.history().get(0).gradientScale()).isLessThan(1e-300);
  }
}
