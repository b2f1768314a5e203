package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.descriptive.DescriptiveStatistics;
import org.hessianreg.samediff.ExactHessian;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ProbeDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * The estimates that {@code fit} draws: their mean against the exact trace, their variance against
 * the formulas for one draw.
 */
@Tag("slow")
class ProbeStatisticsTest {

  /** Probes for a mean. */
  private static final int PROBES = 2000;

  /** Draws of one probe each for a variance. */
  private static final int DRAWS = 1000;

  private static final List<String> MLP = List.of("w1", "b1", "w2", "b2");
  private static final List<String> RESIDUAL = List.of("g", "b", "w1", "w2", "w3");

  private static DescriptiveStatistics draw(String oracle, ParameterDropout dropout) {
    return draw(oracle, dropout, ProbeDistribution.RADEMACHER, 1, DRAWS);
  }

  private static DescriptiveStatistics draw(
      String oracle,
      ParameterDropout dropout,
      ProbeDistribution distribution,
      int probes,
      int draws) {
    OracleTraining training = new OracleTraining(oracle, DataType.DOUBLE);
    training.configure(
        new Sgd(0.0),
        HessianTraceRegularization.builder()
            .coefficient(1.0)
            .dropout(dropout)
            .distribution(distribution)
            .probes(probes)
            .seed(2026)
            .build());
    HessianTrace trace = HessianTrace.enable(training.graph());
    training.fitEpochs(draws);
    DescriptiveStatistics statistics = new DescriptiveStatistics();
    trace.history().forEach(step -> statistics.addValue(step.quadraticForm()));
    return statistics;
  }

  static Stream<Arguments> estimators() {
    return Stream.of("mlp_tanh_ce", "residual_layernorm_gelu_ce")
        .flatMap(
            oracle ->
                Stream.of(
                    Arguments.of(oracle, ParameterDropout.none(), ProbeDistribution.RADEMACHER),
                    Arguments.of(oracle, ParameterDropout.none(), ProbeDistribution.GAUSSIAN),
                    Arguments.of(
                        oracle, ParameterDropout.perElement(0.5), ProbeDistribution.RADEMACHER),
                    Arguments.of(
                        oracle, ParameterDropout.perTensor(0.5), ProbeDistribution.RADEMACHER),
                    Arguments.of(
                        oracle, ParameterDropout.blocks(4, 4), ProbeDistribution.RADEMACHER),
                    Arguments.of(
                        oracle, ParameterDropout.blocks(4, 2), ProbeDistribution.GAUSSIAN)));
  }

  @ParameterizedTest
  @MethodSource("estimators")
  void theMeanIsTheExactTrace(
      String oracle, ParameterDropout dropout, ProbeDistribution distribution) {
    DescriptiveStatistics draws = draw(oracle, dropout, distribution, 4, PROBES / 4);
    assertThat(draws.getN() * 4).isEqualTo(PROBES);
    double exact = new OracleTraining(oracle, DataType.DOUBLE).oracle().number("hessianTrace");
    double standardError = draws.getStandardDeviation() / Math.sqrt((double) draws.getN());
    assertThat(draws.getMean()).isCloseTo(exact, within(4 * standardError));
  }

  static Stream<Arguments> variances() {
    return Stream.of(
        Arguments.of("joint Rademacher", ParameterDropout.none(), formula(h -> joint(h))),
        Arguments.of(
            "per element",
            ParameterDropout.perElement(0.5),
            formula(h -> joint(h) + h.diagonalSquares())),
        Arguments.of("blocks, all", ParameterDropout.blocks(4, 4), formula(h -> withinTensors(h))),
        Arguments.of(
            "blocks, one of four", ParameterDropout.blocks(4, 1), formula(h -> oneOfAll(h))),
        Arguments.of(
            "per tensor", ParameterDropout.perTensor(0.5), formula(h -> perTensor(h, 0.5))));
  }

  private static ToDoubleFunction<ExactHessian> formula(ToDoubleFunction<ExactHessian> f) {
    return f;
  }

