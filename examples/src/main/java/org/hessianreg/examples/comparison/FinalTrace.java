package org.hessianreg.examples.comparison;

import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HutchinsonConfig;
import org.hessianreg.samediff.ParameterDropout;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Estimates the trace of the Hessian of a trained network's cross entropy, without any penalty: the
 * mean of several draws with a probe for every tensor, on a part of the images trained on.
 */
final class FinalTrace {

  private static final String TRACE = "trace";
  private static final int IMAGES = 500;
  private static final int DRAWS = 8;
  private static final long PROBE_SEED = 20_241_124L;

  private FinalTrace() {}

  static double of(Classifier trained, Architecture architecture, DataSet training) {
    Classifier copy = new Classifier(architecture, 0);
    copy.copyParametersOf(trained);
    int tensors = copy.parameters().size();
    HutchinsonConfig config =
        HutchinsonConfig.builder().dropout(ParameterDropout.blocks(tensors, tensors)).build();
    new HessianOps(copy.graph()).trace(TRACE, copy.loss(), config);
    int count = Math.min(IMAGES, training.numExamples());
    DataSet part = (DataSet) training.getRange(0, count);
    // Probes in a graph follow the global seed.
    Nd4j.getRandom().setSeed(PROBE_SEED);
    double sum = 0;
    for (int draw = 0; draw < DRAWS; draw++) {
      sum += copy.graph().output(Classifier.inputs(part), TRACE).get(TRACE).getDouble(0);
    }
    return sum / DRAWS;
  }
}
