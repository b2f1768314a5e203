package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Prints a dot for each epoch of a DL4J network and measures its training steps. */
final class NetworkProgress extends BaseTrainingListener {

  private final PrintWriter out;
  private final StepTimes times = new StepTimes();

  NetworkProgress(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void onEpochStart(Model model) {
    times.pause();
  }

  @Override
  public void iterationDone(Model model, int iteration, int epoch) {
    times.step();
  }

  @Override
  public void onEpochEnd(Model model) {
    out.print('.');
    out.flush();
  }

  /** Milliseconds of the timed steps. */
  List<Double> millis() {
    return times.millis();
  }
}
