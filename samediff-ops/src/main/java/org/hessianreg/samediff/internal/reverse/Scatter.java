package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hessianreg.samediff.internal.calculus.Padding;
import org.hessianreg.samediff.internal.calculus.ScatteredRows;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** Adjoints of ops that select elements, some of them more than once: cotangents are added up. */
final class Scatter {

  private Scatter() {}

  /** ND4J's own assigns where it should add, and throws for other axes than the first. */
  static List<SDVariable> gather(DifferentialFunction op, List<SDVariable> cotangents) {
    int[] arguments = Attributes.integers(op);
    boolean alongFirst = arguments.length == 0 || (arguments.length == 1 && arguments[0] == 0);
    if (op.args().length != 2 || !alongFirst) {
      return selection(op, cotangents);
    }
    SameDiff sd = op.getSameDiff();
    SDVariable none = sd.zerosLike(op.arg(0));
    return Arrays.asList(ScatteredRows.add(none, op.arg(1), cotangents.get(0)), null);
  }

  /** ND4J's own cuts the border off, which is right for a constant one only. */
  static List<SDVariable> pad(DifferentialFunction op, List<SDVariable> cotangents) {
    return Padding.isMirroring(op) ? selection(op, cotangents) : Adjoints.own(op, cotangents);
  }

  /**
   * The adjoint of any op whose output elements are elements of its first input: the op applied to
   * the elements' positions says where each cotangent belongs.
   */
  static List<SDVariable> selection(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable x = op.arg(0);
    SDVariable size = sd.size(x);
    SDVariable positions =
        sd.range(sd.constant(0L), size, sd.constant(1L), DataType.INT64).reshape(sd.shape(x));
    SDVariable[] inputs = op.args().clone();
    inputs[0] = positions;
    SDVariable selected = OpReapplication.reapply(op, inputs)[0].reshape(-1);
    SDVariable sums = sd.unsortedSegmentSum(cotangents.get(0).reshape(-1), selected, size);
    List<SDVariable> all = new ArrayList<>(Collections.nCopies(inputs.length, null));
    all.set(0, sums.reshape(sd.shape(x)));
    return all;
  }
}
