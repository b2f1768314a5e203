package org.hessianreg.samediff.internal.compositions;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.random.impl.DropOut;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;

/**
 * Dropout as a product with a mask. SameDiff's own ops draw the mask inside, so that nothing else
 * can know it where the input is zero, and have no backward op.
 *
 * <p>The mask is what ND4J's dropout makes of ones: it is drawn anew in each execution, by ND4J's
 * generator, and is the mask that the op itself would draw.
 */
final class Dropouts {

  private Dropouts() {}

  static List<SDVariable> product(OriginalOp op) {
    SDVariable input = op.input(0);
    double kept = ((Number) ((Op) op.function()).extraArgs()[0]).doubleValue();
    // Integers end a path: nothing is to be differentiated through the drawing of a mask.
    SDVariable ones = op.graph().onesLike(input).castTo(DataType.INT32).castTo(input.dataType());
    SDVariable drawn =
        new DropOut(op.graph(), ones, kept).outputVariable().rename(drawn(op.scope()));
    SDVariable mask = op.function() instanceof DropOutInverted ? drawn.div(kept) : drawn;
    return OriginalOp.result(input.mul(mask));
  }

  /** ND4J computes dropout in FLOAT alone, whatever its input is. */
  static boolean isComposed(DifferentialFunction op) {
    return (op instanceof DropOut || op instanceof DropOutInverted)
        && op.arg(0).dataType() == op.outputVariable().dataType();
  }

  /** The name of the mask in the scope of a composition. */
  static String drawn(String scope) {
    return scope + "/drawn";
  }
}
