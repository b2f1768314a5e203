package org.hessianreg.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.datavec.api.io.labels.ParentPathLabelGenerator;
import org.datavec.api.split.InputSplit;
import org.datavec.image.recordreader.ImageRecordReader;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.backend.BackendCheck;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.preprocessor.ImagePreProcessingScaler;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/**
 * Classifies images that lie in one folder for each class. DataVec's {@code ImageRecordReader}
 * reads them; a {@code ComputationGraph}, a small convolutional network with a shortcut, trains
 * without and with the Hessian-trace penalty.
 */
@Command(
    name = "images",
    mixinStandardHelpOptions = true,
    version = "images (hessian-trace-regularization example)",
    description = "Adds the Hessian-trace penalty to a ComputationGraph that classifies images.",
    sortOptions = false)
public final class ImagesExample implements Callable<Integer> {

  private static final String FOLDER = "digits";
  private static final long SPLIT_SEED = 1797;
  private static final double COEFFICIENT = 1e-3;
  private static final double LEARNING_RATE = 2e-3;

  @Spec private CommandSpec spec;

  @Mixin private final TrainingOptions options = new TrainingOptions(3, 15, 32);

  @Mixin private OutputOptions output;

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Folder of images, with a folder for each class (default: "
              + FOLDER
              + " in the output folder, to which the example first writes the UCI optical digits,"
              + " 8×8 pixels, as PNG files).")
  private Path images;

  @Option(
      names = "--side",
      paramLabel = "N",
      defaultValue = "8",
      description = "Pixels to which height and width are scaled (default: ${DEFAULT-VALUE}).")
  private int side;

  @Option(
      names = "--channels",
      paramLabel = "N",
      defaultValue = "1",
      description = "1 to read the images in grey, 3 in colour (default: ${DEFAULT-VALUE}).")
  private int channels;

  @Option(
      names = "--training-images",
      paramLabel = "N",
      defaultValue = "500",
      description = "Images to train on; the others are the test part (default: ${DEFAULT-VALUE}).")
  private int trainingImages;

  ImagesExample() {}

  /**
   * Runs the example and ends the JVM with its exit code.
   *
   * @param args the command line, see {@code --help}
   */
  public static void main(String[] args) {
    System.exit(Launcher.run(new ImagesExample(), args));
  }

  @Override
  public Integer call() throws IOException {
    check();
    PrintWriter out = spec.commandLine().getOut();
    Path root = images == null ? output.resolve(FOLDER) : images;
    if (images == null) {
      DigitsFiles.writeImages(root);
    }
    ImageFolder folder = ImageFolder.open(root);
    options.checkBelow(
        "--training-images", trainingImages, folder.images(), "the images in " + root);
    out.println(BackendCheck.describe());
    out.printf(
        "%s: %d images of %d classes, %d to train on%n",
        root, folder.images(), folder.classes().size(), trainingImages);
    InputSplit[] parts = folder.split(trainingImages, SPLIT_SEED);
    DataSet training = read(parts[0], folder);
    DataSet test = read(parts[1], folder);
    new WithAndWithout(out)
        .run(options.seeds(), (seed, penalty) -> train(training, test, seed, penalty, out));
    return CommandLine.ExitCode.OK;
  }

  private void check() {
    options.checkRange("--side", side, 8, 256);
    if (channels != 1 && channels != 3) {
      throw options.bad("--channels is " + channels + ": give 1 or 3");
    }
    options.checkRange("--training-images", trainingImages, 10, 1_000_000);
    options.check(trainingImages);
    output.check();
  }

  /** All images of a part at once. Where they do not fit into memory, train on the iterator. */
  private DataSet read(InputSplit part, ImageFolder folder) throws IOException {
    try (ImageRecordReader reader =
        new ImageRecordReader(side, side, channels, new ParentPathLabelGenerator())) {
      reader.initialize(part);
      // Of all images: what the reader has found are the classes of this part.
      reader.setLabels(folder.classes());
      int label = 1;
      RecordReaderDataSetIterator iterator =
          new RecordReaderDataSetIterator(reader, folder.images(), label, folder.classes().size());
      iterator.setPreProcessor(new ImagePreProcessingScaler(0, 1));
      return iterator.next();
    }
  }

  private Outcome train(
      DataSet training, DataSet test, int seed, boolean penalty, PrintWriter out) {
    int classes = training.numOutcomes();
    ComputationGraph net = network(seed, classes);
    NetworkProgress progress = new NetworkProgress(out, options.epochs());
    net.setListeners(progress);

    // This line is all that a program needs to change for the penalty.
    if (penalty) {
      HessianTrace.enable(net, option(seed));
    }

    net.fit(new ShuffledBatches(training, options.batch(), seed), options.epochs());
    Evaluation evaluation = new Evaluation(classes);
    evaluation.eval(test.getLabels(), net.outputSingle(test.getFeatures()));
    return new Outcome(evaluation.accuracy(), net.score(training), progress.millis());
  }

  private HessianTraceRegularization option(int seed) {
    return HessianTraceRegularization.builder()
        .coefficient(options.coefficient().orElse(COEFFICIENT))
        .seed(seed)
        .build();
  }

  private ComputationGraph network(long seed, int classes) {
    ComputationGraphConfiguration conf =
        new NeuralNetConfiguration.Builder()
            .seed(seed)
            .updater(new Adam(LEARNING_RATE))
            .weightInit(WeightInit.RELU)
            .activation(Activation.RELU)
            .convolutionMode(ConvolutionMode.Same)
            .graphBuilder()
            .addInputs("images")
            .addLayer("first", new ConvolutionLayer.Builder(3, 3).nOut(16).build(), "images")
            .addLayer("second", new ConvolutionLayer.Builder(3, 3).nOut(16).build(), "first")
            .addVertex(
                "shortcut", new ElementWiseVertex(ElementWiseVertex.Op.Add), "first", "second")
            .addLayer(
                "pool",
                new SubsamplingLayer.Builder().kernelSize(2, 2).stride(2, 2).build(),
                "shortcut")
            .addLayer("dense", new DenseLayer.Builder().nOut(64).build(), "pool")
            .addLayer(
                "output",
                new OutputLayer.Builder(LossFunction.NEGATIVELOGLIKELIHOOD)
                    .nOut(classes)
                    .activation(Activation.SOFTMAX)
                    .build(),
                "dense")
            .setOutputs("output")
            .setInputTypes(InputType.convolutional(side, side, channels))
            .build();
    ComputationGraph net = new ComputationGraph(conf);
    net.init();
    return net;
  }
}
