package org.hessianreg.samediff.internal.graph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/** Whether an op's own {@code doDiff} can be used, found out by appending what it makes. */
public final class OwnGradient {

  private OwnGradient() {}

  /**
   * Differentiates an op for zero cotangents. What that appends, nobody needs.
   *
   * @param graph the op's graph
   * @param op the op
   * @param outputs its outputs
   * @return why its gradient cannot be used, or nothing if it can
   */
  public static Optional<Failure> trial(
      SameDiff graph, DifferentialFunction op, SDVariable... outputs) {
    List<SDVariable> cotangents = new ArrayList<>();
    for (SDVariable output : outputs) {
      cotangents.add(output.dataType().isFPType() ? graph.zerosLike(output) : null);
    }
    try {
      requireOneForEachInput(op, op.doDiff(cotangents));
      return Optional.empty();
    } catch (RuntimeException e) {
      return Optional.of(new Failure(e));
    }
  }

  private static void requireOneForEachInput(DifferentialFunction op, List<SDVariable> gradients) {
    int inputs = op.args().length;
    int floating = 0;
    for (int i = 0; i < inputs; i++) {
      floating = op.arg(i).dataType().isFPType() ? i + 1 : floating;
    }
    if (gradients.size() > inputs || gradients.size() < floating) {
      throw new IllegalStateException(
          String.format("it has %d gradients for %d inputs", gradients.size(), inputs));
    }
  }

  /** Why a gradient cannot be used. Immutable. */
  public static final class Failure {

    private final RuntimeException cause;

    private Failure(RuntimeException cause) {
      this.cause = cause;
    }

    /**
     * What was thrown.
     *
     * @return the exception
     */
    public RuntimeException cause() {
      return cause;
    }

    /**
     * The reason in words.
     *
     * @return a clause without a full stop
     */
    public String text() {
      return Optional.ofNullable(cause.getMessage()).orElse(cause.getClass().getSimpleName());
    }
  }
}
