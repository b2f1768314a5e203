package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.UserArcTangent;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** An op of a user's own without a rule, named in {@code differences}. */
class DifferencesFitTest {

  private static final double RATE = 0.1;

  /** {@code tanh}, and then {@code atan2} of two products, each with a parameter. */
  private static SameDiff graph(DataType type, BinaryOperator<SDVariable> arcTangent) {
    Nd4j.getRandom().setSeed(11);
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", type, -1, 5);
    SDVariable y = sd.placeHolder("y", type, -1, 3);
    SDVariable h = sd.math().tanh(x.mmul(sd.var("w1", Nd4j.randn(type, 5, 4).muli(0.5))));
    SDVariable rise = h.mmul(sd.var("w2", Nd4j.randn(type, 4, 3).muli(0.5)));
    SDVariable run = h.mmul(sd.var("w3", Nd4j.randn(type, 4, 3).muli(0.3)));
    SDVariable angle = arcTangent.apply(rise, sd.math().square(run).add(1.0));
    sd.loss().softmaxCrossEntropy("loss", y, angle.mul(2.0).rename("logits"), null);
    sd.setLossVariables("loss");
    return sd;
  }

  private static SDVariable exactly(SDVariable y, SDVariable x) {
    return y.getSameDiff().math().atan2(y, x);
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.2).seed(3);
  }

  /** The parameters after three steps. */
  private static Map<String, INDArray> fitted(SameDiff sd, HessianTraceRegularization option) {
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(RATE), option));
    HessianTrace.enable(sd);
    DataType type = sd.getVariable("w1").dataType();
    SmallNetwork.fit(sd, SmallNetwork.batches(3, type));
    return SmallNetwork.parameters(sd);
  }

  static List<UnaryOperator<HessianTraceRegularization.Builder>> options() {
    return List.of(
        option -> option,
        option -> option.probes(3),
        option -> option.dropout(ParameterDropout.blocks(3, 2)),
        option -> option.curvature(Curvature.GAUSS_NEWTON),
        option -> option.gradientBound(0.5),
        option -> option.interval(2));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("options")
  void trainsAsWithTheExactRule(UnaryOperator<HessianTraceRegularization.Builder> settings) {
    assertThat(error(DataType.DOUBLE, settings)).isLessThan(1e-6);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("options")
  void trainsInFloat(UnaryOperator<HessianTraceRegularization.Builder> settings) {
    assertThat(error(DataType.FLOAT, settings)).isLessThan(5e-3);
  }

  /** How far the trained parameters are from those by the exact rule, relative to the penalty. */
  private static double error(
      DataType type, UnaryOperator<HessianTraceRegularization.Builder> settings) {
    Map<String, INDArray> exact =
        fitted(graph(type, DifferencesFitTest::exactly), settings.apply(option()).build());
    Map<String, INDArray> differenced =
        fitted(
            graph(type, UserArcTangent::of),
            settings.apply(option()).differences(UserArcTangent.NAME).build());
    Map<String, INDArray> plain =
        fitted(graph(type, DifferencesFitTest::exactly), option().coefficient(0).build());
    return distance(differenced, exact) / distance(plain, exact);
  }

  private static double distance(Map<String, INDArray> a, Map<String, INDArray> b) {
    return a.keySet().stream()
        .mapToDouble(name -> a.get(name).distance2(b.get(name)))
        .max()
        .orElseThrow();
  }

  @Tag("slow")
  @Test
  void anOpOfAClassThatSameDiffDoesNotKnowIsRefused() {
    SameDiff sd = graph(DataType.DOUBLE, UserArcTangent::of);
    sd.setTrainingConfig(
        SmallNetwork.config(new Sgd(RATE), option().differences(UserArcTangent.NAME).build()));
    ImportClassMapping.getOpNameMapping().remove(UserArcTangent.NAME);
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("ImportClassMapping.getOpNameMapping().put(\"user_arc_tangent\"");
  }

  @Tag("slow")
  @Test
  void anOpOfANetworkThatHasARuleIsRefused() {
    MultiLayerNetwork net = DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE));
    HessianTraceRegularization option = option().differences("tanh").build();
    assertThatThrownBy(() -> HessianTrace.enable(net, option))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("(tanh)", "exact rule", "remove it");
  }

  @Tag("slow")
  @Test
  void travelsAsJson() {
    HessianTraceRegularization option = option().differences("b", "a", "b").build();
    String json = SmallNetwork.config(new Sgd(RATE), option).toJson();
    assertThat(read(json).differences()).containsExactly("a", "b");
    String older = json.replaceAll(",\\s*\"differences\"\\s*:\\s*\\[[^]]*]", "");
    assertThat(older).doesNotContain("differences");
    assertThat(read(older).differences()).isEmpty();
  }

  private static HessianTraceRegularization read(String json) {
    return (HessianTraceRegularization) TrainingConfig.fromJson(json).getRegularization().get(0);
  }
}
