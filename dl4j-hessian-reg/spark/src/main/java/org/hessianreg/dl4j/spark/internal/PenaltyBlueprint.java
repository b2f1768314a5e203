package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.List;
import java.util.Optional;
import org.hessianreg.dl4j.spark.WorkerOption;

/** How the penalty of a copy is made, if there is one. Immutable. */
public final class PenaltyBlueprint implements Serializable {

  private static final long serialVersionUID = 1L;

  /** An array, because an Optional does not travel. */
  private final WorkerOption[] options;

  private PenaltyBlueprint(WorkerOption... options) {
    this.options = options;
  }

  /**
   * No penalty.
   *
   * @return nothing to enable
   */
  public static PenaltyBlueprint none() {
    return new PenaltyBlueprint();
  }

  /**
   * A penalty.
   *
   * @param option makes the option of a worker
   * @return what to enable
   */
  public static PenaltyBlueprint of(WorkerOption option) {
    return new PenaltyBlueprint(option);
  }

  Optional<WorkerOption> option() {
    return List.of(options).stream().findFirst();
  }
}
