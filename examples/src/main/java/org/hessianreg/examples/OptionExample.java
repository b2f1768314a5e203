package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.PenaltyRecord;
import org.hessianreg.samediff.backend.BackendCheck;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Trains a SameDiff graph with the Hessian-trace penalty as an option of its training
 * configuration, and shows what the last penalised steps computed.
 */
@Command(
    name = "option",
    mixinStandardHelpOptions = true,
    version = "option (hessian-trace-regularization example)",
    description = "Trains a SameDiff graph with the penalty as an option, on the UCI digits.",
    sortOptions = false)
public final class OptionExample implements Callable<Integer> {

  private static final long SPLIT_SEED = 1797;
  private static final double COEFFICIENT = 1e-3;
  private static final double LEARNING_RATE = 2e-3;
  private static final int SHOWN = 5;

  @Spec private CommandSpec spec;

  @Mixin private final DigitsOptions options = new DigitsOptions(3, 10);

  OptionExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new OptionExample(), args));
  }

  @Override
  public Integer call() {
    options.check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    GraphTraining training = new GraphTraining(options, options.data(SPLIT_SEED), out);
    List<PenaltyRecord> history = new ArrayList<>();
    new WithAndWithout(out)
        .run(
            options.seeds(),
            (seed, penalty) ->
                penalty ? withPenalty(training, seed, history) : plain(training, seed));
    show(history, out);
    return CommandLine.ExitCode.OK;
  }

  private static Outcome plain(GraphTraining training, int seed) {
    DigitsNetwork network = new DigitsNetwork(seed);
    network.graph().setTrainingConfig(config().build());
    return training.fit(network, seed);
  }

  /**
   * The option, the configuration that holds it, and one call.
   *
   * @param history takes what the penalised steps computed, in place of what it holds
   */
  private Outcome withPenalty(GraphTraining training, int seed, List<PenaltyRecord> history) {
    DigitsNetwork network = new DigitsNetwork(seed);
    SameDiff sd = network.graph();
    HessianTraceRegularization reg =
        HessianTraceRegularization.builder()
            .coefficient(options.coefficient().orElse(COEFFICIENT))
            .seed(seed)
            .build();
    sd.setTrainingConfig(config().regularization(reg).build());
    HessianTrace trace = HessianTrace.enable(sd);
    Outcome outcome = training.fit(network, seed);
    history.clear();
    history.addAll(trace.history());
    return outcome;
  }

  private static TrainingConfig.Builder config() {
    return TrainingConfig.builder()
        .updater(new Adam(LEARNING_RATE))
        .dataSetFeatureMapping(DigitsNetwork.IMAGES)
        .dataSetLabelMapping(DigitsNetwork.LABELS);
  }

  private static void show(List<PenaltyRecord> history, PrintWriter out) {
    out.printf("%n%d penalised steps of the last seed, the last of them:%n", history.size());
    history.subList(Math.max(0, history.size() - SHOWN), history.size()).forEach(out::println);
  }
}
