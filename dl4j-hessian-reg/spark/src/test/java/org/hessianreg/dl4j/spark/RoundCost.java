package org.hessianreg.dl4j.spark;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Measures what a round costs beside its training, by the number of parameters and workers, with
 * executors in JVMs of their own on this machine. For the figures of the guide.
 */
public final class RoundCost {

  private static final int WIDTH = 1000;
  private static final int ROUNDS = 6;

  private RoundCost() {}

  /**
   * Prints a line for each number of parameters, in thousands, that is given.
   *
   * @param args workers, and numbers of parameters in thousands
   * @throws Exception if the cluster cannot be started or ended
   */
  public static void main(String[] args) throws Exception {
    int workers = Integer.parseInt(args[0]);
    Path folder = Files.createTempDirectory("cluster");
    try (StandaloneCluster cluster = new StandaloneCluster(folder, workers, "4g")) {
      for (int i = 1; i < args.length; i++) {
        measure(cluster, workers, Integer.parseInt(args[i]));
      }
    }
  }

  private static void measure(StandaloneCluster cluster, int workers, int outputs) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .updater(new Sgd(1e-3))
                .list()
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(WIDTH - 1)
                        .nOut(outputs)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    net.init();
    DataSet batch = new DataSet(Nd4j.rand(1, WIDTH - 1), Nd4j.rand(1, outputs));
    List<DataSet> batches = new ArrayList<>();
    for (int i = 0; i < workers * ROUNDS; i++) {
      batches.add(batch);
    }
    List<TrainingRound> rounds = new ArrayList<>();
    try (SparkTraining training =
        ParameterAveraging.builder(cluster.context()).onRound(rounds::add).build().of(net)) {
      training.fit(cluster.context().parallelize(batches, workers), 1);
    }
    double beside =
        rounds.subList(2, ROUNDS).stream()
            .mapToDouble(round -> round.seconds() - round.trainingSeconds())
            .sorted()
            .skip((ROUNDS - 2) / 2)
            .findFirst()
            .orElseThrow();
    System.out.printf(
        Locale.ROOT,
        "%d workers, %.1f million parameters: %d MB to each worker, %.2f s beside training%n",
        workers,
        net.numParams() / 1e6,
        rounds.get(0).bytesSent() / 1_000_000,
        beside);
  }
}
