package org.hessianreg.examples;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.hessianreg.samediff.HessianOps;
import org.hessianreg.samediff.HutchinsonConfig;
import org.hessianreg.samediff.backend.BackendCheck;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/**
 * Writes the Hessian-trace penalty into a SameDiff graph and trains it with plain {@code sd.fit}.
 * Of this library it needs the module {@code samediff-ops} alone.
 */
@Command(
    name = "graph-penalty",
    mixinStandardHelpOptions = true,
    version = "graph-penalty (hessian-trace-regularization example)",
    description = "Makes the Hessian's trace part of a SameDiff graph's loss, on the UCI digits.",
    sortOptions = false)
public final class GraphPenaltyExample implements Callable<Integer> {

  private static final long SPLIT_SEED = 1797;
  private static final double COEFFICIENT = 1e-3;
  private static final double LEARNING_RATE = 2e-3;

  @Spec private CommandSpec spec;

  @Mixin private final DigitsOptions options = new DigitsOptions(3, 10);

  GraphPenaltyExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new GraphPenaltyExample(), args));
  }

  @Override
  public Integer call() {
    options.check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    GraphTraining training = new GraphTraining(options, options.data(SPLIT_SEED), out);
    new WithAndWithout(out)
        .run(
            options.seeds(),
            (seed, penalty) -> {
              // The probes in the graph follow the global seed.
              Nd4j.getRandom().setSeed(seed);
              DigitsNetwork network = new DigitsNetwork(seed);
              if (penalty) {
                penalise(network);
              }
              network.graph().setTrainingConfig(config());
              return training.fit(network, seed);
            });
    return CommandLine.ExitCode.OK;
  }

  /** These lines put the penalty into the graph: new probes at every step, and a new loss. */
  private void penalise(DigitsNetwork network) {
    SameDiff sd = network.graph();
    HutchinsonConfig config = HutchinsonConfig.builder().probes(1).build();
    SDVariable trace = new HessianOps(sd).trace("trace", network.loss(), config);
    double coefficient = options.coefficient().orElse(COEFFICIENT);
    sd.setLossVariables(network.loss().add("penalised", trace.mul(coefficient)));
  }

  private static TrainingConfig config() {
    return TrainingConfig.builder()
        .updater(new Adam(LEARNING_RATE))
        .dataSetFeatureMapping(DigitsNetwork.IMAGES)
        .dataSetLabelMapping(DigitsNetwork.LABELS)
        .build();
  }
}
