package org.hessianreg.examples;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.PenaltyRecord;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/**
 * Estimates the trace of the Hessian of a DL4J network's training loss: the same examples and the
 * same probes at every call, so that methods and iterations can be compared.
 *
 * <p>A penalised step computes the estimate anyway and keeps it in the history. So a copy of the
 * network takes such a step from the parameters in question; where the step leads does not matter,
 * and the network in training is not touched.
 */
final class NetworkTraceEstimator {

  static final int PROBES = 10;

  private static final int EXAMPLES = 200;
  private static final long PROBE_SEED = 20_240_229L;

  private final MultiLayerNetwork copy;
  private final HessianTrace trace;
  private final DataSet examples;

  /**
   * @param network of the kind to be watched
   */
  NetworkTraceEstimator(MultiLayerNetwork network, DataSet training) {
    this(network, training, PROBE_SEED);
  }

  /** As above, with probes of another seed. */
  NetworkTraceEstimator(MultiLayerNetwork network, DataSet training, long probeSeed) {
    copy = withoutDropout(network);
    // Any coefficient will do, but 0 would switch the estimate off.
    HessianTraceRegularization option =
        HessianTraceRegularization.builder().coefficient(1).probes(PROBES).seed(probeSeed).build();
    trace = HessianTrace.enable(copy, option);
    examples = (DataSet) training.getRange(0, Math.min(EXAMPLES, training.numExamples()));
  }

  /**
   * A copy that draws nothing: dropout would make the estimates differ by chance, and it would take
   * numbers from ND4J's global generator that training would have got.
   */
  private static MultiLayerNetwork withoutDropout(MultiLayerNetwork network) {
    MultiLayerNetwork copy = network.clone();
    for (Layer layer : copy.getLayers()) {
      layer.conf().getLayer().setIDropout(null);
    }
    return copy;
  }

  /**
   * @param parameters of the network, as one row
   */
  double estimate(INDArray parameters) {
    copy.setParams(parameters);
    copy.setIterationCount(0); // Probes follow from seed and iteration.
    copy.fit(examples);
    List<PenaltyRecord> history = trace.history();
    return history.get(history.size() - 1).quadraticForm();
  }
}
