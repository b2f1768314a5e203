package org.hessianreg.samediff.internal.imports;

import java.util.Arrays;
import org.nd4j.linalg.api.buffer.DataType;

/** Ops whose results are their inputs. SameDiff cannot train parameters behind such an op. */
final class Bypasses {

  private Bypasses() {}

  static Repaired same(ImportedOp op) {
    return Repaired.equal("is left out, for it changes nothing", op.inputs());
  }

  /** A copy of an imported cast does not know its type. */
  static Repaired cast(ImportedOp op) {
    DataType type = op.function().outputVariable().dataType();
    return type == op.input(0).dataType()
        ? same(op)
        : Repaired.equal("has the type of its argument", op.input(0).castTo(type));
  }

  /** Sums and concatenations of one array. */
  static Repaired single(ImportedOp op) {
    return op.count() == 1 ? same(op) : Repaired.unneeded();
  }

  /** Exporters leave dropout in the graph; the importer gives it any rate, for inference too. */
  static Repaired dropout(ImportedOp op) {
    return Repaired.corrected(
        "is left out, as in inference; to train with dropout multiply by"
            + " random().bernoulli(p, shape).div(p)",
        op.input(0));
  }

  /** The value that a variable is given. */
  static Repaired assigned(ImportedOp op) {
    boolean isWhole =
        op.isSource(0)
            || (op.shape(0).isPresent()
                && op.shape(1).isPresent()
                && Arrays.equals(op.shape(0).get(), op.shape(1).get()));
    return isWhole
        ? Repaired.equal("is the value that is assigned", op.input(1))
        : Repaired.left("assigns a value that may have another shape than what it is assigned to");
  }
}
