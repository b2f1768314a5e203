package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.optimize.api.BaseTrainingListener;

/** Prints dots as a DL4J network trains and measures its training steps. */
final class NetworkProgress extends BaseTrainingListener {

  private static final int DOTS = 20;

  private final PrintWriter out;
  private final int epochsPerDot;
  private final StepTimes times = new StepTimes();
  private int epochs;

  /**
   * @param epochs how many there will be
   */
  NetworkProgress(PrintWriter out, int epochs) {
    this.out = out;
    this.epochsPerDot = Math.max(1, epochs / DOTS);
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
    epochs++;
    if (epochs % epochsPerDot == 0) {
      out.print('.');
      out.flush();
    }
  }

  /** Milliseconds of the timed steps. */
  List<Double> millis() {
    return times.millis();
  }
}
