package org.hessianreg.samediff.internal.imports;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.BaseReduceOp;

/** Reductions whose dimensions are an input: SameDiff's gradient is that of a whole reduction. */
final class Reductions {

  /** Makes a reduction over dimensions that are numbers. */
  private interface Reducer {
    SDVariable of(SDVariable x, boolean keep, int... dimensions);
  }

  private static final Map<String, Reducer> TABLE =
      Map.of(
          "reduce_sum", SDVariable::sum,
          "reduce_mean", SDVariable::mean,
          "reduce_max", SDVariable::max,
          "reduce_min", SDVariable::min,
          "reduce_prod", SDVariable::prod,
          "reduce_norm1", SDVariable::norm1,
          "reduce_norm2", SDVariable::norm2,
          "reduce_normmax", SDVariable::normmax,
          "reduce_sqnorm",
              (x, keep, dimensions) -> x.getSameDiff().math().square(x).sum(keep, dimensions));

  private Reductions() {}

  static Set<String> names() {
    return TABLE.keySet();
  }

  static Repaired overNumbers(ImportedOp op) {
    boolean isKept = ((BaseReduceOp) op.function()).isKeepDims();
    Optional<int[]> dimensions =
        op.count() > 1 ? op.constant(1) : Optional.ofNullable(op.function().getDimensions());
    if (dimensions.isEmpty()) {
      return op.count() > 1
          ? Repaired.left("has dimensions that are known only when it is computed")
          : Repaired.unneeded();
    }
    if (op.count() == 1 && !(isKept && hasNegative(dimensions.get()))) {
      return Repaired.unneeded();
    }
    if (dimensions.get().length == 0 && op.resultShape(0).filter(s -> s.length == 0).isPresent()) {
      return Repaired.equal("is of all dimensions", TABLE.get(op.kind()).of(op.input(0), false));
    }
    if (dimensions.get().length == 0 || (hasNegative(dimensions.get()) && op.rank(0).isEmpty())) {
      return Repaired.left("has no dimensions, or counts them from the last of an unknown number");
    }
    return Repaired.equal(
        "has its dimensions as numbers",
        TABLE.get(op.kind()).of(op.input(0), isKept, op.fromFirst(dimensions.get(), 0)));
  }

  private static boolean hasNegative(int... dimensions) {
    for (int dimension : dimensions) {
      if (dimension < 0) {
        return true;
      }
    }
    return false;
  }
}
