package org.hessianreg.examples;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.backend.BackendCheck;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Interrupts penalised training, saves, loads and goes on, for a SameDiff graph and a {@code
 * MultiLayerNetwork}: the parameters come out as in a run without interruption. Then takes the
 * penalty off, and a JVM without this library loads the models.
 */
@Command(
    name = "save-resume",
    mixinStandardHelpOptions = true,
    version = "save-resume (hessian-trace-regularization example)",
    description = "Saves, resumes and deploys models that train with the penalty.",
    sortOptions = false)
public final class SaveResumeExample implements Callable<Integer> {

  private static final long SEED = 1797;
  private static final int TRAINING = 500;
  private static final int BATCH = 32;
  private static final double COEFFICIENT = 1e-3;
  private static final double LEARNING_RATE = 2e-3;

  /**
   * On some processors the last bit of ND4J's sums depends on where in memory an array begins, and
   * arrays that are loaded begin elsewhere.
   */
  private static final double ROUNDING = 1e-4;

  @Spec private CommandSpec spec;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      defaultValue = "4",
      description =
          "Passes over the training images, the same before and after the interruption (default:"
              + " ${DEFAULT-VALUE}).")
  private int epochs;

  @Mixin private OutputOptions output;

  private DigitsData data;

  SaveResumeExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new SaveResumeExample(), args));
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    OptionRange.check(spec, "--epochs", epochs, 1, 10_000);
    output.check();
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    data = DigitsData.load(TRAINING, 0.0, SEED);
    File graphFile = output.resolve("digits-graph.fb").toFile();
    File networkFile = output.resolve("digits-network.zip").toFile();
    File imagesFile = output.resolve("digits-images.bin").toFile();

    out.printf("SameDiff graph: %d epochs, then %d, interrupted and not%n", epochs, epochs);
    SameDiff graph = resumedGraph(graphFile);
    double ofGraph = difference(parameters(uninterruptedGraph()), parameters(graph));
    out.printf("MultiLayerNetwork: %d epochs, then %d, interrupted and not%n", epochs, epochs);
    MultiLayerNetwork network = resumedNetwork(networkFile);
    double ofNetwork = difference(uninterruptedNetwork().params(), network.params());

    // What is deployed: no penalty, no updater state, and nothing of this library.
    HessianTrace.disable(graph);
    graph.save(graphFile, false);
    HessianTrace.disable(network);
    network.save(networkFile, false);
    INDArray images = data.test().getFeatures();
    Nd4j.saveBinary(images, imagesFile);
    out.println("A JVM without the library loads " + graphFile + " and " + networkFile);
    List<String> elsewhere =
        ChildJvm.run(
            DeployedModels.class, graphFile.toPath(), networkFile.toPath(), imagesFile.toPath());
    boolean deployedGraph = elsewhere.get(0).equals(Predictions.ofGraph(graphFile, images));
    boolean deployedNetwork = elsewhere.get(1).equals(Predictions.ofNetwork(networkFile, images));

    out.println();
    out.println(
        row("model", "parameters as if not interrupted", "predictions without the library"));
    out.println(row("SameDiff graph", resumed(ofGraph), same(deployedGraph)));
    out.println(row("MultiLayerNetwork", resumed(ofNetwork), same(deployedNetwork)));
    return ofGraph <= ROUNDING && ofNetwork <= ROUNDING && deployedGraph && deployedNetwork
        ? CommandLine.ExitCode.OK
        : CommandLine.ExitCode.SOFTWARE;
  }

  private SameDiff resumedGraph(File file) {
    SameDiff first = newGraph();
    first.fit(batches(), epochs);
    first.save(file, true); // with the state of the updater

    SameDiff second = SameDiff.load(file, true);
    HessianTrace.enable(second); // the option was in the file; this is needed once more
    QuietGradient.create(second);
    second.fit(batches().skip(epochs), epochs);
    return second;
  }

  private SameDiff uninterruptedGraph() {
    SameDiff sd = newGraph();
    sd.fit(batches(), 2 * epochs);
    return sd;
  }

  private static SameDiff newGraph() {
    SameDiff sd = new DigitsNetwork(SEED).graph();
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Adam(LEARNING_RATE))
            .regularization(option())
            .dataSetFeatureMapping(DigitsNetwork.IMAGES)
            .dataSetLabelMapping(DigitsNetwork.LABELS)
            .build());
    HessianTrace.enable(sd);
    QuietGradient.create(sd);
    return sd;
  }

  private MultiLayerNetwork resumedNetwork(File file) throws IOException {
    MultiLayerNetwork first = newNetwork();
    first.fit(batches(), epochs);
    first.save(file, true); // with the state of the updater

    MultiLayerNetwork second = MultiLayerNetwork.load(file, true);
    HessianTrace.enable(second, option()); // the file holds nothing of the penalty
    second.fit(batches().skip(epochs), epochs);
    return second;
  }

  private MultiLayerNetwork uninterruptedNetwork() {
    MultiLayerNetwork net = newNetwork();
    net.fit(batches(), 2 * epochs);
    return net;
  }

  private static MultiLayerNetwork newNetwork() {
    MultiLayerNetwork net = LeNet.create(SEED);
    HessianTrace.enable(net, option());
    return net;
  }

  private static HessianTraceRegularization option() {
    return HessianTraceRegularization.builder().coefficient(COEFFICIENT).seed(SEED).build();
  }

  private ShuffledBatches batches() {
    return new ShuffledBatches(data.training(), BATCH, SEED);
  }

  private static INDArray parameters(SameDiff sd) {
    return Nd4j.concat(
        0,
        DigitsNetwork.parameters(sd).stream()
            .map(parameter -> parameter.getArr().reshape(-1))
            .toArray(INDArray[]::new));
  }

  private static double difference(INDArray expected, INDArray actual) {
    return expected.sub(actual).amaxNumber().doubleValue();
  }

  private static String resumed(double difference) {
    if (difference == 0.0) {
      return "yes, bit for bit";
    }
    return String.format(
        Locale.ROOT, "%s, within %.0e", difference <= ROUNDING ? "yes" : "NO", difference);
  }

  private static String same(boolean same) {
    return same ? "the same" : "OTHERS";
  }

  private static String row(String model, String resumed, String deployed) {
    return String.format("%-17s  %32s  %31s", model, resumed, deployed);
  }
}
