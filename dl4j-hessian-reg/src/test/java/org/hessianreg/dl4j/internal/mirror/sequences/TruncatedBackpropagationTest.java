package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.samediff.Differences;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Truncated backpropagation through time: sequences of five steps in segments of two, two and one.
 * What is held against the update is the network's own score of a segment, computed from the state
 * with which the segment began; its gradient in {@code fit} is another from the second segment on.
 */
@SuppressWarnings("deprecation") // GravesLSTM.
class TruncatedBackpropagationTest {

  private static final double LAMBDA = 0.1;
  private static final double STEP = 1e-2;

  /** Random directions along which the penalty's gradient is measured. */
  private static final int DIRECTIONS = 3;

  static List<NetworkCase> cases() {
    return List.of(
        NetworkCase.layers(
            "LSTM",
            () ->
                conf()
                    .list(new LSTM.Builder().nIn(2).nOut(2).build(), output(2, RNNFormat.NCW))
                    .backpropType(BackpropType.TruncatedBPTT)
                    .tBPTTLength(2)
                    .build(),
            () -> batch(normal(1, 3, 2, 5), sequenceClasses(3, 2, 5))),
        NetworkCase.layers(
            "GravesLSTM and SimpleRnn, shorter backward",
            () ->
                conf()
                    .list(
                        new GravesLSTM.Builder().nIn(2).nOut(2).build(),
                        new SimpleRnn.Builder().nIn(2).nOut(2).build(),
                        output(2, RNNFormat.NCW))
                    .backpropType(BackpropType.TruncatedBPTT)
                    .tBPTTForwardLength(2)
                    .tBPTTBackwardLength(1)
                    .build(),
            () -> batch(normal(1, 3, 2, 5), sequenceClasses(3, 2, 5))),
        NetworkCase.layers(
            "SimpleRnn, masked",
            () ->
                conf()
                    .list(new SimpleRnn.Builder().nIn(2).nOut(3).build(), output(3, RNNFormat.NCW))
                    .backpropType(BackpropType.TruncatedBPTT)
                    .tBPTTLength(2)
                    .build(),
            () -> batch(normal(1, 3, 2, 5), sequenceClasses(3, 2, 5), mask(), mask())),
        NetworkCase.graph(
            "graph",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("rnn", new LSTM.Builder().nIn(2).nOut(2).build(), "x")
                    .addLayer("out", output(2, RNNFormat.NCW), "rnn")
                    .setOutputs("out")
                    .backpropType(BackpropType.TruncatedBPTT)
                    .tBPTTLength(2)
                    .build(),
            () -> batch(normal(1, 3, 2, 5), sequenceClasses(3, 2, 5))));
  }

  private static INDArray mask() {
    return Nd4j.createFromArray(new double[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 1, 1, 1, 0}});
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void everySegmentAddsTheGradientOfItsPenalty(NetworkCase problem) {
    Model net = problem.network();
    Map<String, INDArray> direction = direction(net);
    INDArray v = flat(problem.network(), direction);
    HessianTraceRegularization reg =
        HessianTraceRegularization.builder().coefficient(LAMBDA).direction(direction).build();
    HessianTrace trace =
        net instanceof MultiLayerNetwork
            ? HessianTrace.enable((MultiLayerNetwork) net, reg)
            : HessianTrace.enable((ComputationGraph) net, reg);
    List<Segment> segments = fit(net, problem.batch());
    assertThat(segments).hasSize(3);
    assertThat(trace.history()).hasSize(3);
    for (int k = 0; k < segments.size(); k++) {
      Segment segment = segments.get(k);
      INDArray next = k == 2 ? net.params() : segments.get(k + 1).parameters;
      INDArray penalty = segment.parameters.sub(next).sub(segment.gradient).div(LAMBDA);
      Scorer scorer = new Scorer(problem.network(), segment);
      assertThat(scorer.score(segment.parameters)).isCloseTo(segment.score, within(1e-12));
      assertThat(trace.history().get(k).quadraticForm())
          .isCloseTo(Differences.second(t -> scorer.along(v, t), STEP), within(1e-6));
      for (int seed = 1; seed <= DIRECTIONS; seed++) {
        INDArray w = normal(seed, v.shape()).muli(0.2);
        double expected =
            Differences.first(
                e ->
                    Differences.second(
                        t -> scorer.score(shifted(segment.parameters, w, e, v, t)), STEP),
                STEP);
        assertThat(penalty.mul(w).sumNumber().doubleValue()).isCloseTo(expected, within(1e-6));
      }
    }
  }

  /** Why not the gradient is what the test above compares with. */
  @Test
  void theNetworksOwnGradientForgetsTheState() {
    NetworkCase problem = cases().get(0);
    Model net = problem.network();
    INDArray v = flat(problem.network(), direction(net));
    List<Segment> segments = fit(net, problem.batch());
    double[] errors = new double[2];
    for (int k = 0; k < 2; k++) {
      Scorer scorer = new Scorer(problem.network(), segments.get(k));
      double slope = Differences.first(t -> scorer.along(v, t), STEP);
      errors[k] = Math.abs(segments.get(k).gradient.mul(v).sumNumber().doubleValue() - slope);
    }
    assertThat(errors[0]).isLessThan(1e-7);
    assertThat(errors[1]).isGreaterThan(1e-3);
  }

