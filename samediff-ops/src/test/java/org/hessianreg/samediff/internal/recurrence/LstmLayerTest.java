package org.hessianreg.samediff.internal.recurrence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.reverse.ReverseSweep;
import org.hessianreg.samediff.internal.taylor.Jet;
import org.hessianreg.samediff.internal.taylor.Linearization;
import org.hessianreg.samediff.internal.taylor.TaylorSweep;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMActivations;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDataFormat;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMDirectionMode;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.config.LSTMLayerConfig;
import org.nd4j.linalg.api.ops.impl.layers.recurrent.weights.LSTMLayerWeights;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Second coefficient and gradient of {@code loss + λ·second} of graphs with ND4J's {@code
 * lstmLayer}, against difference quotients of the loss that ND4J's own op computes.
 */
final class LstmLayerTest {

  private static final int STEPS = 3;
  private static final int EXAMPLES = 2;
  private static final int FEATURES = 4;
  private static final int UNITS = 3;
  private static final double LAMBDA = 0.2;

  /** One configuration. Immutable. */
  private static final class Layer {
    private final LSTMDataFormat format;
    private final LSTMDirectionMode direction;
    private final boolean bias;
    private final boolean peepholes;
    private final boolean initial;
    private final String returned;
    private final double clip;
    private final LSTMActivations gate;
    private final LSTMActivations cell;
    private final LSTMActivations out;

    Layer(
        LSTMDataFormat format,
        LSTMDirectionMode direction,
        boolean bias,
        boolean peepholes,
        boolean initial,
        String returned,
        double clip,
        LSTMActivations... activations) {
      this.format = format;
      this.direction = direction;
      this.bias = bias;
      this.peepholes = peepholes;
      this.initial = initial;
      this.returned = returned;
      this.clip = clip;
      this.gate = activations.length > 0 ? activations[0] : LSTMActivations.SIGMOID;
      this.cell = activations.length > 1 ? activations[1] : LSTMActivations.TANH;
      this.out = activations.length > 2 ? activations[2] : LSTMActivations.TANH;
    }

    boolean isBidirectional() {
      return direction != LSTMDirectionMode.FWD && direction != LSTMDirectionMode.BWD;
    }

    @Override
    public String toString() {
      return String.format(
          "%s %s%s%s%s returns %s, clip %s, %s %s %s",
          format,
          direction,
          bias ? ", bias" : "",
          peepholes ? ", peepholes" : "",
          initial ? ", initial states" : "",
          returned,
          clip,
          gate,
          cell,
          out);
    }
  }

  private static Stream<Layer> layers() {
    List<Layer> layers = new ArrayList<>();
    for (LSTMDirectionMode direction : LSTMDirectionMode.values()) {
      for (LSTMDataFormat format : LSTMDataFormat.values()) {
        boolean extra = format == LSTMDataFormat.T2NS;
        if (extra == (direction == LSTMDirectionMode.BIDIR_EXTRA_DIM)) {
          layers.add(new Layer(format, direction, true, false, false, "hHC", 0.0));
          layers.add(new Layer(format, direction, false, true, true, "h", 0.0));
        }
      }
    }
    for (LSTMDirectionMode direction : List.of(LSTMDirectionMode.FWD, LSTMDirectionMode.BWD)) {
      for (String returned : List.of("h", "H", "C", "HC", "hC", "hH")) {
        layers.add(new Layer(LSTMDataFormat.TNS, direction, true, true, true, returned, 0.0));
      }
    }
    layers.add(new Layer(LSTMDataFormat.NTS, LSTMDirectionMode.FWD, true, true, true, "hHC", 0.15));
    layers.add(
        new Layer(
            LSTMDataFormat.TNS,
            LSTMDirectionMode.FWD,
            true,
            false,
            true,
            "h",
            0.0,
            LSTMActivations.SOFTSIGN,
            LSTMActivations.SOFTPLUS,
            LSTMActivations.SIGMOID));
    layers.add(
        new Layer(
            LSTMDataFormat.TNS,
            LSTMDirectionMode.BIDIR_SUM,
            true,
            true,
            true,
            "hC",
            0.0,
            LSTMActivations.SIGMOID,
            LSTMActivations.SIGMOID,
            LSTMActivations.SOFTPLUS));
    return layers.stream();
  }

