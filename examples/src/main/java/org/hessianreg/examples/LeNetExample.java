package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.backend.BackendCheck;
import org.nd4j.evaluation.classification.Evaluation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Trains a DL4J {@code MultiLayerNetwork} on the UCI optical digits as it is, and again with the
 * one line that adds the Hessian-trace penalty, over several seeds. Prints a table of test
 * accuracy, training score and time per step.
 */
@Command(
    name = "lenet",
    mixinStandardHelpOptions = true,
    version = "lenet (hessian-trace-regularization example)",
    description =
        "Adds the Hessian-trace penalty to a MultiLayerNetwork on the UCI optical digits.",
    sortOptions = false)
public final class LeNetExample implements Callable<Integer> {

  private static final long SPLIT_SEED = 1797;
  private static final double COEFFICIENT = 1e-3;

  @Spec private CommandSpec spec;

  @Mixin private DigitsOptions options;

  LeNetExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new LeNetExample(), args));
  }

  @Override
  public Integer call() {
    options.check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    DigitsData data = options.data(SPLIT_SEED);
    List<Outcome> plain = new ArrayList<>();
    List<Outcome> penalised = new ArrayList<>();
    // Both in turns: whatever slows the machine down for a while hits both.
    for (int seed = 1; seed <= options.seeds(); seed++) {
      plain.add(train(data, seed, false, out));
      penalised.add(train(data, seed, true, out));
    }
    out.printf(
        "%n%-13s %19s %19s %9s%n", "method", "test accuracy (%)", "training score", "ms/step");
    out.println(row("no penalty", plain));
    out.println(row("Hessian trace", penalised));
    return CommandLine.ExitCode.OK;
  }

  private Outcome train(DigitsData data, int seed, boolean penalty, PrintWriter out) {
    out.printf("seed %d, %-13s", seed, penalty ? "Hessian trace" : "no penalty");
    out.flush();
    MultiLayerNetwork net = LeNet.create(seed);
    NetworkProgress progress = new NetworkProgress(out);
    net.setListeners(progress);

    // This line is all that a program needs to change for the penalty.
    if (penalty) {
      HessianTrace.enable(net, option(seed));
    }

    net.fit(new ShuffledBatches(data.training(), options.batch(), seed), options.epochs());
    Evaluation evaluation = new Evaluation(DigitsData.CLASSES);
    evaluation.eval(data.test().getLabels(), net.output(data.test().getFeatures()));
    Outcome outcome =
        new Outcome(evaluation.accuracy(), net.score(data.training()), progress.millis());
    out.printf(Locale.ROOT, " accuracy %.2f%%%n", 100 * outcome.accuracy);
    return outcome;
  }

  private HessianTraceRegularization option(int seed) {
    return HessianTraceRegularization.builder()
        .coefficient(options.coefficient().orElse(COEFFICIENT))
        .seed(seed)
        .build();
  }

  private static String row(String method, List<Outcome> outcomes) {
    List<Double> steps = new ArrayList<>();
    outcomes.forEach(outcome -> steps.addAll(outcome.stepMillis));
    return String.format(
        Locale.ROOT,
        "%-13s %19s %19s %9.1f",
        method,
        Statistics.spread("%.2f", outcomes, outcome -> 100 * outcome.accuracy),
        Statistics.spread("%.4f", outcomes, outcome -> outcome.score),
        Statistics.median(steps));
  }

  /** What one training run came to. */
  private static final class Outcome {

    private final double accuracy;
    private final double score;
    private final List<Double> stepMillis;

    Outcome(double accuracy, double score, List<Double> stepMillis) {
      this.accuracy = accuracy;
      this.score = score;
      this.stepMillis = stepMillis;
    }
  }
}
