package org.hessianreg.samediff.internal.imports;

import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Matrix products. ND4J's {@code matmul} computes {@code α·A·B} of its first two inputs; the
 * importer of ONNX files gives it a third one for {@code Gemm}, and {@code α = 0} for {@code
 * MatMul} and where a file leaves {@code α} out.
 */
final class MatrixProducts {

  private MatrixProducts() {}

  static Repaired product(ImportedOp op) {
    double[] factors = op.reals();
    double alpha = factors.length > 0 ? factors[0] : 1.0;
    double beta = factors.length > 1 ? factors[1] : 0.0;
    boolean isLost = alpha == 0.0;
    if (op.count() == 3) {
      SDVariable product = scaled(plain(op), isLost ? 1.0 : alpha);
      SDVariable sum = product.add(scaled(op.input(2), isLost && beta == 0.0 ? 1.0 : beta));
      return Repaired.corrected("adds its third input, which the importer leaves out", sum);
    }
    if (isLost) {
      return Repaired.corrected("has the factor 1, which the importer makes 0", plain(op));
    }
    if (beta != 0.0) {
      return Repaired.corrected("adds no third input, which it lacks", scaled(plain(op), alpha));
    }
    return alpha == 1.0
        ? Repaired.unneeded()
        : Repaired.equal("is multiplied by its factor afterwards", scaled(plain(op), alpha));
  }

  private static SDVariable plain(ImportedOp op) {
    return op.graph()
        .mmul(op.input(0), op.input(1), isTransposed(op, 0), isTransposed(op, 1), false);
  }

  private static boolean isTransposed(ImportedOp op, int operand) {
    int[] arguments = op.integers();
    if (arguments.length > operand) {
      return arguments[operand] != 0;
    }
    Map<String, Object> properties = op.function().propertiesForFunction();
    return Boolean.TRUE.equals(properties.get(operand == 0 ? "transposeA" : "transposeB"));
  }

  private static SDVariable scaled(SDVariable x, double factor) {
    return factor == 1.0 ? x : x.mul(factor);
  }
}
