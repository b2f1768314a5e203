package org.hessianreg.samediff.internal.compositions;

import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.custom.BitCast;

/**
 * The value of a variable without its derivatives. Where a gradient is only stopped, SameDiff asks
 * the ops before it for gradients all the same, and some have none; it does not look behind an
 * integer, so the value is taken there as its bits.
 */
final class Cut {

  private Cut() {}

  static SDVariable of(SDVariable x) {
    return cast(cast(x, integers(x.dataType())), x.dataType());
  }

  private static SDVariable cast(SDVariable x, DataType type) {
    BitCast cast = new BitCast();
    cast.addIArgument(type.toInt());
    return OpReapplication.append(x.getSameDiff(), cast, x)[0];
  }

  /** Integers of as many bits. */
  private static DataType integers(DataType type) {
    switch (type.width()) {
      case 8:
        return DataType.INT64;
      case 4:
        return DataType.INT32;
      default:
        return DataType.INT16;
    }
  }
}
