package org.hessianreg.samediff.internal.taylor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/** The ends of random graphs. Labels are positive, and each row sums up to 1. */
final class RandomGraphLosses {

  /** A loss function of labels and a matrix. */
  interface Loss {
    SDVariable of(SDVariable labels, SDVariable x);
  }

  /** The losses by name. */
  static final Map<String, Loss> TABLE = table();

  private RandomGraphLosses() {}

  private static Map<String, Loss> table() {
    Map<String, Loss> all = new LinkedHashMap<>();
    all.put(
        "softmaxCrossEntropy",
        // ND4J's gradient of one class in a batch of one throws.
        (y, x) ->
            x.getSameDiff()
                .loss()
                .softmaxCrossEntropy(
                    x.getSameDiff().concat(1, y, y.rsub(1.0)),
                    x.getSameDiff().concat(1, x, x.neg()),
                    null));
    all.put(
        "sigmoidCrossEntropy", (y, x) -> x.getSameDiff().loss().sigmoidCrossEntropy(y, x, null));
    all.put("meanSquaredError", (y, x) -> x.getSameDiff().loss().meanSquaredError(y, x, null));
    all.put("absoluteDifference", (y, x) -> x.getSameDiff().loss().absoluteDifference(y, x, null));
    all.put("huber", (y, x) -> x.getSameDiff().loss().huberLoss(y, x, null, 0.7));
    all.put("hinge", (y, x) -> x.getSameDiff().loss().hingeLoss(y, x, null));
    all.put(
        "logLoss", (y, x) -> x.getSameDiff().loss().logLoss(y, x.getSameDiff().nn().sigmoid(x)));
    all.put(
        "logPoisson",
        (y, x) ->
            x.getSameDiff().loss().logPoisson(y, x.getSameDiff().math().tanh(x), null, false));
    all.put("l2", (y, x) -> x.getSameDiff().loss().l2Loss(x.sub(y)));
    all.put("mean of squares", (y, x) -> x.getSameDiff().math().square(x.sub(y)).mean());
    return Collections.unmodifiableMap(all);
  }
}