  private static Map<String, INDArray> parameters(Layer layer) {
    Nd4j.getRandom().setSeed(11);
    Map<String, INDArray> all = new LinkedHashMap<>();
    all.put("x", random(shapeOfInput(layer.format)));
    put(all, layer, "W", FEATURES, 4 * UNITS);
    put(all, layer, "R", UNITS, 4 * UNITS);
    if (layer.bias) {
      put(all, layer, "b", 4 * UNITS);
    }
    if (layer.initial) {
      put(all, layer, "h", EXAMPLES, UNITS);
      put(all, layer, "c", EXAMPLES, UNITS);
    }
    if (layer.peepholes) {
      put(all, layer, "p", 3 * UNITS);
    }
    return all;
  }

  private static void put(Map<String, INDArray> all, Layer layer, String name, long... shape) {
    all.put(name, random(layer.isBidirectional() ? Recurrence.shape(2, shape) : shape));
  }

  private static INDArray random(long... shape) {
    return Nd4j.rand(DataType.DOUBLE, shape).sub(0.5);
  }

  private static long[] shapeOfInput(LSTMDataFormat format) {
    switch (format) {
      case NTS:
        return new long[] {EXAMPLES, STEPS, FEATURES};
      case NST:
        return new long[] {EXAMPLES, FEATURES, STEPS};
      default:
        return new long[] {STEPS, EXAMPLES, FEATURES};
    }
  }

