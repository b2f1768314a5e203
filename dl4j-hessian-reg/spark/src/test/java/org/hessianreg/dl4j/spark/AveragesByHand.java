package org.hessianreg.dl4j.spark;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Networks trained one after the other on one machine and averaged by hand. */
final class AveragesByHand {

  private final List<Model> networks = new ArrayList<>();
  private final List<HessianTrace> traces = new ArrayList<>();
  private final boolean averageUpdaters;

  /**
   * Takes networks.
   *
   * @param options of the workers' penalties, in their order
   */
  AveragesByHand(
      List<? extends Model> networks,
      IntFunction<HessianTraceRegularization> options,
      boolean averageUpdaters) {
    this.networks.addAll(networks);
    this.averageUpdaters = averageUpdaters;
    for (int worker = 0; worker < networks.size(); worker++) {
      Model net = networks.get(worker);
      traces.add(
          net instanceof MultiLayerNetwork
              ? HessianTrace.enable((MultiLayerNetwork) net, options.apply(worker))
              : HessianTrace.enable((ComputationGraph) net, options.apply(worker)));
    }
  }

  /** Trains on consecutive parts of the data, and averages after some minibatches. */
  void fit(List<List<DataSet>> data, int frequency) {
    for (int from = 0; from < data.get(0).size(); from += frequency) {
      for (int worker = 0; worker < networks.size(); worker++) {
        for (DataSet batch : data.get(worker).subList(from, from + frequency)) {
          fit(networks.get(worker), batch);
        }
      }
      average();
    }
  }

  static void fit(Model net, DataSet batch) {
    if (net instanceof MultiLayerNetwork) {
      ((MultiLayerNetwork) net).fit(batch);
    } else {
      ((ComputationGraph) net).fit(batch);
    }
  }

  private void average() {
    INDArray sum = networks.get(0).params().dup();
    networks.subList(1, networks.size()).forEach(net -> sum.addi(net.params()));
    networks.forEach(net -> net.params().assign(sum.div(networks.size())));
    if (averageUpdaters && updater(0) != null) {
      INDArray state = updater(0).dup();
      for (int i = 1; i < networks.size(); i++) {
        state.addi(updater(i));
      }
      for (int i = 0; i < networks.size(); i++) {
        updater(i).assign(state.div(networks.size()));
      }
    }
  }

  private INDArray updater(int worker) {
    return updater(networks.get(worker));
  }

  /** A view of a network's state of the updater; null if it has none. */
  static INDArray updater(Model net) {
    return net instanceof MultiLayerNetwork
        ? ((MultiLayerNetwork) net).getUpdater().getStateViewArray()
        : ((ComputationGraph) net).getUpdater().getStateViewArray();
  }

  INDArray params() {
    return networks.get(0).params();
  }

  INDArray updaterState() {
    return updater(0);
  }

  double quadraticForm(int worker, int step) {
    return traces.get(worker).history().get(step).quadraticForm();
  }
}
