package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.dl4j.spy.HostReads;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ProbeDistribution;
import org.hessianreg.samediff.internal.training.Inspection;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Between start and end of a training iteration the library reads no element of an array on the
 * host, so that on a device the host never waits. It is made to behave as on a device; the first
 * iterations, in which plans are made, are not watched.
 */
@Tag("slow")
class HostReadTest {

  /** All dropouts have drawn whatever they draw in as many, nearly always. */
  private static final int UNWATCHED = 12;

  private static final int ITERATIONS = 16;

  private final HostReads spy = HostReads.by(HessianTrace.class, HessianOps.class);

  @AfterEach
  void rest() {
    spy.rest();
  }

  private static Map<String, HessianTraceRegularization.Builder> options() {
    Map<String, HessianTraceRegularization.Builder> options = new LinkedHashMap<>();
    options.put("joint probe", option());
    options.put("Gauss-Newton", option().curvature(Curvature.GAUSS_NEWTON));
    options.put("two probes", option().probes(2));
    options.put("Gaussian", option().distribution(ProbeDistribution.GAUSSIAN));
    options.put("element dropout", option().dropout(ParameterDropout.perElement(0.5)));
    options.put(
        "tensor dropout",
        option().parameterPattern("[wb]1").dropout(ParameterDropout.perTensor(0.5)));
    options.put("all blocks", option().dropout(ParameterDropout.blocks(3, 3)));
    options.put("one block", option().dropout(ParameterDropout.blocks(2, 1)));
    options.put("interval", option().interval(2));
    options.put("bound", option().gradientBound(0.1));
    options.put(
        "bound, blocks",
        option()
            .curvature(Curvature.GAUSS_NEWTON)
            .dropout(ParameterDropout.blocks(2, 2))
            .gradientBound(1.0));
    return options;
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.001);
  }

  static Set<String> optionNames() {
    return options().keySet();
  }

  static Set<String> networkNames() {
    return WatchedNetworks.all().keySet();
  }

  @ParameterizedTest
  @MethodSource("optionNames")
  void aStepOfAGraphReadsNothing(String name) {
    HessianTrace trace = fit(options().get(name).build(), Inspection.AT_END);
    assertThat(spy.reads()).isEmpty();
    assertThat(trace.history()).isNotEmpty().anyMatch(record -> record.quadraticForm() != 0.0);
  }

  @ParameterizedTest
  @MethodSource("networkNames")
  void aStepOfANetworkReadsNothing(String name) {
    requireNoReads(name, option().build());
  }

  @ParameterizedTest
  @MethodSource("networkNames")
  void aBoundedStepOfANetworkReadsNothing(String name) {
    requireNoReads(name, option().gradientBound(0.1).build());
  }

  private void requireNoReads(String name, HessianTraceRegularization option) {
    WatchedNetworks watched = WatchedNetworks.all().get(name).get();
    Model net = watched.network();
    HessianTrace trace = enable(net, option);
    net.addListeners(new EndOfIteration());
    // The spy must rest before the penalty's own listener looks at the iteration.
    putLastListenerFirst(net);
    for (int i = 0; i < 3; i++) {
      if (i > 0) {
        spy.watch();
      }
      watched.fit();
    }
    assertThat(spy.reads()).isEmpty();
    assertThat(trace.history()).hasSize(3);
  }

  /** On the CPU what is not finite is found at once, by reading: the spy can see. */
  @Test
  void whatIsReadIsSeen() {
    fit(option().build(), Inspection.AT_ONCE);
    assertThat(spy.reads()).isNotEmpty().allMatch(read -> read.contains("Outcome"));
  }

  @Test
  void readingMethodsOfArraysAreSeen() {
    HostReads own = HostReads.by(HostReadTest.class);
    INDArray array = Nd4j.createFromArray(1.0f, 2.0f);
    own.watch();
    assertThat(array.getDouble(0)).isEqualTo(1.0);
    assertThat(array.toFloatVector()).hasSize(2);
    assertThat(array.sumNumber().intValue()).isEqualTo(3);
    own.rest();
    assertThat(array.getFloat(1)).isEqualTo(2.0f);
    assertThat(own.reads()).hasSizeGreaterThanOrEqualTo(3);
  }

  private HessianTrace fit(HessianTraceRegularization option, Inspection inspection) {
    SameDiff sd = SmallNetwork.withDropout();
    sd.setTrainingConfig(SmallNetwork.config(new Adam(0.1), option));
    sd.addListeners(new Iterations());
    HessianTrace trace = HessianTrace.enable(sd, inspection);
    SmallNetwork.fit(sd, SmallNetwork.batches(ITERATIONS, DataType.FLOAT));
    return trace;
  }

  private static HessianTrace enable(Model net, HessianTraceRegularization option) {
    return net instanceof MultiLayerNetwork
        ? HessianTrace.enable((MultiLayerNetwork) net, option, Mirrors.builtIn(), Inspection.AT_END)
        : HessianTrace.enable((ComputationGraph) net, option, Mirrors.builtIn(), Inspection.AT_END);
  }

  private static void putLastListenerFirst(Model net) {
    List<TrainingListener> listeners = new ArrayList<>(listeners(net));
    Collections.rotate(listeners, 1);
    net.setListeners(listeners);
  }

  private static Collection<TrainingListener> listeners(Model net) {
    return net instanceof MultiLayerNetwork
        ? ((MultiLayerNetwork) net).getListeners()
        : ((ComputationGraph) net).getListeners();
  }

  /** Watches the later iterations of a graph. */
  private final class Iterations extends BaseListener {

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etl) {
      if (at.iteration() >= UNWATCHED) {
        spy.watch();
      }
    }

    @Override
    public void iterationDone(SameDiff sd, At at, MultiDataSet data, Loss loss) {
      spy.rest();
    }
  }

  /** Rests when an iteration of a network is over. */
  private final class EndOfIteration extends BaseTrainingListener {

    @Override
    public void iterationDone(Model model, int iteration, int epoch) {
      spy.rest();
    }
  }
}
