package org.hessianreg.examples;

import java.io.PrintWriter;
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
 * accuracy, training loss and time per step.
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

  @Mixin private final DigitsOptions options = new DigitsOptions(3, 20);

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
    new WithAndWithout(out)
        .run(options.seeds(), (seed, penalty) -> train(data, seed, penalty, out));
    return CommandLine.ExitCode.OK;
  }

  private Outcome train(DigitsData data, int seed, boolean penalty, PrintWriter out) {
    MultiLayerNetwork net = LeNet.create(seed);
    NetworkProgress progress = new NetworkProgress(out, options.epochs());
    net.setListeners(progress);

    // This line is all that a program needs to change for the penalty.
    if (penalty) {
      HessianTrace.enable(net, option(seed));
    }

    net.fit(new ShuffledBatches(data.training(), options.batch(), seed), options.epochs());
    Evaluation evaluation = new Evaluation(DigitsData.CLASSES);
    evaluation.eval(data.test().getLabels(), net.output(data.test().getFeatures()));
    return new Outcome(evaluation.accuracy(), net.score(data.training()), progress.millis());
  }

  private HessianTraceRegularization option(int seed) {
    return HessianTraceRegularization.builder()
        .coefficient(options.coefficient().orElse(COEFFICIENT))
        .seed(seed)
        .build();
  }
}
