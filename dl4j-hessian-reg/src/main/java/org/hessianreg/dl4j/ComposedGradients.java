package org.hessianreg.dl4j;

import java.util.Optional;
import org.hessianreg.samediff.internal.compositions.Compositions;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * The gradient function of a graph with ops that SameDiff differentiates wrongly or not at all:
 * that of a copy in which they are written with others. It lies where SameDiff keeps its own, so
 * that {@code fit} finds it there and creates none.
 */
final class ComposedGradients {

  private static final String FUNCTION = "grad";

  private final SameDiff owner;
  private Optional<SameDiff> provided = Optional.empty();
  private Optional<SameDiff> former = Optional.empty();

  /** Takes the user's graph. */
  ComposedGradients(SameDiff owner) {
    this.owner = owner;
  }

  /** Provides the function where that of SameDiff would be wrong. */
  void provide(PenaltySettings settings) {
    if (isProvided()) {
      return;
    }
    Compositions compositions = Compositions.of(owner, Losses.of(owner));
    if (compositions.areNone()) {
      return;
    }
    SameDiff gradients = PlainGradient.of(compositions, GraphSnapshot.problem(owner, settings));
    former = Optional.ofNullable(owner.getFunction(FUNCTION));
    put(gradients);
    provided = Optional.of(gradients);
  }

  private boolean isProvided() {
    return provided.filter(own -> GraphPaths.isSame(own, owner.getFunction(FUNCTION))).isPresent();
  }

  /** Takes the function away, if it is still there. */
  void withdraw() {
    if (isProvided()) {
      owner.definedFunctionNames().remove(FUNCTION);
      former.ifPresent(this::put);
    }
    provided = Optional.empty();
    former = Optional.empty();
  }

  /** SameDiff has no method to remove a function, and puts none where one is. */
  private void put(SameDiff function) {
    owner.definedFunctionNames().remove(FUNCTION);
    owner.putSubFunction(FUNCTION, function);
  }
}
