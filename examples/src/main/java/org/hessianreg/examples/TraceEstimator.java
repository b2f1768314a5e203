package org.hessianreg.examples;

import java.util.Map;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HutchinsonConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Estimates the trace of the Hessian of the training loss: the same images and the same probes at
 * every call, so that methods and epochs can be compared.
 *
 * <p>The estimate lives in a graph of its own, a second copy of the network, which takes over the
 * parameters before each evaluation; the network in training is not touched.
 */
final class TraceEstimator {
  private static final String TRACE = "trace";
  private static final int IMAGES = 200;
  private static final int PROBES = 10;
  private static final long PROBE_SEED = 20_240_229L;

  private final DigitsNetwork copy = new DigitsNetwork(0);
  private final Map<String, INDArray> inputs;

  TraceEstimator(DataSet training) {
    int count = Math.min(IMAGES, training.numExamples());
    inputs = DigitsNetwork.inputs((DataSet) training.getRange(0, count));
    HutchinsonConfig config = HutchinsonConfig.builder().probes(PROBES).build();
    new HessianOps(copy.graph()).trace(TRACE, copy.loss(), config);
  }

  double estimate(DigitsNetwork network) {
    copy.copyParametersOf(network);
    // Probes in a graph follow the global seed. Nothing else in the example draws from the global
    // generator, so setting it here has no effect on training.
    Nd4j.getRandom().setSeed(PROBE_SEED);
    return copy.graph().output(inputs, TRACE).get(TRACE).getDouble(0);
  }
}
