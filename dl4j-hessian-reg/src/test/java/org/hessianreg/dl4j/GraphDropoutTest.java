package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.random.impl.DropOut;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.Regularization;

/**
 * Graphs with {@code nn().dropout}, which SameDiff cannot differentiate: the step is that of a
 * product with the mask which the op would have drawn.
 */
class GraphDropoutTest {

  private static final double LAMBDA = 0.2;
  private static final double KEPT = 0.6;
  private static final int ROWS = 6;
  private static final int SEED = 5;

  @TempDir Path folder;

  /** How the hidden units are dropped. */
  enum Kind {
    DROPOUT {
      @Override
      SDVariable drop(SDVariable hidden) {
        return hidden.getSameDiff().nn().dropout("dropped", hidden, KEPT);
      }

      @Override
      double scale() {
        return 1.0;
      }
    },
    INVERTED {
      @Override
      SDVariable drop(SDVariable hidden) {
        return hidden.getSameDiff().nn().dropoutInverted("dropped", hidden, KEPT);
      }

      @Override
      double scale() {
        return 1.0 / KEPT;
      }
    };

    abstract SDVariable drop(SDVariable hidden);

    /** What the kept units are multiplied with. */
    abstract double scale();
  }

  /** What is done to the hidden units. */
  interface Layer {
    SDVariable of(SDVariable hidden);
  }

