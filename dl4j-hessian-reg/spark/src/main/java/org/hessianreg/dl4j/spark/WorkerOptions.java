package org.hessianreg.dl4j.spark;

import java.util.Objects;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.spark.internal.OptionText;

/** Makes the workers' options from one that is sent to them. */
final class WorkerOptions {

  private WorkerOptions() {}

  /** The option of each worker, with probes of its own. */
  static WorkerOption travelling(HessianTraceRegularization reg) {
    OptionText text = OptionText.of(Objects.requireNonNull(reg, "reg"));
    return worker -> text.read().ofWorker(worker);
  }
}
