package org.hessianreg.samediff.internal.execution;

import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;

/** An op of ND4J's native library by its name, with its arguments. Immutable. */
final class NativeOp {

  private final String name;
  private final long[] integers;
  private final double[] reals;

  private NativeOp(String name, long[] integers, double[] reals) {
    this.name = name;
    this.integers = integers;
    this.reals = reals;
  }

  static NativeOp of(String name, long... integers) {
    return new NativeOp(name, integers, new double[0]);
  }

  NativeOp withReals(double... values) {
    return new NativeOp(name, integers, values);
  }

  DynamicCustomOp op() {
    return DynamicCustomOp.builder(name).build();
  }

  void configure(OpContext context) {
    context.setIArguments(integers);
    context.setTArguments(reals);
  }
}
