package org.hessianreg.dl4j;

import java.util.Optional;
import org.hessianreg.samediff.internal.graph.Dropouts;
import org.hessianreg.samediff.internal.graph.GraphClone;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The gradient function of a graph with dropout, which SameDiff cannot differentiate: that of a
 * copy in which dropout is a product. It lies where SameDiff keeps its own, so that {@code fit}
 * finds it there and creates none.
 */
final class DropoutGradients {

  private static final String FUNCTION = "grad";

  private final SameDiff owner;
  private Optional<SameDiff> provided = Optional.empty();

  /** Takes the user's graph. */
  DropoutGradients(SameDiff owner) {
    this.owner = owner;
  }

  /** Provides the function where SameDiff would create one in vain. */
  void provide(PenaltySettings settings) {
    if (owner.getFunction(FUNCTION) == null && Dropouts.areIn(owner)) {
      SameDiff gradients =
          PlainGradient.of(GraphClone.of(owner), GraphSnapshot.problem(owner, settings));
      owner.putSubFunction(FUNCTION, gradients);
      provided = Optional.of(gradients);
    }
  }

  /** Takes the function away, if it is still there. SameDiff has no method to remove one. */
  void withdraw() {
    if (provided.filter(own -> GraphPaths.isSame(own, owner.getFunction(FUNCTION))).isPresent()) {
      owner.definedFunctionNames().remove(FUNCTION);
    }
    provided = Optional.empty();
  }
}
