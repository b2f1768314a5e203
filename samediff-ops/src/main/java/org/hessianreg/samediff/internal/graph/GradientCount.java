package org.hessianreg.samediff.internal.graph;

import java.util.List;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;

/** How many gradients a backward op returns. Imported ops have inputs that it does not know. */
public final class GradientCount {

  private GradientCount() {}

  /**
   * Checks that there are gradients up to the last floating-point input, and no more than inputs.
   *
   * @param op an op
   * @param gradients what its {@code doDiff} has returned
   * @return the gradients
   * @throws IllegalStateException if it is not so
   */
  public static List<SDVariable> require(DifferentialFunction op, List<SDVariable> gradients) {
    int inputs = op.args().length;
    int floating = 0;
    for (int i = 0; i < inputs; i++) {
      floating = op.arg(i).dataType().isFPType() ? i + 1 : floating;
    }
    if (gradients.size() > inputs || gradients.size() < floating) {
      throw new IllegalStateException(
          String.format("it has %d gradients for %d inputs", gradients.size(), inputs));
    }
    return gradients;
  }
}
