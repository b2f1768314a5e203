package org.hessianreg.samediff.internal.taylor;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.Signs;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;

/** One op of the graph as a rule sees it. Immutable. */
final class OpCall {

  private final DifferentialFunction op;
  private final List<Jet> inputs;
  private final SDVariable[] outputs;
  private final JetAlgebra algebra;

  OpCall(DifferentialFunction op, List<Jet> inputs, SDVariable[] outputs, JetAlgebra algebra) {
    this.op = op;
    this.inputs = inputs;
    this.outputs = outputs;
    this.algebra = algebra;
  }

  DifferentialFunction op() {
    return op;
  }

  JetAlgebra algebra() {
    return algebra;
  }

  List<Jet> inputs() {
    return inputs;
  }

  Jet input(int index) {
    return inputs.get(index);
  }

  /** The value of the first input. */
  SDVariable x() {
    return inputs.get(0).value();
  }

  /** The primal output; the first one if there are several. */
  SDVariable y() {
    return outputs[0];
  }

  SDVariable[] outputs() {
    return outputs.clone();
  }

  /** The op itself applied to other inputs, with the same attributes. */
  SDVariable[] reapply(SDVariable... arguments) {
    return OpReapplication.reapply(op, arguments);
  }

  /** The values of the inputs, to be changed in part and given to {@link #reapply}. */
  SDVariable[] values() {
    return inputs.stream().map(Jet::value).toArray(SDVariable[]::new);
  }

  double doubleArgument(int index) {
    double[] arguments = ((CustomOp) op).tArgs();
    requireArgument(index < arguments.length);
    return arguments[index];
  }

  long integerArgument(int index) {
    long[] arguments = ((CustomOp) op).iArgs();
    requireArgument(index < arguments.length);
    return arguments[index];
  }

  private void requireArgument(boolean present) {
    if (!present) {
      throw unsupported("an attribute of it is an input, or missing");
    }
  }

  int[] integerArguments() {
    return Arrays.stream(((CustomOp) op).iArgs()).mapToInt(Math::toIntExact).toArray();
  }

  /** The number of an op on an array and a number. */
  double scalar() {
    requireArgument(inputs.size() == 1);
    return ((ScalarOp) op).scalar().getDouble(0);
  }

  SDMath math() {
    return algebra.graph().math();
  }

  /** A divisor in the op's derivative, 1 instead of 0 where the first input does not move. */
  SDVariable awayFromZero(SDVariable divisor) {
    return algebra.awayFromZero(divisor, input(0));
  }

  /** The output of an op that is infinite at zero; finite there where the input does not move. */
  SDVariable outputAwayFromZero(UnaryOperator<SDVariable> op) {
    return Signs.positive(x()) ? y() : op.apply(awayFromZero(x()));
  }

  /** Refuses an input that changes along a direction where the rule has no derivative for it. */
  void requireConstant(int index, String role) {
    if (!inputs.get(index).isConstant()) {
      throw unsupported("its " + role + " depends on a parameter with a probe");
    }
  }

  HessianTraceException unsupported(String what) {
    return new HessianTraceException(
        String.format(
            "Variable '%s': op '%s' (%s) cannot be differentiated twice here: %s.",
            outputs[0].name(), op.getOwnName(), op.opName(), what),
        "write it with supported ops, or cut the path with stopGradient.");
  }
}
