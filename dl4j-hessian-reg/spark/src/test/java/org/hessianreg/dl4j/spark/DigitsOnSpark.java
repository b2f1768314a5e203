package org.hessianreg.dl4j.spark;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.InputStreamInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.nd4j.evaluation.classification.Evaluation;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Trains a network on handwritten digits on Spark, with hardly any penalty and with a real one.
 * DataVec reads the lines in the executors. Arguments: the CSV file (64 features from 0 to 16 and
 * the digit on each line), the number of workers, the epochs. Without a master it runs in this JVM.
 */
public final class DigitsOnSpark {

  private static final int FEATURES = 64;
  private static final int CLASSES = 10;
  private static final int MINIBATCH = 32;
  private static final int FREQUENCY = 2;
  private static final long TRAINING_LINES = 1400;
  private static final double HARDLY = 1e-9;
  private static final double COEFFICIENT = 1e-2;

  private DigitsOnSpark() {}

  /**
   * Runs the example.
   *
   * @param args file, workers, epochs
   */
  public static void main(String[] args) {
    SparkCheck.require();
    SparkConf conf = new SparkConf().setAppName("digits").setIfMissing("spark.master", "local[2]");
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      spark.setLogLevel("WARN");
      run(spark, args[0], Integer.parseInt(args[1]), Integer.parseInt(args[2]))
          .forEach(System.out::println);
    }
  }

  /** Trains twice, and returns a line for each. */
  static List<String> run(JavaSparkContext spark, String file, int workers, int epochs) {
    JavaPairRDD<String, Long> lines = spark.textFile(file).zipWithIndex();
    JavaRDD<DataSet> training =
        lines
            .filter(line -> line._2() < TRAINING_LINES)
            .keys()
            .repartition(workers)
            .mapPartitions(DigitsOnSpark::minibatches);
    List<DataSet> test =
        lines
            .filter(line -> line._2() >= TRAINING_LINES)
            .keys()
            .mapPartitions(DigitsOnSpark::minibatches)
            .collect();
    List<String> results = new ArrayList<>();
    for (double coefficient : new double[] {HARDLY, COEFFICIENT}) {
      results.add(train(spark, training, test, coefficient, epochs));
    }
    return results;
  }

  private static String train(
      JavaSparkContext spark,
      JavaRDD<DataSet> training,
      List<DataSet> test,
      double coefficient,
      int epochs) {
    MultiLayerNetwork net = network();
    HessianTraceRegularization reg =
        HessianTraceRegularization.builder().coefficient(coefficient).seed(7).build();
    List<TrainingRound> rounds = new ArrayList<>();
    try (SparkTraining run =
        ParameterAveraging.builder(spark)
            .averagingFrequency(FREQUENCY)
            .onRound(
                round -> {
                  rounds.add(round);
                  if (round.round() == round.rounds()) {
                    System.out.println(round);
                  }
                })
            .build()
            .of(net, reg)) {
      run.fit(training, epochs);
      List<WorkerPenalty> history = run.history();
      double trace =
          history.subList(history.size() / 2, history.size()).stream()
              .mapToDouble(WorkerPenalty::quadraticForm)
              .average()
              .orElseThrow();
      // The first rounds build the workers' networks.
      double seconds =
          rounds.subList(rounds.size() / 2, rounds.size()).stream()
              .mapToDouble(TrainingRound::seconds)
              .average()
              .orElseThrow();
      return String.format(
          Locale.ROOT,
          "coefficient %.0e: test accuracy %.1f %%, tr H %.2f in the second half, %.3f s a round",
          coefficient,
          100.0 * accuracy(net, test),
          trace,
          seconds);
    }
  }

  private static MultiLayerNetwork network() {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(7)
                .updater(new Adam(3e-3))
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(FEATURES).nOut(64).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(64)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    net.init();
    return net;
  }

  private static double accuracy(MultiLayerNetwork net, List<DataSet> test) {
    Evaluation evaluation = new Evaluation(CLASSES);
    test.forEach(each -> evaluation.eval(each.getLabels(), net.output(each.getFeatures())));
    return evaluation.accuracy();
  }

  /** Reads lines where they are. */
  private static Iterator<DataSet> minibatches(Iterator<String> lines)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>();
    lines.forEachRemaining(all::add);
    byte[] text = String.join("\n", all).getBytes(StandardCharsets.UTF_8);
    CSVRecordReader reader = new CSVRecordReader();
    reader.initialize(new InputStreamInputSplit(new ByteArrayInputStream(text)));
    List<DataSet> minibatches = new ArrayList<>();
    new RecordReaderDataSetIterator(reader, MINIBATCH, FEATURES, CLASSES)
        .forEachRemaining(
            each -> {
              each.getFeatures().divi(16.0);
              minibatches.add(each);
            });
    return minibatches.iterator();
  }
}
