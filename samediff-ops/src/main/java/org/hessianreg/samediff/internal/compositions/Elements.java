package org.hessianreg.samediff.internal.compositions;

import java.util.List;
import java.util.OptionalInt;
import org.hessianreg.samediff.internal.calculus.ReplaceCondition;
import org.hessianreg.samediff.internal.graph.Ranks;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.factory.Nd4j;

/** Ops of each element, and of short rows. */
final class Elements {

  /** The element behind each of three, the first one behind the last. */
  private static final double[][] NEXT = {{0, 0, 1}, {1, 0, 0}, {0, 1, 0}};

  private Elements() {}

  /** {@code m·x + (1 − m)·y}, with the condition as a mask {@code m} of zeros and ones. */
  static List<SDVariable> choice(OriginalOp op) {
    if (op.count() != 3) {
      throw op.unsupported("it finds places");
    }
    SDVariable x = op.input(1);
    SDVariable mask = spread(op.input(0), x).castTo(x.dataType());
    return OriginalOp.result(mask.mul(x).add(mask.rsub(1.0).mul(op.input(2))));
  }

  /** A condition may have the first dimensions alone. */
  private static SDVariable spread(SDVariable condition, SDVariable x) {
    OptionalInt rank = Ranks.of(condition);
    if (rank.isPresent() && rank.equals(Ranks.of(x))) {
      return condition;
    }
    SameDiff sd = x.getSameDiff();
    SDVariable shape = sd.shape(x);
    SDVariable axes = sd.range(sd.constant(0L), sd.size(shape), sd.constant(1L), DataType.INT64);
    SDVariable isThere = axes.lt(sd.rank(condition).castTo(DataType.INT64));
    return condition.reshape(shape.sub(1.0).mul(isThere.castTo(DataType.INT64)).add(1.0));
  }

  /** {@code m·y + (1 − m)·x}, with {@code m} where {@code x} meets the op's condition. */
  static List<SDVariable> replacement(OriginalOp op) {
    Object[] condition = ((Op) op.function()).extraArgs();
    if (condition == null || condition.length == 0) {
      throw op.unsupported("it has lost its condition, as it does when it is saved");
    }
    SDVariable mask = ReplaceCondition.met(op.function(), op.input(0));
    return OriginalOp.result(mask.mul(op.input(1)).add(mask.rsub(1.0).mul(op.input(0))));
  }

  /** {@code x − n·y}, where the rounded quotient {@code n} does not change. */
  static List<SDVariable> remainder(OriginalOp op) {
    return remainder(op, op.value(op.input(0), op.input(1)));
  }

  /** The same with the sign of the dividend. SameDiff cannot copy ND4J's op. */
  static List<SDVariable> remainderOfDividendsSign(OriginalOp op) {
    SDVariable x = Cut.of(op.input(0));
    SDVariable y = Cut.of(op.input(1));
    SDVariable size = op.math().mod(op.math().abs(x), op.math().abs(y));
    return remainder(op, op.math().sign(x).mul(size));
  }

  private static List<SDVariable> remainder(OriginalOp op, SDVariable value) {
    SDVariable x = Cut.of(op.input(0));
    SDVariable y = Cut.of(op.input(1));
    SDVariable count = Cut.of(op.math().round(x.sub(value).div(y)));
    return OriginalOp.result(op.input(0).sub(op.input(1).mul(count)));
  }

  /** {@code a⁺∘b⁻ − a⁻∘b⁺}, with the next and the previous of each three elements. */
  static List<SDVariable> crossProduct(OriginalOp op) {
    SDVariable a = op.input(0);
    SDVariable b = op.input(1);
    SDVariable next = op.graph().constant(Nd4j.createFromArray(NEXT).castTo(a.dataType()));
    SDVariable previous =
        op.graph().constant(Nd4j.createFromArray(NEXT).transpose().dup().castTo(a.dataType()));
    SDVariable forwards = rows(a, next).mul(rows(b, previous));
    SDVariable backwards = rows(a, previous).mul(rows(b, next));
    return OriginalOp.result(forwards.sub(backwards).reshape(op.graph().shape(a)));
  }

  private static SDVariable rows(SDVariable x, SDVariable matrix) {
    return x.reshape(-1, 3).mmul(matrix);
  }
}
