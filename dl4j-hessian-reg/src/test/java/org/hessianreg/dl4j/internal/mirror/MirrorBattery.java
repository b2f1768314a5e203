package org.hessianreg.dl4j.internal.mirror;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.Differences;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.LossChecks;
import org.hessianreg.samediff.internal.reverse.ReverseSweep;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What must hold of the mirror of a network, held against the network's own score and gradient.
 * Everything is measured in {@code fit}.
 */
public final class MirrorBattery {

  private static final double LAMBDA = 0.1;

  /** Of second difference quotients of fourth order of the network's own gradient. */
  private static final double STEP = 2e-4;

  private final NetworkCase problem;
  private final Mirrors mirrors;

  public MirrorBattery(NetworkCase problem) {
    this(problem, Mirrors.builtIn());
  }

  public MirrorBattery(NetworkCase problem, Mirrors mirrors) {
    this.problem = problem;
    this.mirrors = mirrors;
  }

  /** The mirror's score is the network's within 1e-10, and its gradient is the network's. */
  public void checkScoreAndGradient() {
    Model net = problem.network();
    Observer observer = new Observer(true);
    net.setListeners(observer);
    fit(net);
    assertThat(observer.mirrorScore)
        .as("score")
        .isCloseTo(observer.score, within(1e-10 * Math.max(1, Math.abs(observer.score))));
    assertThat(observer.mirrorGradients).isNotEmpty();
    observer.mirrorGradients.forEach(
        (name, gradient) -> assertClose(name, gradient, observer.gradients.get(name), 1e-9));
  }

  /** The mirror's gradient is the network's. */
  public void checkGradient() {
    Model net = problem.network();
    Observer observer = new Observer(true);
    net.setListeners(observer);
    fit(net);
    assertThat(observer.mirrorGradients).isNotEmpty();
    observer.mirrorGradients.forEach(
        (name, gradient) -> assertClose(name, gradient, observer.gradients.get(name), 1e-9));
  }

  /**
   * What one step of gradient descent applies is the gradient of {@code score + λ·vᵀHv}, by
   * difference quotients of the network's own gradient; the reported quadratic form is {@code
   * vᵀHv}.
   */
  public void checkFit() {
    Model net = problem.network();
    Map<String, Double> factors = new LinkedHashMap<>();
    Map<String, INDArray> v = direction(net, factors);
    HessianTrace trace =
        enable(net, HessianTraceRegularization.builder().coefficient(LAMBDA).direction(v).build());
    Map<String, INDArray> before = copies(net.paramTable());
    fit(net);
    Map<String, INDArray> after = net.paramTable();
    Map<Double, Map<String, INDArray>> gradients = new HashMap<>();
    double quadraticForm = 0;
    for (String name : v.keySet()) {
      DoubleFunction<INDArray> gradient =
          t -> gradients.computeIfAbsent(t, x -> gradientsAt(v, x)).get(name);
      INDArray second = Differences.secondOfArrays(gradient, STEP);
      INDArray expected = gradient.apply(0).add(second.mul(LAMBDA));
      assertClose(name, before.get(name).sub(after.get(name)), expected, 1e-6);
      INDArray first = Differences.firstOfArrays(gradient, STEP);
      // The form is of the score's Hessian, the quotient of what the network trains with.
      quadraticForm += first.mul(v.get(name)).sumNumber().doubleValue() / factors.get(name);
    }
    assertThat(trace.history()).hasSize(1);
    assertThat(trace.history().get(0).quadraticForm())
        .as("quadratic form")
        .isCloseTo(quadraticForm, within(1e-7 * Math.max(1, Math.abs(quadraticForm))));
  }

