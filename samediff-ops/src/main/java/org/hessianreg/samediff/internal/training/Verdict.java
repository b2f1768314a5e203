package org.hessianreg.samediff.internal.training;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.scalar.ScalarSet;
import org.nd4j.linalg.api.ops.impl.transforms.bool.IsFinite;
import org.nd4j.linalg.api.ops.impl.transforms.comparison.CompareAndReplace;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/**
 * Whether a step can be used, found and acted upon on the backend's device: the host neither waits
 * nor reads.
 */
final class Verdict {

  /** A scalar: one, or zero if the step cannot be used. */
  private final INDArray usable;

  private Verdict(INDArray usable) {
    this.usable = usable;
  }

  /** A step can be used if a number, a scalar, is finite. */
  static Verdict ofFinite(INDArray number) {
    return new Verdict(finite(number));
  }

  /** And only if another number is finite, too. */
  Verdict andFinite(INDArray number) {
    return new Verdict(usable.mul(finite(number).castTo(usable.dataType())));
  }

  private static INDArray finite(INDArray number) {
    INDArray finite = Nd4j.createUninitialized(DataType.BOOL, number.shape());
    Nd4j.getExecutioner().exec(new IsFinite(number, finite));
    return finite.castTo(number.dataType());
  }

  /** And only if there are no violations: a scalar that is zero then. */
  Verdict andNone(INDArray violations) {
    return new Verdict(usable.mul(violations.eq(0.0).castTo(usable.dataType())));
  }

  /** Copies an array, or zeros if the step cannot be used. */
  void copy(INDArray from, INDArray to) {
    // To multiply by zero would leave what is not finite.
    ScalarSet set = new ScalarSet(to, 0.0);
    set.setScalar(usable.castTo(to.dataType()));
    Nd4j.getExecutioner().exec(set);
    Nd4j.getExecutioner().exec(new CompareAndReplace(to, from, to, Conditions.equals(1.0)));
  }
}