  /** Half of the hidden units are zero for every example, so that the output shows no mask. */
  private static SameDiff graph(DataType type, Layer layer) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", type, -1, 4);
    SDVariable y = sd.placeHolder("y", type, -1, 2);
    SDVariable first = sd.var("first", numbers(type, 1, 4, 8));
    SDVariable bias = sd.var("bias", numbers(type, 2, 8));
    SDVariable second = sd.var("second", numbers(type, 3, 8, 2));
    SDVariable silent = sd.constant(Nd4j.createFromArray(1, 0, 1, 0, 1, 0, 1, 0).castTo(type));
    SDVariable hidden = sd.math().tanh(x.mmul(first).add(bias)).mul(silent);
    SDVariable out = layer.of(sd.math().sin(hidden)).mmul(second);
    sd.math().squaredDifference(sd.math().tanh(out), y).mean("loss");
    sd.setLossVariables("loss");
    return sd;
  }

  private static INDArray numbers(DataType type, int seed, long... shape) {
    Random random = new Random(seed);
    INDArray array = Nd4j.create(DataType.FLOAT, shape);
    for (long k = 0; k < array.length(); k++) {
      array.putScalar(k, (float) random.nextGaussian());
    }
    return array.castTo(type);
  }

  private static DataSet batch(DataType type) {
    return new DataSet(numbers(type, 4, ROWS, 4), numbers(type, 5, ROWS, 2));
  }

  private static SameDiff configured(SameDiff sd, IUpdater updater, Regularization... option) {
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(updater)
            .regularization(option)
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("y")
            .build());
    return sd;
  }

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(LAMBDA).seed(3);
  }

  /** The mask that ND4J draws next, after the seed. */
  private static INDArray mask(Kind kind) {
    Nd4j.getRandom().setSeed(SEED);
    SameDiff sd = SameDiff.create();
    sd.nn().dropout("mask", sd.var("ones", Nd4j.ones(DataType.FLOAT, ROWS, 8)), KEPT);
    return sd.getVariable("mask").eval().castTo(DataType.DOUBLE).mul(kind.scale());
  }

  private static Map<String, INDArray> parameters(SameDiff sd) {
    return SmallNetwork.parameters(sd);
  }

  /** The graph in DOUBLE with a fixed mask. */
  private static SameDiff masked(INDArray mask) {
    return graph(DataType.DOUBLE, hidden -> hidden.mul(hidden.getSameDiff().constant(mask)));
  }

  private static double loss(SameDiff sd) {
    DataSet batch = batch(DataType.DOUBLE);
    Map<String, INDArray> fed = Map.of("x", batch.getFeatures(), "y", batch.getLabels());
    return sd.output(fed, "loss").get("loss").getDouble(0);
  }

  /** Loss and penalty of a graph in DOUBLE, with one parameter moved along a direction. */
  private static double objective(INDArray mask, String name, INDArray along, double t) {
    SameDiff sd = masked(mask);
    sd.getVariable(name).getArr().addi(along.mul(t));
    double loss = loss(sd);
    configured(sd, new Sgd(0.0), option().build());
    HessianTrace trace = HessianTrace.enable(sd);
    sd.fit(batch(DataType.DOUBLE));
    return loss + trace.history().get(0).penalty();
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Kind.class)
  void whatFitAppliesIsTheSlopeOfThePenalisedLossAtTheMaskDrawn(Kind kind) {
    SameDiff sd = configured(graph(DataType.FLOAT, kind::drop), new Sgd(1.0), option().build());
    Map<String, INDArray> before = parameters(sd);
    HessianTrace.enable(sd);
    INDArray mask = mask(kind);
    Nd4j.getRandom().setSeed(SEED);
    sd.fit(batch(DataType.FLOAT));
    for (Map.Entry<String, INDArray> parameter : before.entrySet()) {
      String name = parameter.getKey();
      INDArray applied = parameter.getValue().sub(sd.getVariable(name).getArr());
      INDArray along = numbers(DataType.DOUBLE, 9, applied.shape());
      double h = 1e-4;
      double quotient =
          (objective(mask, name, along, h) - objective(mask, name, along, -h)) / (2 * h);
      double slope = applied.castTo(DataType.DOUBLE).mul(along).sumNumber().doubleValue();
      // A sum of up to 32 gradients that are rounded to FLOAT, as the program computes them.
      assertThat(slope).as(name).isCloseTo(quotient, within(2e-5));
    }
  }

  static Stream<HessianTraceRegularization> schedules() {
    return Stream.of(option().build(), option().interval(2).build());
  }

  /** The same graph with the mask drawn by hand, which SameDiff can train. */
  private static SameDiff byHand(Kind kind) {
    return graph(
        DataType.FLOAT,
        hidden -> {
          SameDiff sd = hidden.getSameDiff();
          SDVariable ones = sd.onesLike(hidden).castTo(DataType.INT32).castTo(DataType.FLOAT);
          SDVariable drawn = new DropOut(sd, ones, KEPT).outputVariable();
          return hidden.mul(kind == Kind.INVERTED ? drawn.div(KEPT) : drawn);
        });
  }

  private static Map<String, INDArray> trained(SameDiff sd) {
    Nd4j.getRandom().setSeed(SEED);
    for (int i = 0; i < 4; i++) {
      sd.fit(batch(DataType.FLOAT));
    }
    return parameters(sd);
  }

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Kind.class)
  void zeroCoefficientTrainsAsAMaskByHandDoes(Kind kind) {
    SameDiff sd =
        configured(
            graph(DataType.FLOAT, kind::drop), new Adam(0.01), option().coefficient(0.0).build());
    HessianTrace.enable(sd);
    assertThat(trained(sd)).isEqualTo(trained(configured(byHand(kind), new Adam(0.01))));
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("schedules")
  void penalisedTrainingIsThatOfAMaskByHand(HessianTraceRegularization reg) {
    SameDiff sd = configured(graph(DataType.FLOAT, Kind.DROPOUT::drop), new Adam(0.01), reg);
    HessianTrace.enable(sd);
    SameDiff other = configured(byHand(Kind.DROPOUT), new Adam(0.01), reg);
    HessianTrace.enable(other);
    assertThat(trained(sd)).isEqualTo(trained(other));
  }

  @Tag("slow")
  @Test
  void anotherMaskIsDrawnInEachIteration() {
    SameDiff sd =
        configured(graph(DataType.FLOAT, Kind.DROPOUT::drop), new Sgd(0.0), option().build());
    HessianTrace trace = HessianTrace.enable(sd);
    trained(sd);
    assertThat(trace.history().stream().map(PenaltyRecord::penalty).distinct()).hasSize(4);
  }

  @Tag("slow")
  @Test
  void aResumedRunEqualsTheUninterruptedOne() throws IOException {
    SameDiff whole =
        configured(graph(DataType.FLOAT, Kind.DROPOUT::drop), new Adam(0.01), option().build());
    HessianTrace.enable(whole);
    trained(whole);
    SameDiff half =
        configured(graph(DataType.FLOAT, Kind.DROPOUT::drop), new Adam(0.01), option().build());
    HessianTrace.enable(half);
    Nd4j.getRandom().setSeed(SEED);
    half.fit(batch(DataType.FLOAT));
    half.fit(batch(DataType.FLOAT));
    File file = folder.resolve("graph.fb").toFile();
    half.save(file, true);
    SameDiff loaded = SameDiff.load(file, true);
    HessianTrace.enable(loaded);
    loaded.fit(batch(DataType.FLOAT));
    loaded.fit(batch(DataType.FLOAT));
    assertThat(parameters(loaded)).isEqualTo(parameters(whole));
  }

  /** Watched ops make the session compute the forward pass, which then draws the mask once. */
  @Tag("slow")
  @Test
  void whoWatchesOpsChangesNothing() {
    SameDiff plain =
        configured(graph(DataType.FLOAT, Kind.DROPOUT::drop), new Adam(0.01), option().build());
    HessianTrace.enable(plain);
    SameDiff watched =
        configured(graph(DataType.FLOAT, Kind.DROPOUT::drop), new Adam(0.01), option().build());
    HessianTrace.enable(watched);
    watched.addListeners(new WatchedOps());
    Map<String, INDArray> expected = trained(plain);
    trained(watched)
        .forEach(
            (name, array) ->
                assertThat(array.distance2(expected.get(name))).as(name).isLessThan(1e-5));
  }

  /** Looks at every op that a session executes. */
  private static final class WatchedOps extends BaseListener {
    @Override
    public boolean isActive(Operation operation) {
      return true;
    }

    @Override
    public void opExecution(
        SameDiff sd,
        At at,
        MultiDataSet batch,
        SameDiffOp op,
        OpContext context,
        INDArray[] outputs) {
      assertThat(outputs).isNotEmpty();
    }
  }

  @Tag("slow")
  @Test
  void theUsersGraphStaysAsItIs() {
    SameDiff sd =
        configured(graph(DataType.FLOAT, Kind.DROPOUT::drop), new Sgd(0.1), option().build());
    List<String> ops = List.copyOf(sd.getOps().keySet());
    List<String> variables = List.copyOf(sd.getVariables().keySet());
    assertThat(HessianTrace.enable(sd).warnings())
        .hasSize(1)
        .first()
        .asString()
        .contains("'dropped'", "(dropout)", "bernoulli");
    sd.fit(batch(DataType.FLOAT));
    assertThat(sd.getOps().keySet()).containsExactlyElementsOf(ops);
    assertThat(sd.getVariables().keySet()).containsExactlyElementsOf(variables);
    assertThat(sd.getVariableOutputOp("dropped").opName()).isEqualTo("dropout");
    HessianTrace.disable(sd);
    assertThat(sd.getFunction("grad")).isNull();
  }

  @Tag("slow")
  @Test
  void dropoutInDoubleIsRefused() {
    SameDiff sd =
        configured(
            graph(DataType.DOUBLE, h -> h.getSameDiff().nn().dropout(h, KEPT).castTo(h.dataType())),
            new Sgd(0.1),
            option().build());
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("(dropout)", "bernoulli", "Fix: ");
    assertThat(sd.getFunction("grad")).isNull();
    assertThat(sd.getListeners()).isEmpty();
  }
}