  /** 2(‖H‖² − Σ H_ii²). */
  private static double joint(ExactHessian h) {
    return 2 * (h.squares() - h.diagonalSquares());
  }

  /** Σ_t 2(‖H_tt‖² − ‖diag H_tt‖²). */
  private static double withinTensors(ExactHessian h) {
    double sum = 0;
    for (int t = 0; t < h.tensors(); t++) {
      sum += 2 * h.squaresOf(t, t);
    }
    return sum - 2 * h.diagonalSquares();
  }

  /** One of T tensors, times T: E[(T·q_t)²] − tr², each q_t with its own mean and variance. */
  private static double oneOfAll(ExactHessian h) {
    double secondMoments = withinTensors(h);
    for (int t = 0; t < h.tensors(); t++) {
      secondMoments += h.traceOf(t) * h.traceOf(t);
    }
    return h.tensors() * secondMoments - h.trace() * h.trace();
  }

  /**
   * Kept with probability p: pairs of tensors are both there with probability p², so the cross
   * terms' variance stays, that within a tensor is divided by p, and (1/p − 1)·Σ (tr H_tt)² is
   * added.
   */
  private static double perTensor(ExactHessian h, double p) {
    double variance = joint(h) + (1 / p - 1) * withinTensors(h);
    for (int t = 0; t < h.tensors(); t++) {
      variance += (1 / p - 1) * h.traceOf(t) * h.traceOf(t);
    }
    return variance;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("variances")
  void theVarianceIsTheFormulas(
      String name, ParameterDropout dropout, ToDoubleFunction<ExactHessian> formula) {
    DescriptiveStatistics draws = draw("mlp_tanh_ce", dropout);
    double expected = formula.applyAsDouble(ExactHessian.ofOracle("mlp_tanh_ce", MLP));
    assertThat(draws.getVariance()).isCloseTo(expected, within(4 * errorOfVariance(draws)));
  }

  /** Standard error of a sample variance: sqrt((m₄ − s⁴)/n). */
  private static double errorOfVariance(DescriptiveStatistics draws) {
    double mean = draws.getMean();
    double fourth = 0;
    for (double value : draws.getValues()) {
      fourth += Math.pow(value - mean, 4);
    }
    fourth /= draws.getN();
    return Math.sqrt((fourth - Math.pow(draws.getVariance(), 2)) / draws.getN());
  }

  /** Large cross blocks: the joint variance is far from the blocks' one. */
  @Test
  void blocksHaveNoCrossTerms() {
    ExactHessian h = ExactHessian.ofOracle("residual_layernorm_gelu_ce", RESIDUAL);
    double joint = joint(h);
    double within = withinTensors(h);
    DescriptiveStatistics blocks =
        draw("residual_layernorm_gelu_ce", ParameterDropout.blocks(5, 5));
    assertThat(joint).isGreaterThan(1.3 * within);
    assertThat(blocks.getVariance()).isCloseTo(within, within(4 * errorOfVariance(blocks)));
    assertThat(joint - blocks.getVariance()).isGreaterThan(4 * errorOfVariance(blocks));
  }

  @Test
  void averagingProbesDividesTheVariance() {
    DescriptiveStatistics four =
        draw("mlp_tanh_ce", ParameterDropout.none(), ProbeDistribution.RADEMACHER, 4, 500);
    double expected = joint(ExactHessian.ofOracle("mlp_tanh_ce", MLP)) / 4;
    assertThat(four.getVariance()).isCloseTo(expected, within(4 * errorOfVariance(four)));
  }

  @Test
  void theExactHessianIsTheOracles() {
    ExactHessian h = ExactHessian.ofOracle("mlp_tanh_ce", MLP);
    double trace =
        new OracleTraining("mlp_tanh_ce", DataType.DOUBLE).oracle().number("hessianTrace");
    assertThat(h.trace()).isCloseTo(trace, within(1e-9 * Math.abs(trace)));
  }
}
