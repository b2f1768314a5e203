package org.hessianreg.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.backend.BackendCheck;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Classifies the lines of a CSV file: tells the sex of penguins from their species, island and
 * measures. DataVec's {@code TransformProcess} turns the columns into numbers; a {@code
 * MultiLayerNetwork} trains without and with the Hessian-trace penalty.
 */
@Command(
    name = "tabular",
    mixinStandardHelpOptions = true,
    version = "tabular (hessian-trace-regularization example)",
    description =
        "Adds the Hessian-trace penalty to a network that classifies lines of a CSV file.",
    sortOptions = false)
public final class TabularExample implements Callable<Integer> {

  private static final String RESOURCE = "penguins.csv";
  private static final long SPLIT_SEED = 344;
  private static final double COEFFICIENT = 1e-2;
  private static final double LEARNING_RATE = 1e-2;
  private static final int HIDDEN = 32;

  @Spec private CommandSpec spec;

  @Mixin private final TrainingOptions options = new TrainingOptions(5, 100, 25);

  @Mixin private OutputOptions output;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description =
          "CSV file with the columns of "
              + RESOURCE
              + " (default: that file, which the example"
              + " carries with it and writes to the output folder).")
  private Path data;

  @Option(
      names = "--training-rows",
      paramLabel = "N",
      defaultValue = "100",
      description = "Lines to train on; the others are the test part (default: ${DEFAULT-VALUE}).")
  private int trainingRows;

  TabularExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new TabularExample(), args));
  }

  @Override
  public Integer call() throws IOException {
    options.checkRange("--training-rows", trainingRows, 10, 1_000_000);
    options.check(trainingRows);
    output.check();
    Path file = data == null ? output.resolve(RESOURCE) : data;
    if (data == null) {
      Resources.copy(RESOURCE, file);
    }
    DataSet all = PenguinData.read(file);
    options.checkBelow(
        "--training-rows", trainingRows, all.numExamples(), "the complete lines of " + file);
    PenguinData penguins = PenguinData.split(all, trainingRows, SPLIT_SEED);
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    out.printf(
        "%s: %d complete lines, %d to train on, %d to test%n",
        file, all.numExamples(), trainingRows, penguins.test().numExamples());
    new WithAndWithout(out)
        .run(options.seeds(), (seed, penalty) -> train(penguins, seed, penalty, out));
    return CommandLine.ExitCode.OK;
  }

  private Outcome train(PenguinData penguins, int seed, boolean penalty, PrintWriter out) {
    DataSet training = penguins.training();
    MultiLayerNetwork net = network(seed, training.numInputs());
    NetworkProgress progress = new NetworkProgress(out, options.epochs());
    net.setListeners(progress);

    // This line is all that a program needs to change for the penalty.
    if (penalty) {
      HessianTrace.enable(net, option(seed));
    }

    net.fit(new ShuffledBatches(training, options.batch(), seed), options.epochs());
    Evaluation evaluation = new Evaluation(PenguinData.CLASSES);
    evaluation.eval(penguins.test().getLabels(), net.output(penguins.test().getFeatures()));
    return new Outcome(evaluation.accuracy(), net.score(training), progress.millis());
  }

  private HessianTraceRegularization option(int seed) {
    return HessianTraceRegularization.builder()
        .coefficient(options.coefficient().orElse(COEFFICIENT))
        .seed(seed)
        .build();
  }

  private static MultiLayerNetwork network(long seed, int features) {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(LEARNING_RATE))
            .weightInit(WeightInit.RELU)
            .activation(Activation.RELU)
            .list()
            .layer(new DenseLayer.Builder().nOut(HIDDEN).build())
            .layer(new DenseLayer.Builder().nOut(HIDDEN).build())
            .layer(
                new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                    .nOut(PenguinData.CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.feedForward(features))
            .build();
    MultiLayerNetwork net = new MultiLayerNetwork(conf);
    net.init();
    return net;
  }
}
