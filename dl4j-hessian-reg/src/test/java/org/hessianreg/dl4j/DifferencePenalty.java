package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.hessianreg.samediff.Differences;
import org.hessianreg.samediff.internal.probes.ProbeDrawer;
import org.hessianreg.samediff.internal.probes.ProbeLayout;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Adds to the gradient of a plain network what the penalty adds, by difference quotients of fourth
 * order of the network's own gradient along the probes of an option.
 */
final class DifferencePenalty extends BaseTrainingListener {

  private static final double STEP = 2e-4;

  private final HessianTraceRegularization option;
  private final IntFunction<DataSet> batches;
  private final Model copy;

  /**
   * Creates the listener.
   *
   * @param copy a network like the one that is trained
   * @param batches the minibatch of each iteration
   */
  DifferencePenalty(HessianTraceRegularization option, Model copy, IntFunction<DataSet> batches) {
    this.option = option;
    this.batches = batches;
    this.copy = copy;
  }

  @Override
  public void onGradientCalculation(Model net) {
    int iteration = iteration(net);
    double lambda = option.settings().coefficientAt(iteration, 0);
    if (lambda == 0.0 || iteration % option.interval() != 0) {
      return;
    }
    List<String> selected = new ArrayList<>(net.paramTable().keySet());
    selected.removeIf(option.settings().estimator().parameters().negate());
    ProbeLayout layout =
        option.settings().direction().isEmpty()
            ? ProbeLayout.draw(
                option.settings().estimator(), option.settings().seed(), selected, iteration)
            : ProbeLayout.complete(
                option.settings().estimator(),
                new ArrayList<>(option.settings().direction().get().keySet()));
    INDArray penalty = net.getGradientsViewArray().like();
    for (int k = 0; k < layout.directions().size(); k++) {
      Map<String, INDArray> probe = new HashMap<>();
      for (String name : layout.directions().get(k)) {
        INDArray parameter = net.paramTable().get(name);
        INDArray array = Nd4j.create(parameter.dataType(), parameter.shape());
        if (option.settings().direction().isEmpty()) {
          new ProbeDrawer(option.settings().estimator(), option.settings().seed())
              .draw(array, name, iteration, k);
        } else {
          array.assign(option.settings().direction().get().get(name));
        }
        probe.put(name, array);
      }
      INDArray second = Differences.secondOfArrays(t -> gradient(net, probe, t, iteration), STEP);
      penalty.addi(second.mul(lambda * layout.scale()));
    }
    net.getGradientsViewArray().addi(bounded(penalty, net.getGradientsViewArray()));
  }

  private INDArray bounded(INDArray penalty, INDArray gradient) {
    double longest = penalty.norm2Number().doubleValue();
    Double ratio = option.gradientBoundRatio();
    if (ratio == null || longest == 0.0) {
      return penalty;
    }
    return penalty.mul(Math.min(1.0, ratio * gradient.norm2Number().doubleValue() / longest));
  }

  private static int iteration(Model net) {
    return net instanceof MultiLayerNetwork
        ? ((MultiLayerNetwork) net).getIterationCount()
        : ((ComputationGraph) net).getIterationCount();
  }

  /** The gradient at the network's parameters, moved along a probe. */
  private INDArray gradient(Model net, Map<String, INDArray> probe, double t, int iteration) {
    net.paramTable().forEach((name, array) -> copy.paramTable().get(name).assign(array));
    probe.forEach((name, v) -> copy.paramTable().get(name).addi(v.mul(t)));
    DataSet batch = batches.apply(iteration);
    if (copy instanceof MultiLayerNetwork) {
      MultiLayerNetwork layers = (MultiLayerNetwork) copy;
      layers.setInput(batch.getFeatures());
      layers.setLabels(batch.getLabels());
      layers.computeGradientAndScore();
    } else {
      ComputationGraph graph = (ComputationGraph) copy;
      graph.setInputs(batch.getFeatures());
      graph.setLabels(batch.getLabels());
      graph.computeGradientAndScore();
    }
    return copy.getGradientsViewArray().dup();
  }
}