  /** Whether Deeplearning4j itself can make a step on the minibatch. */
  public boolean trainsWithoutThePenalty() {
    try {
      fit(problem.network());
      return true;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** One step of a network as its user trains it. */
  public void train() {
    Model net = problem.network();
    enable(net, HessianTraceRegularization.builder().coefficient(LAMBDA).build());
    fit(net);
  }

  private HessianTrace enable(Model net, HessianTraceRegularization reg) {
    return net instanceof MultiLayerNetwork
        ? HessianTrace.enable((MultiLayerNetwork) net, reg, mirrors)
        : HessianTrace.enable((ComputationGraph) net, reg, mirrors);
  }

  private static void assertClose(
      String name, INDArray actual, INDArray expected, double tolerance) {
    assertThat(actual.shape()).as(name).isEqualTo(expected.shape());
    double scale = Math.max(1.0, expected.norm2Number().doubleValue());
    assertThat(actual.sub(expected).norm2Number().doubleValue() / scale)
        .as("%s:%n%s%nexpected%n%s", name, actual, expected)
        .isLessThan(tolerance);
  }

  /** A direction along all parameters that the network trains by their gradient. */
  private Map<String, INDArray> direction(Model fresh, Map<String, Double> factors) {
    Model net = problem.network();
    Observer observer = new Observer(true);
    net.setListeners(observer);
    fit(net);
    factors.putAll(observer.factors);
    Map<String, INDArray> direction = new LinkedHashMap<>();
    long seed = 100;
    for (String name : observer.mirrorGradients.keySet()) {
      long[] shape = fresh.paramTable().get(name).shape();
      direction.put(name, NetworkCase.normal(seed++, shape).muli(0.7));
    }
    return direction;
  }

  private Map<String, INDArray> gradientsAt(Map<String, INDArray> v, double t) {
    Model net = problem.network();
    v.forEach((name, tangent) -> net.paramTable().get(name).addi(tangent.mul(t)));
    Observer observer = new Observer(false);
    net.setListeners(observer);
    fit(net);
    return observer.gradients;
  }

  /** Random layers draw the same numbers in every fit. */
  private void fit(Model net) {
    Nd4j.getRandom().setSeed(77);
    if (net instanceof MultiLayerNetwork) {
      var batch = problem.batch();
      var features = batch.getFeaturesMaskArrays();
      var labels = batch.getLabelsMaskArrays();
      ((MultiLayerNetwork) net)
          .fit(
              batch.getFeatures(0),
              batch.getLabels(0),
              features == null ? null : features[0],
              labels == null ? null : labels[0]);
    } else {
      ((ComputationGraph) net).fit(problem.batch());
    }
  }

  private static Map<String, INDArray> copies(Map<String, INDArray> arrays) {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, array.dup()));
    return copies;
  }

  /** Sees a step of training, and the mirror of the network in it. */
  private final class Observer extends BaseTrainingListener {

    private final boolean mirrored;
    private TrainedNetwork network;
    private double score;
    private double mirrorScore;
    private final Map<String, INDArray> gradients = new LinkedHashMap<>();
    private final Map<String, Double> factors = new LinkedHashMap<>();
    private final Map<String, INDArray> mirrorGradients = new LinkedHashMap<>();

    Observer(boolean mirrored) {
      this.mirrored = mirrored;
    }

    @Override
    public void onForwardPass(Model model, List<INDArray> activations) {
      network = TrainedNetwork.of(model);
      if (mirrored) {
        network.recordDropout(activations);
      }
    }

    @Override
    public void onForwardPass(Model model, Map<String, INDArray> activations) {
      network = TrainedNetwork.of(model);
      if (mirrored) {
        network.recordDropout(activations);
      }
    }

    @Override
    public void onBackwardPass(Model model) {
      if (!mirrored) {
        return;
      }
      network.endDropout();
      NetworkMirror mirror = NetworkMirror.of(network, mirrors);
      SameDiff graph = mirror.graph();
      SDVariable loss = graph.getVariable(mirror.score());
      List<String> parameters =
          LossChecks.parametersOf(graph, List.of(mirror.score()), name -> true);
      GraphAddition addition = GraphAddition.begin(graph, "test");
      SDVariable one = graph.constant("one", Nd4j.scalar(loss.dataType(), 1.0));
      Map<String, SDVariable> sweep =
          mirror.asTrained(
              new ReverseSweep(graph, addition).run(Map.of(loss.name(), one), parameters));
      parameters.forEach(name -> factors.put(name, mirror.factor(name)));
      List<String> results = new ArrayList<>(List.of(loss.name()));
      sweep.values().forEach(gradient -> results.add(gradient.name()));
      Program program = Program.ofGraph(graph, results);
      List<INDArray> values =
          new ProgramRunner(program, new ArrayPool(), () -> {}, () -> {})
              .run(mirror.read(program.inputs()));
      mirrorScore = values.get(0).getDouble(0);
      int i = 1;
      for (String name : sweep.keySet()) {
        mirrorGradients.put(name, values.get(i++).dup());
      }
    }

    @Override
    public void onGradientCalculation(Model model) {
      score =
          model.score()
              - (model instanceof MultiLayerNetwork
                  ? ((MultiLayerNetwork) model).calcRegularizationScore(true)
                  : ((ComputationGraph) model).calcRegularizationScore(true));
      model
          .gradient()
          .gradientForVariable()
          .forEach(
              (name, gradient) -> {
                // A locked batch normalisation has gradients of parameters that it does not have.
                if (gradient != null && model.paramTable().containsKey(name)) {
                  gradients.put(name, network.requireGradient(name).div(network.gradientScale()));
                }
              });
    }
  }
}