  private static INDArray shifted(INDArray at, INDArray w, double e, INDArray v, double t) {
    return at.add(w.mul(e)).addi(v.mul(t));
  }

  private static Map<String, INDArray> direction(Model net) {
    Map<String, INDArray> direction = new LinkedHashMap<>();
    long seed = 100;
    for (Map.Entry<String, INDArray> parameter : net.paramTable().entrySet()) {
      direction.put(parameter.getKey(), normal(seed++, parameter.getValue().shape()).muli(0.5));
    }
    return direction;
  }

  private static INDArray flat(Model net, Map<String, INDArray> arrays) {
    arrays.forEach((name, array) -> net.paramTable().get(name).assign(array));
    return net.params().dup();
  }

  private static List<Segment> fit(Model net, MultiDataSet data) {
    List<Segment> segments = new ArrayList<>();
    TrainingListener recorder =
        new BaseTrainingListener() {
          @Override
          public void onBackwardPass(Model model) {
            segments.add(new Segment(model, data, segments.size()));
          }
        };
    // Before the listener that adds the penalty.
    List<TrainingListener> listeners = new ArrayList<>(List.of(recorder));
    if (net instanceof MultiLayerNetwork) {
      listeners.addAll(((MultiLayerNetwork) net).getListeners());
      net.setListeners(listeners);
      var masks = data.getFeaturesMaskArrays();
      ((MultiLayerNetwork) net)
          .fit(
              data.getFeatures(0),
              data.getLabels(0),
              masks == null ? null : masks[0],
              masks == null ? null : masks[0]);
    } else {
      listeners.addAll(((ComputationGraph) net).getListeners());
      net.setListeners(listeners);
      ((ComputationGraph) net).fit(data);
    }
    return segments;
  }

  private static Collection<Layer> layers(Model net) {
    return Arrays.asList(
        net instanceof MultiLayerNetwork
            ? ((MultiLayerNetwork) net).getLayers()
            : ((ComputationGraph) net).getLayers());
  }

  /** What a segment of a minibatch was trained from. */
  private static final class Segment {

    private final INDArray parameters;
    private final INDArray gradient;
    private final double score;
    private final List<Map<String, INDArray>> states = new ArrayList<>();
    private final INDArray features;
    private final INDArray labels;
    private final INDArray mask;

    Segment(Model net, MultiDataSet data, int index) {
      parameters = net.params().dup();
      gradient = net.getGradientsViewArray().div(net.batchSize());
      score = net.score();
      for (Layer layer : layers(net)) {
        if (layer instanceof RecurrentLayer) {
          Map<String, INDArray> state = new LinkedHashMap<>();
          ((RecurrentLayer) layer)
              .rnnGetPreviousState()
              .forEach((key, array) -> state.put(key, array.dup()));
          states.add(state);
        }
      }
      features = cut(data.getFeatures(0), index);
      labels = cut(data.getLabels(0), index);
      mask = data.getFeaturesMaskArrays() == null ? null : cut(data.getFeaturesMaskArray(0), index);
    }

    private static INDArray cut(INDArray sequences, int index) {
      int time = sequences.rank() - 1;
      INDArray[] steps = new INDArray[index == 2 ? 1 : 2];
      for (int i = 0; i < steps.length; i++) {
        int[] others = time == 2 ? new int[] {0, 1} : new int[] {0};
        steps[i] = sequences.tensorAlongDimension(2 * index + i, others);
      }
      return Nd4j.stack(time, steps);
    }
  }

  /** The network's score of a segment as a function of the parameters. */
  private static final class Scorer {

    private final Model net;
    private final Segment segment;

    Scorer(Model net, Segment segment) {
      this.net = net;
      this.segment = segment;
    }

    double along(INDArray v, double t) {
      return score(segment.parameters.add(v.mul(t)));
    }

    double score(INDArray parameters) {
      net.params().assign(parameters);
      int i = 0;
      for (Layer layer : layers(net)) {
        if (layer instanceof RecurrentLayer) {
          ((RecurrentLayer) layer).rnnSetPreviousState(segment.states.get(i));
          ((RecurrentLayer) layer).rnnSetTBPTTState(segment.states.get(i));
          i++;
        }
      }
      if (net instanceof MultiLayerNetwork) {
        MultiLayerNetwork layers = (MultiLayerNetwork) net;
        layers.setInput(segment.features);
        layers.setLabels(segment.labels);
        layers.setLayerMaskArrays(segment.mask, segment.mask);
      } else {
        ComputationGraph graph = (ComputationGraph) net;
        graph.setInputs(segment.features);
        graph.setLabels(segment.labels);
      }
      net.computeGradientAndScore(LayerWorkspaceMgr.noWorkspaces());
      return net.score();
    }
  }
}
