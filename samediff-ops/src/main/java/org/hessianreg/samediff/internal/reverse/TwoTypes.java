package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;

/** Arithmetic on operands of two types, such as integers and numbers; ND4J's backward ops throw. */
final class TwoTypes {

  private static final Set<String> PAIRWISE =
      Set.of(
          "add",
          "subtract",
          "reversesubtract",
          "multiply",
          "divide",
          "reversedivide",
          "squaredsubtract",
          "maximum",
          "minimum",
          "Pow");

  private TwoTypes() {}

  static boolean meetIn(DifferentialFunction op) {
    return PAIRWISE.contains(op.opName())
        && op.args().length == 2
        && op.arg(0).dataType() != op.arg(1).dataType();
  }

  /** The adjoint of the op on operands that are cast to the type of the result. */
  static List<SDVariable> adjoint(DifferentialFunction op, List<SDVariable> cotangents) {
    DataType type = cotangents.get(0).dataType();
    SDVariable[] inputs = op.args().clone();
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = inputs[i].dataType() == type ? inputs[i] : inputs[i].castTo(type);
    }
    SDVariable result = OpReapplication.reapply(op, inputs)[0];
    DifferentialFunction cast = GraphPaths.producer(op.getSameDiff(), result.name()).getOp();
    List<SDVariable> contributions = Adjoints.of(cast, true).apply(cast, cotangents);
    List<SDVariable> all = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      DataType original = op.arg(i).dataType();
      all.add(original.isFPType() ? contributions.get(i).castTo(original) : null);
    }
    return all;
  }
}