  private static SDVariable loss(SameDiff sd, Layer layer) {
    LSTMLayerWeights.LSTMLayerWeightsBuilder weights =
        LSTMLayerWeights.builder().weights(sd.getVariable("W")).rWeights(sd.getVariable("R"));
    if (layer.bias) {
      weights.bias(sd.getVariable("b"));
    }
    if (layer.peepholes) {
      weights.peepholeWeights(sd.getVariable("p"));
    }
    LSTMLayerConfig config =
        LSTMLayerConfig.builder()
            .lstmdataformat(layer.format)
            .directionMode(layer.direction)
            .gateAct(layer.gate)
            .cellAct(layer.cell)
            .outAct(layer.out)
            .retFullSequence(layer.returned.contains("h"))
            .retLastH(layer.returned.contains("H"))
            .retLastC(layer.returned.contains("C"))
            .cellClip(layer.clip)
            .build();
    SDVariable[] outputs =
        sd.rnn()
            .lstmLayer(
                sd.getVariable("x"),
                layer.initial ? sd.getVariable("c") : null,
                layer.initial ? sd.getVariable("h") : null,
                null,
                weights.build(),
                config);
    SDVariable loss = null;
    for (int i = 0; i < outputs.length; i++) {
      SDVariable term = sd.math().square(outputs[i].add(0.3 + 0.2 * i)).sum();
      loss = loss == null ? term : loss.add(term);
    }
    return sd.identity("loss", loss);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("layers")
  void isDifferentiatedThreeTimes(Layer layer) {
    Map<String, INDArray> at = parameters(layer);
    Map<String, INDArray> direction = new LinkedHashMap<>();
    at.forEach((name, array) -> direction.put(name, random(array.shape())));
    SameDiff sd = SameDiff.create();
    at.forEach((name, array) -> sd.var(name, array.dup()));
    SDVariable loss = loss(sd, layer);
    GraphAddition addition = GraphAddition.begin(sd, "test");
    Map<String, SDVariable> tangents = new LinkedHashMap<>();
    direction.forEach((name, v) -> tangents.put(name, sd.constant(v.dup())));
    Jet jet =
        TaylorSweep.ofAllOps(sd, addition)
            .run(List.of("loss"), List.of(tangents), Linearization.none())
            .get(0);
    Map<String, SDVariable> seeds = new LinkedHashMap<>();
    seeds.put("loss", sd.constant(Nd4j.scalar(1.0)));
    seeds.put(jet.second().name(), sd.constant(Nd4j.scalar(LAMBDA)));
    Map<String, SDVariable> gradients = new ReverseSweep(sd, addition).run(seeds, at.keySet());
    List<String> results = new ArrayList<>(List.of(loss.name(), jet.second().name()));
    gradients.values().forEach(gradient -> results.add(gradient.name()));
    addition.commit(results);
    Program program = Program.of(sd, addition, results, Set.of());
    ProgramRunner runner =
        new ProgramRunner(program, new ArrayPool(), addition::attach, addition::detach);
    addition.detach();
    List<INDArray> values = run(program, runner, at);
    assertThat(values.get(0).getDouble(0)).isCloseTo(valueOf(sd, at), within(1e-12));
    assertThat(values.get(1).getDouble(0)).isCloseTo(second(sd, at, direction), within(1e-5));
    int next = 2;
    for (String name : gradients.keySet()) {
      double along = values.get(next++).mul(direction.get(name)).sumNumber().doubleValue();
      Map<String, INDArray> only = Map.of(name, direction.get(name));
      double h = 1e-5;
      double expected =
          (penalised(program, runner, moved(at, only, h))
                  - penalised(program, runner, moved(at, only, -h)))
              / (2 * h);
      assertThat(along).as(name).isCloseTo(expected, within(1e-7));
    }
  }

  @Test
  void inAUsersGraphIsRefused() {
    Layer layer = new Layer(LSTMDataFormat.TNS, LSTMDirectionMode.FWD, true, false, false, "h", 0);
    SameDiff sd = SameDiff.create();
    parameters(layer).forEach((name, array) -> sd.var(name, array));
    SDVariable loss = loss(sd, layer);
    Map<String, SDVariable> direction = Map.of("W", sd.constant(parameters(layer).get("W")));
    int ops = sd.getOps().size();
    assertThatThrownBy(() -> new HessianOps(sd).quadraticForm("q", loss, direction))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("lstmLayer", "train with the option of dl4j-hessian-reg");
    assertThat(sd.getOps()).hasSize(ops);
  }

  @Test
  void unusualActivationFunctionsAreRefused() {
    Layer layer =
        new Layer(
            LSTMDataFormat.TNS,
            LSTMDirectionMode.FWD,
            true,
            false,
            false,
            "h",
            0,
            LSTMActivations.HARD_SIGMOID);
    SameDiff sd = SameDiff.create();
    parameters(layer).forEach((name, array) -> sd.var(name, array));
    loss(sd, layer);
    assertThatThrownBy(
            () ->
                Expansion.expand(
                    sd, GraphAddition.begin(sd, "test"), List.of("W"), List.of("loss")))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("lstmLayer", "number 7 of LSTMActivations", "use TANH");
  }

  @Test
  void lengthsOfSequencesAreRefused() {
    SameDiff sd = withLengths(LSTMDirectionMode.FWD, STEPS, STEPS - 1);
    assertThatThrownBy(
            () ->
                Expansion.expand(
                    sd, GraphAddition.begin(sd, "test"), List.of("W"), List.of("loss")))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(
            "lstmLayer", "lengths of sequences, which SameDiff's own gradient", "mask the loss");
  }

  /** Why they are refused: steps without the penalty would be wrong. */
  @ParameterizedTest
  @EnumSource(names = {"FWD", "BWD", "BIDIR_SUM"})
  void theOwnGradientOfSameDiffLeavesLengthsOut(LSTMDirectionMode direction) {
    SameDiff whole = withLengths(direction, STEPS, STEPS);
    assertThat(slopeBySameDiff(whole)).isCloseTo(slopeByDifferences(whole), within(1e-7));
    SameDiff shorter = withLengths(direction, STEPS, STEPS - 1);
    assertThat(slopeBySameDiff(shorter)).isNotCloseTo(slopeByDifferences(shorter), within(0.01));
  }

  private static SameDiff withLengths(LSTMDirectionMode direction, int first, int second) {
    Layer layer = new Layer(LSTMDataFormat.TNS, direction, false, false, false, "h", 0);
    SameDiff sd = SameDiff.create();
    parameters(layer).forEach((name, array) -> sd.var(name, array));
    LSTMLayerWeights weights =
        LSTMLayerWeights.builder()
            .weights(sd.getVariable("W"))
            .rWeights(sd.getVariable("R"))
            .build();
    SDVariable lengths = sd.constant("lengths", Nd4j.createFromArray(first, second));
    LSTMLayerConfig config =
        LSTMLayerConfig.builder().directionMode(direction).retFullSequence(true).build();
    SDVariable output =
        sd.rnn().lstmLayer(sd.getVariable("x"), null, null, lengths, weights, config)[0];
    sd.math().square(output.add(0.3)).sum("loss");
    sd.setLossVariables("loss");
    return sd;
  }

  private static double slopeBySameDiff(SameDiff sd) {
    INDArray gradient = sd.calculateGradients(Map.of(), "W").get("W");
    return gradient.mul(directionOfSlope(gradient)).sumNumber().doubleValue();
  }

  private static double slopeByDifferences(SameDiff sd) {
    Map<String, INDArray> at = Map.of("W", sd.getVariable("W").getArr().dup());
    Map<String, INDArray> direction = Map.of("W", directionOfSlope(at.get("W")));
    double h = 1e-5;
    double above = valueOf(sd, moved(at, direction, h));
    double below = valueOf(sd, moved(at, direction, -h));
    valueOf(sd, at);
    return (above - below) / (2 * h);
  }

  private static INDArray directionOfSlope(INDArray like) {
    return Nd4j.linspace(DataType.DOUBLE, -1, 2.0 / like.length(), like.length())
        .reshape(like.shape());
  }

  private static Offset<Double> within(double tolerance) {
    return Offset.offset(tolerance);
  }

  private static List<INDArray> run(
      Program program, ProgramRunner runner, Map<String, INDArray> at) {
    List<INDArray> inputs = new ArrayList<>();
    program.inputs().forEach(name -> inputs.add(at.get(name).dup()));
    return runner.run(inputs).stream().map(INDArray::dup).collect(Collectors.toList());
  }

  private static double penalised(Program program, ProgramRunner runner, Map<String, INDArray> at) {
    List<INDArray> values = run(program, runner, at);
    return values.get(0).getDouble(0) + LAMBDA * values.get(1).getDouble(0);
  }

  /** By ND4J's own op. */
  private static double valueOf(SameDiff sd, Map<String, INDArray> at) {
    at.forEach((name, array) -> sd.getVariable(name).getArr().assign(array));
    return sd.outputSingle(Map.of(), "loss").getDouble(0);
  }

  private static double second(
      SameDiff sd, Map<String, INDArray> at, Map<String, INDArray> direction) {
    double h = 2e-3;
    double[] values = new double[5];
    for (int i = 0; i < 5; i++) {
      values[i] = valueOf(sd, moved(at, direction, (i - 2) * h));
    }
    return (-values[0] + 16 * values[1] - 30 * values[2] + 16 * values[3] - values[4])
        / (12 * h * h);
  }

  private static Map<String, INDArray> moved(
      Map<String, INDArray> at, Map<String, INDArray> direction, double by) {
    Map<String, INDArray> moved = new LinkedHashMap<>(at);
    direction.forEach((name, v) -> moved.put(name, at.get(name).add(v.mul(by))));
    return moved;
  }
}
