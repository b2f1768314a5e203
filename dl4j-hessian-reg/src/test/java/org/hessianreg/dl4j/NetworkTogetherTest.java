package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.MinMaxNormConstraint;
import org.deeplearning4j.nn.conf.constraint.NonNegativeConstraint;
import org.deeplearning4j.nn.conf.constraint.UnitNormConstraint;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ProbeDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/**
 * The penalty of a network together with everything else that its configuration holds, and the
 * penalty's own settings: the parameters after some steps are those of a plain network whose
 * gradient gets the penalty's by difference quotients.
 */
@Tag("slow")
class NetworkTogetherTest {

  private static final int STEPS = 3;

  /** A named change of a configuration. */
  private static final class Change {

    private final String name;
    private final Consumer<NeuralNetConfiguration.Builder> conf;

    Change(String name, Consumer<NeuralNetConfiguration.Builder> conf) {
      this.name = name;
      this.conf = conf;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /** Named settings of the penalty. */
  private static final class Setting {

    private final String name;
    private final UnaryOperator<HessianTraceRegularization.Builder> option;

    Setting(String name, UnaryOperator<HessianTraceRegularization.Builder> option) {
      this.name = name;
      this.option = option;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Change> changes() {
    List<Change> changes = new ArrayList<>();
    List<IUpdater> updaters =
        List.of(
            new Sgd(0.5),
            new Nesterovs(0.1, 0.9),
            new Adam(0.02),
            new AdaMax(0.02),
            new AMSGrad(0.02),
            new Nadam(0.02),
            new AdaGrad(0.05),
            new AdaDelta(),
            new RmsProp(0.02),
            new NoOp(),
            new Sgd(new ExponentialSchedule(ScheduleType.ITERATION, 0.5, 0.7)),
            new Adam(new ExponentialSchedule(ScheduleType.EPOCH, 0.02, 0.5)));
    updaters.forEach(each -> changes.add(new Change(each.toString(), conf -> conf.updater(each))));
    changes.add(new Change("bias updater", conf -> conf.biasUpdater(new Adam(0.03))));
    for (GradientNormalization each : GradientNormalization.values()) {
      changes.add(
          new Change(
              "gradient normalization " + each,
              conf -> conf.gradientNormalization(each).gradientNormalizationThreshold(0.3)));
    }
    changes.add(new Change("L1 and L2", conf -> conf.l1(0.02).l2(0.03).l1Bias(0.01).l2Bias(0.02)));
    changes.add(new Change("weight decay", conf -> conf.weightDecay(0.05).weightDecayBias(0.03)));
    changes.add(new Change("sum over the minibatch", conf -> conf.miniBatch(false)));
    changes.add(
        new Change("max norm", conf -> conf.constrainWeights(new MaxNormConstraint(0.8, 1))));
    changes.add(
        new Change(
            "min and max norm",
            conf -> conf.constrainAllParameters(new MinMaxNormConstraint(0.2, 0.9, 1))));
    changes.add(new Change("unit norm", conf -> conf.constrainWeights(new UnitNormConstraint(1))));
    changes.add(
        new Change("non-negative", conf -> conf.constrainWeights(new NonNegativeConstraint())));
    changes.add(
        new Change("without workspaces", conf -> conf.trainingWorkspaceMode(WorkspaceMode.NONE)));
    return changes;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("changes")
  void configurations(Change change) {
    Function<DataType, NeuralNetConfiguration.Builder> conf =
        type -> {
          NeuralNetConfiguration.Builder builder = DenseNetworks.conf(type);
          change.conf.accept(builder);
          return builder;
        };
    compare(() -> DenseNetworks.layers(conf.apply(DataType.DOUBLE)), NetworkTogetherTest::fixed);
    compare(() -> DenseNetworks.graph(conf.apply(DataType.DOUBLE)), NetworkTogetherTest::fixed);
  }

  /** A direction along all parameters of either kind of network. */
  private static HessianTraceRegularization fixed(Model net) {
    return option().direction(DenseNetworks.direction(net)).build();
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.1).seed(4);
  }

  static List<Setting> settings() {
    return List.of(
        new Setting("a probe", each -> each),
        new Setting("four probes", each -> each.probes(4)),
        new Setting(
            "Gaussian probes", each -> each.probes(2).distribution(ProbeDistribution.GAUSSIAN)),
        new Setting("dropout of elements", each -> each.dropout(ParameterDropout.perElement(0.6))),
        new Setting("dropout of tensors", each -> each.dropout(ParameterDropout.perTensor(0.5))),
        new Setting("a block of two", each -> each.dropout(ParameterDropout.blocks(2, 1))),
        new Setting("all blocks", each -> each.dropout(ParameterDropout.blocks(4, 4)).probes(2)),
        new Setting("weights by pattern", each -> each.parameterPattern(".*_W")),
        new Setting("one layer by name", each -> each.parameters(name -> name.endsWith("_b"))),
        new Setting("every second step", each -> each.interval(2)),
        new Setting("a bound that bites", each -> each.probes(2).gradientBound(0.01)),
        new Setting("a bound that does not", each -> each.gradientBound(1e6)),
        new Setting(
            "schedule of the coefficient",
            each ->
                each.coefficient(
                    new MapSchedule(ScheduleType.ITERATION, Map.of(0, 0.1, 1, 0.0, 2, 0.3)))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("settings")
  void settings(Setting setting) {
    HessianTraceRegularization option = setting.option.apply(option()).build();
    compare(() -> DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE)), net -> option);
    compare(() -> DenseNetworks.graph(DenseNetworks.conf(DataType.DOUBLE)), net -> option);
  }

  /** In one layer the Gauss–Newton matrix is the Hessian. */
  @Test
  void gaussNewton() {
    compare(
        NetworkTogetherTest::oneLayer,
        net ->
            option()
                .curvature(Curvature.GAUSS_NEWTON)
                .direction(DenseNetworks.direction(net))
                .build());
  }

  private static MultiLayerNetwork oneLayer() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            DenseNetworks.conf(DataType.DOUBLE).list().layer(DenseNetworks.output(4)).build());
    net.init();
    return net;
  }

  private static void compare(
      java.util.function.Supplier<Model> network, Function<Model, HessianTraceRegularization> reg) {
    List<DataSet> batches = DenseNetworks.batches(STEPS, DataType.DOUBLE);
    Model expected = network.get();
    HessianTraceRegularization option = reg.apply(expected);
    expected.setListeners(new DifferencePenalty(option, network.get(), batches::get));
    DenseNetworks.fit(expected, batches);

    Model actual = network.get();
    INDArray start = actual.params().dup();
    HessianTrace trace = DenseNetworks.enable(actual, option);
    assertThat(actual.params()).as("parameters after enable").isEqualTo(start);
    DenseNetworks.fit(actual, batches);

    assertThat(trace.history()).isNotEmpty();
    assertThat(actual.params().distance2(expected.params()))
        .as("%s%nexpected%n%s", actual.params(), expected.params())
        .isLessThan(1e-6 * Math.max(1.0, expected.params().norm2Number().doubleValue()));
  }
}
