package org.hessianreg.cudaops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.ops.BroadcastOp;
import org.nd4j.linalg.api.ops.IndexAccumulation;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.ReduceOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.TransformOp;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;

/**
 * The enumerations of the older ops, which the native library counts instead of naming, with the
 * kernels that execute one on CUDA.
 */
enum LegacyFamily {
  SCALAR(true, "scalarSimpleShaped", "scalarAlongDimension"),
  PAIRWISE(true, "pairwiseSimpleShaped"),
  BROADCAST(true, "broadcastSimple", "broadcastInverseSimple"),
  BROADCAST_BOOL(true, "broadcastBoolSimple", "broadcastBoolInverseSimple"),
  TRANSFORM_ANY(true, "transformAnySimple"),
  TRANSFORM_BOOL(true, "transformBoolSimple"),
  TRANSFORM_FLOAT(true, "transformFloatSimple"),
  TRANSFORM_SAME(true, "transformSameSimple"),
  TRANSFORM_STRICT(true, "transformStrictSimple"),
  REDUCE(true, "simpleReduce", "simpleScalar"),
  REDUCE3(false, "functions::reduce3::execGeneric"),
  INDEX_REDUCE(false, "simpleIndexReduceGeneric"),
  SUMMARY_STATS(false, "functions::summarystats::summaryStatsReduceT"),
  RANDOM(false, "functions::random::RandomFunction");

  private final boolean kernelPerOp;

  @SuppressWarnings("ImmutableEnumChecker") // It is of List.of, and a List only by its type.
  private final List<String> functions;

  LegacyFamily(boolean kernelPerOp, String... functions) {
    this.kernelPerOp = kernelPerOp;
    this.functions = List.of(functions);
  }

  /** By which enumeration ND4J executes the op, given whether it has a second input. */
  static LegacyFamily of(Op op, boolean second) {
    if (op instanceof Variance) {
      return SUMMARY_STATS;
    } else if (op instanceof IndexAccumulation) {
      return INDEX_REDUCE;
    } else if (op instanceof RandomOp) {
      return RANDOM;
    } else if (op instanceof ReduceOp) {
      return ((ReduceOp) op).getOpType() == Op.Type.REDUCE3 ? REDUCE3 : REDUCE;
    } else if (op instanceof ScalarOp) {
      return SCALAR;
    } else if (op instanceof BroadcastOp) {
      return valueOf(((BroadcastOp) op).getOpType().name());
    } else if (op instanceof TransformOp) {
      return second ? PAIRWISE : transform((TransformOp) op);
    }
    throw new IllegalArgumentException("No enumeration is known for " + op.getClass().getName());
  }

  private static LegacyFamily transform(TransformOp op) {
    Op.Type type = op.getOpType();
    return type == Op.Type.PAIRWISE_BOOL ? PAIRWISE : valueOf(type.name());
  }

  /** What {@link #toString} wrote. */
  static LegacyFamily named(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }

  /** The symbols that execute the op of that C++ class, none if one of them is missing. */
  Optional<String> find(NativeSymbols symbols, String olderClass) {
    List<String> found = new ArrayList<>();
    for (String function : functions) {
      Optional<String> symbol =
          kernelPerOp
              ? symbols.kernel(function, olderClass)
              : symbols.enumerated(function, olderClass);
      symbol.ifPresent(found::add);
    }
    return found.size() < functions.size()
        ? Optional.empty()
        : Optional.of(String.join("; ", found));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
