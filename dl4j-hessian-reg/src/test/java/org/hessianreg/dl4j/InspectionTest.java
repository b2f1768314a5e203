package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.internal.training.Inspection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** What is looked at when an iteration is over, as on a device, against what is at once. */
class InspectionTest {

  private static final int STEPS = 6;

  private static Map<String, Supplier<HessianTraceRegularization>> options() {
    Map<String, Supplier<HessianTraceRegularization>> options = new TreeMap<>();
    options.put("joint", () -> option().build());
    options.put("interval", () -> option().interval(2).build());
    options.put("dropout", () -> option().dropout(ParameterDropout.perTensor(0.5)).build());
    options.put(
        "bound",
        () ->
            option()
                .curvature(Curvature.GAUSS_NEWTON)
                .dropout(ParameterDropout.blocks(2, 2))
                .gradientBound(0.1)
                .build());
    return options;
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.01);
  }

  static List<String> optionNames() {
    return List.copyOf(options().keySet());
  }

  private static List<Model> networks() {
    return List.of(
        DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE)),
        DenseNetworks.graph(DenseNetworks.conf(DataType.DOUBLE)));
  }

  @ParameterizedTest
  @MethodSource("optionNames")
  void bothTrainAGraphBitForBit(String name) {
    SameDiff atOnce = graph(options().get(name).get());
    SameDiff atEnd = graph(options().get(name).get());
    HessianTrace first = HessianTrace.enable(atOnce, Inspection.AT_ONCE);
    HessianTrace second = HessianTrace.enable(atEnd, Inspection.AT_END);
    SmallNetwork.fit(atOnce, SmallNetwork.batches(STEPS, DataType.DOUBLE));
    SmallNetwork.fit(atEnd, SmallNetwork.batches(STEPS, DataType.DOUBLE));
    assertThat(SmallNetwork.parameters(atEnd)).isEqualTo(SmallNetwork.parameters(atOnce));
    assertThat(second.history()).hasToString(first.history().toString()).isNotEmpty();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("optionNames")
  void bothTrainANetworkBitForBit(String name) {
    for (int i = 0; i < networks().size(); i++) {
      Model atOnce = networks().get(i);
      Model atEnd = networks().get(i);
      atEnd.setParams(atOnce.params());
      HessianTrace first = enable(atOnce, options().get(name).get(), Inspection.AT_ONCE);
      HessianTrace second = enable(atEnd, options().get(name).get(), Inspection.AT_END);
      for (DataSet batch : DenseNetworks.batches(STEPS, DataType.DOUBLE)) {
        DenseNetworks.fit(atOnce, batch);
        DenseNetworks.fit(atEnd, batch);
      }
      assertThat(atEnd.params()).isEqualTo(atOnce.params());
      assertThat(second.history()).hasToString(first.history().toString()).isNotEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(Inspection.class)
  void aPenaltyThatIsNoNumberChangesNoParameterOfAGraph(Inspection inspection) {
    SameDiff sd = graph(option().build());
    HessianTrace trace = HessianTrace.enable(sd, inspection);
    SmallNetwork.fit(sd, SmallNetwork.batches(1, DataType.DOUBLE));
    sd.getVariable("w1").getArr().putScalar(0, Double.NaN);
    String before = SmallNetwork.parameters(sd).toString();
    assertThatThrownBy(() -> SmallNetwork.fit(sd, SmallNetwork.batches(1, DataType.DOUBLE)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("The penalty is NaN in iteration 1", consequence(inspection));
    assertThat(SmallNetwork.parameters(sd)).hasToString(before);
    assertThat(trace.history().get(0).quadraticForm()).isFinite();
  }

  /** The loss and its gradient are finite still. */
  @ParameterizedTest
  @EnumSource(Inspection.class)
  void aPenaltyThatOverflowsChangesNoParameterOfAGraph(Inspection inspection) {
    SameDiff sd = graph(option().coefficient(Double.MAX_VALUE).build());
    HessianTrace.enable(sd, inspection);
    sd.getVariable("w1").getArr().muli(1e3);
    String before = SmallNetwork.parameters(sd).toString();
    assertThatThrownBy(() -> SmallNetwork.fit(sd, SmallNetwork.batches(1, DataType.DOUBLE)))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("Infinity in iteration 0", consequence(inspection));
    assertThat(SmallNetwork.parameters(sd)).hasToString(before);
  }

  private static String consequence(Inspection inspection) {
    return inspection == Inspection.AT_ONCE
        ? "no parameter was changed in it"
        : "the parameters were updated in it as if their gradients were zero";
  }

  /** Where the penalty overflows and the loss does not, the network takes its own step. */
  @Test
  void aNetworkTakesThePlainStepWhereThePenaltyOverflows() {
    for (int i = 0; i < networks().size(); i++) {
      Model plain = networks().get(i);
      Model penalised = networks().get(i);
      penalised.setParams(plain.params());
      HessianTraceRegularization option = option().coefficient(Double.MAX_VALUE).build();
      enable(penalised, option, Inspection.AT_END);
      DataSet batch = DenseNetworks.batches(1, DataType.DOUBLE).get(0);
      batch.getFeatures().muli(10.0);
      DenseNetworks.fit(plain, batch);
      assertThatThrownBy(() -> DenseNetworks.fit(penalised, batch))
          .isInstanceOf(HessianTraceException.class)
          .hasMessageContainingAll(
              "Infinity in iteration 0", "the parameters were updated in it without the penalty");
      assertThat(penalised.params()).isEqualTo(plain.params());
    }
  }

  private static SameDiff graph(HessianTraceRegularization option) {
    SameDiff sd = SmallNetwork.withoutDropout(DataType.DOUBLE);
    sd.setTrainingConfig(SmallNetwork.config(new Sgd(0.1), option));
    return sd;
  }

  private static HessianTrace enable(
      Model net, HessianTraceRegularization option, Inspection inspection) {
    return net instanceof MultiLayerNetwork
        ? HessianTrace.enable((MultiLayerNetwork) net, option, Mirrors.builtIn(), inspection)
        : HessianTrace.enable((ComputationGraph) net, option, Mirrors.builtIn(), inspection);
  }
}
