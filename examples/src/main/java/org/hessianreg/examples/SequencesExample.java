package org.hessianreg.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.backend.BackendCheck;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Classifies sequences of different lengths, one CSV file each. DataVec's {@code
 * CSVSequenceRecordReader} reads them and sets the masks; a {@code MultiLayerNetwork} with an LSTM
 * layer trains without and with the Hessian-trace penalty.
 */
@Command(
    name = "sequences",
    mixinStandardHelpOptions = true,
    version = "sequences (hessian-trace-regularization example)",
    description = "Adds the Hessian-trace penalty to an LSTM that classifies sequences.",
    sortOptions = false)
public final class SequencesExample implements Callable<Integer> {

  private static final String FOLDER = "sequences";
  private static final long SPLIT_SEED = 1797;
  private static final double COEFFICIENT = 1e-3;
  private static final double LEARNING_RATE = 5e-3;
  private static final int UNITS = 32;

  @Spec private CommandSpec spec;

  @Mixin private final TrainingOptions options = new TrainingOptions(3, 20, 50);

  @Mixin private OutputOptions output;

  @Option(
      names = "--sequences",
      paramLabel = "DIR",
      description =
          "Folder with the steps of each sequence in features/0.csv, features/1.csv and so on, and"
              + " the number of its class, from 0, in labels/0.csv and so on (default: "
              + FOLDER
              + " in the output folder, to which the example first writes the UCI optical digits,"
              + " column by column).")
  private Path sequences;

  @Option(
      names = "--training-sequences",
      paramLabel = "N",
      defaultValue = "500",
      description =
          "Sequences to train on; the others are the test part (default: ${DEFAULT-VALUE}).")
  private int trainingSequences;

  SequencesExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new SequencesExample(), args));
  }

  @Override
  public Integer call() throws IOException {
    options.checkRange("--training-sequences", trainingSequences, 10, 1_000_000);
    options.check(trainingSequences);
    output.check();
    Path root = sequences == null ? output.resolve(FOLDER) : sequences;
    if (sequences == null) {
      DigitsFiles.writeSequences(new SequenceFolder.Layout(root));
    }
    SequenceFolder folder = SequenceFolder.open(root);
    options.checkBelow(
        "--training-sequences", trainingSequences, folder.sequences(), "the sequences in " + root);
    PrintWriter out = spec.commandLine().getOut();
    out.println(BackendCheck.describe());
    DataSet all = folder.read(SPLIT_SEED);
    out.printf(
        "%s: %d sequences of %d classes, of %s steps, %d to train on%n",
        root, folder.sequences(), folder.classes(), lengths(all), trainingSequences);
    DataSet training = (DataSet) all.getRange(0, trainingSequences);
    DataSet test = (DataSet) all.getRange(trainingSequences, folder.sequences());
    // Fitted on the training part alone; the mask keeps the filling out.
    NormalizerStandardize normalizer = new NormalizerStandardize();
    normalizer.fit(training);
    normalizer.transform(training);
    normalizer.transform(test);
    new WithAndWithout(out)
        .run(options.seeds(), (seed, penalty) -> train(training, test, seed, penalty, out));
    return CommandLine.ExitCode.OK;
  }

  /** How long the sequences are, told by the mask. */
  private static String lengths(DataSet data) {
    INDArray mask = data.getFeaturesMaskArray();
    if (mask == null) {
      return Long.toString(data.getFeatures().size(2));
    }
    INDArray lengths = mask.sum(1);
    return lengths.minNumber().intValue() + " to " + lengths.maxNumber().intValue();
  }

  private Outcome train(
      DataSet training, DataSet test, int seed, boolean penalty, PrintWriter out) {
    int classes = (int) training.getLabels().size(1);
    MultiLayerNetwork net = network(seed, training.getFeatures().size(1), classes);
    NetworkProgress progress = new NetworkProgress(out, options.epochs());
    net.setListeners(progress);

    // This line is all that a program needs to change for the penalty.
    if (penalty) {
      HessianTrace.enable(net, option(seed));
    }

    net.fit(new ShuffledBatches(training, options.batch(), seed), options.epochs());
    INDArray predictions =
        net.output(
            test.getFeatures(), false, test.getFeaturesMaskArray(), test.getLabelsMaskArray());
    Evaluation evaluation = new Evaluation(classes);
    evaluation.eval(test.getLabels(), predictions, test.getLabelsMaskArray());
    return new Outcome(evaluation.accuracy(), net.score(training), progress.millis());
  }

  private HessianTraceRegularization option(int seed) {
    return HessianTraceRegularization.builder()
        .coefficient(options.coefficient().orElse(COEFFICIENT))
        .seed(seed)
        .build();
  }

  private static MultiLayerNetwork network(long seed, long features, int classes) {
    MultiLayerConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(LEARNING_RATE))
            .weightInit(WeightInit.XAVIER)
            .list()
            .layer(new LSTM.Builder().nOut(UNITS).activation(Activation.TANH).build())
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(classes)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.recurrent(features))
            .build();
    MultiLayerNetwork net = new MultiLayerNetwork(conf);
    net.init();
    return net;
  }
}
