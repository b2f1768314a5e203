package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/** SameDiff graphs trained one after the other on one machine and averaged by hand. */
final class GraphAveragesByHand {

  private static final List<String> PARAMETERS = List.of("w1", "b1", "w2");

  private final List<SameDiff> graphs = new ArrayList<>();
  private final List<HessianTrace> traces = new ArrayList<>();

  /** Makes a graph for each worker, with the worker's own option. */
  GraphAveragesByHand(int workers, IUpdater updater, HessianTraceRegularization option) {
    for (int worker = 0; worker < workers; worker++) {
      graphs.add(SmallModels.sameDiff(updater, option.ofWorker(worker)));
      traces.add(HessianTrace.enable(graphs.get(worker)));
    }
  }

  /** Trains on consecutive parts of the data, and averages after some minibatches. */
  void fit(List<List<DataSet>> data, int frequency) {
    for (int from = 0; from < data.get(0).size(); from += frequency) {
      for (int worker = 0; worker < graphs.size(); worker++) {
        data.get(worker).subList(from, from + frequency).forEach(graphs.get(worker)::fit);
      }
      average();
    }
  }

  private void average() {
    for (String name : PARAMETERS) {
      average(
          graphs.stream().map(sd -> sd.getVariable(name).getArr()).collect(Collectors.toList()));
      for (String key : state(graphs.get(0), name).keySet()) {
        average(graphs.stream().map(sd -> state(sd, name).get(key)).collect(Collectors.toList()));
      }
    }
  }

  private static void average(List<INDArray> arrays) {
    INDArray sum = arrays.get(0).dup();
    arrays.subList(1, arrays.size()).forEach(sum::addi);
    sum.divi(arrays.size());
    arrays.forEach(array -> array.assign(sum));
  }

  private static Map<String, INDArray> state(SameDiff sd, String parameter) {
    GradientUpdater<?> updater = sd.getUpdaterMap().get(parameter);
    return updater.getState();
  }

  /** Requires that parameters, state of the updater and penalties are the same bit for bit. */
  void requireEqual(SameDiff sd, List<WorkerPenalty> history) {
    SameDiff expected = graphs.get(0);
    for (String name : PARAMETERS) {
      INDArray own = sd.getVariable(name).getArr();
      assertThat(own.distance1(expected.getVariable(name).getArr())).isEqualTo(0.0);
      state(sd, name)
          .forEach(
              (key, array) ->
                  assertThat(array.distance1(state(expected, name).get(key)))
                      .as(key)
                      .isEqualTo(0.0));
    }
    assertThat(history)
        .hasSize(traces.stream().mapToInt(trace -> trace.history().size()).sum())
        .isNotEmpty();
    for (WorkerPenalty each : history) {
      assertThat(each.quadraticForm())
          .isEqualTo(traces.get(each.worker()).history().get(each.iteration()).quadraticForm());
    }
  }
}
