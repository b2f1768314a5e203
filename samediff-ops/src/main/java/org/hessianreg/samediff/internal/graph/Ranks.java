package org.hessianreg.samediff.internal.graph;

import java.util.OptionalInt;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.BaseTransformOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * The rank of a variable, as far as the graph alone shows: SameDiff knows the shapes of activations
 * only when they are computed.
 */
public final class Ranks {

  private static final Set<String> PAIRWISE =
      Set.of("add", "subtract", "multiply", "divide", "reversesubtract", "reversedivide");

  private static final Set<String> OF_FIRST =
      Set.of("biasadd", "softmax", "log_softmax", "layer_norm", "standardize", "identity", "relu");

  /** How many ops to look back through: enough for a layer, and cheap where paths branch. */
  private static final int DEPTH = 6;

  private Ranks() {}

  /**
   * Looks for the rank.
   *
   * @param x a variable
   * @return its rank, or nothing
   */
  public static OptionalInt of(SDVariable x) {
    return of(x, DEPTH);
  }

  private static OptionalInt of(SDVariable x, int depth) {
    if (x.getVariableType() != VariableType.ARRAY) {
      return x.getShape() == null ? OptionalInt.empty() : OptionalInt.of(x.getShape().length);
    }
    SameDiffOp producer = GraphPaths.producer(x.getSameDiff(), x.name());
    return producer == null || depth == 0
        ? OptionalInt.empty()
        : ofOutput(producer.getOp(), depth - 1);
  }

  private static OptionalInt ofOutput(DifferentialFunction op, int depth) {
    String name = op.opName();
    boolean elementwise = op instanceof BaseTransformOp || op instanceof ScalarOp;
    if (elementwise || OF_FIRST.contains(name)) {
      return of(op.arg(0), depth);
    }
    if (PAIRWISE.contains(name)) {
      return largest(of(op.arg(0), depth), of(op.arg(1), depth));
    }
    if ("matmul".equals(name)) {
      return ofProduct(of(op.arg(0), depth), of(op.arg(1), depth));
    }
    if (op instanceof BaseReduceOp && op.args().length == 1) {
      return ofReduction((BaseReduceOp) op, of(op.arg(), depth));
    }
    return OptionalInt.empty();
  }

  private static OptionalInt largest(OptionalInt a, OptionalInt b) {
    return a.isPresent() && b.isPresent()
        ? OptionalInt.of(Math.max(a.getAsInt(), b.getAsInt()))
        : OptionalInt.empty();
  }

  /** A vector takes the dimension away along which it is multiplied. */
  private static OptionalInt ofProduct(OptionalInt a, OptionalInt b) {
    if (a.isEmpty() || b.isEmpty()) {
      return OptionalInt.empty();
    }
    int vectors = (a.getAsInt() == 1 ? 1 : 0) + (b.getAsInt() == 1 ? 1 : 0);
    return OptionalInt.of(vectors > 0 ? 2 - vectors : Math.max(a.getAsInt(), b.getAsInt()));
  }

  private static OptionalInt ofReduction(BaseReduceOp op, OptionalInt rank) {
    if (op.isKeepDims()) {
      return rank;
    }
    if (Attributes.areAllReduced(op)) {
      return OptionalInt.of(0);
    }
    return rank.isEmpty()
        ? rank
        : OptionalInt.of(Math.max(0, rank.getAsInt() - op.getDimensions().length));
  }
}
