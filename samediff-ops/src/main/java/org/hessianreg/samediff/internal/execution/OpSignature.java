package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.TransformOp;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;

/** Returns whether two ops compute the same: their kind, their inputs and all their arguments. */
final class OpSignature {

  private OpSignature() {}

  /**
   * Returns a key that is equal for ops with equal results.
   *
   * @param op an op
   * @param inputs what identifies the values that it reads
   * @return the key; empty if an op of this kind is never known to repeat itself
   */
  static Optional<List<Object>> of(DifferentialFunction op, List<?> inputs) {
    List<Object> key = new ArrayList<>(List.of(op.opName(), op.getClass(), inputs));
    if (op instanceof CustomOp) {
      CustomOp custom = (CustomOp) op;
      key.add(Arrays.toString(custom.iArgs()));
      key.add(Arrays.toString(custom.tArgs()));
      key.add(Arrays.toString(custom.bArgs()));
      key.add(Arrays.toString(custom.dArgs()));
      if (op instanceof Recurrence) {
        key.add(((Recurrence) op).cell());
        key.add(((Recurrence) op).isBackwards());
      }
      return isRandom(op) ? Optional.empty() : Optional.of(key);
    }
    boolean known = op instanceof ScalarOp || op instanceof TransformOp || op instanceof ReduceOp;
    if (!known || op instanceof RandomOp) {
      return Optional.empty();
    }
    key.add(Arrays.deepToString(((Op) op).extraArgs()));
    if (op instanceof ScalarOp) {
      INDArray scalar = ((ScalarOp) op).scalar();
      key.add(scalar == null ? "" : scalar.dataType() + ":" + scalar.getDouble(0));
    }
    if (op instanceof ReduceOp) {
      INDArray dimensions = ((ReduceOp) op).dimensions();
      boolean none = dimensions == null || dimensions.isEmpty();
      key.add(none ? "" : Arrays.toString(dimensions.toLongVector()));
      key.add(((ReduceOp) op).isKeepDims());
      key.add(op instanceof BaseReduceOp && ((BaseReduceOp) op).isEmptyReduce());
    }
    if (op instanceof Variance) {
      key.add(((Variance) op).isBiasCorrected());
    }
    return Optional.of(key);
  }

  private static boolean isRandom(DifferentialFunction op) {
    String name = op.opName();
    return name.contains("random") || name.contains("dropout") || name.contains("multinomial");
  }
}
