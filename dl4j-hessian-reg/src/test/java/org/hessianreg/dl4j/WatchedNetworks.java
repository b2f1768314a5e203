package org.hessianreg.dl4j;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks in float32 of the kinds whose steps read differently, each with a minibatch. */
final class WatchedNetworks {

  private static final int EXAMPLES = 3;
  private static final int CLASSES = 3;
  private static final int STEPS = 5;

  private final Model network;
  private final DataSet batch;

  private WatchedNetworks(Model network, DataSet batch) {
    this.network = network;
    this.batch = batch;
  }

  static Map<String, Supplier<WatchedNetworks>> all() {
    Map<String, Supplier<WatchedNetworks>> all = new TreeMap<>();
    all.put("layers, images", () -> new WatchedNetworks(layers(images()), imageBatch()));
    all.put("layers, dropout", () -> new WatchedNetworks(layers(dropout()), imageBatch()));
    all.put("layers, masked LSTM", () -> new WatchedNetworks(layers(lastStep()), sequenceBatch()));
    all.put("graph, LSTM", () -> new WatchedNetworks(sequenceGraph(), stepsBatch()));
    return all;
  }

  Model network() {
    return network;
  }

  void fit() {
    if (network instanceof MultiLayerNetwork) {
      ((MultiLayerNetwork) network).fit(batch);
    } else {
      ((ComputationGraph) network).fit(batch);
    }
  }

  private static Model layers(MultiLayerConfiguration conf) {
    MultiLayerNetwork net = new MultiLayerNetwork(conf);
    net.init();
    return net;
  }

  private static MultiLayerConfiguration images() {
    return DenseNetworks.conf(DataType.FLOAT)
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
        .layer(new BatchNormalization())
        .layer(new SubsamplingLayer.Builder(PoolingType.MAX).build())
        .layer(output())
        .setInputType(InputType.convolutional(8, 8, 1))
        .build();
  }

  private static MultiLayerConfiguration dropout() {
    return DenseNetworks.conf(DataType.FLOAT)
        .list()
        .layer(new ConvolutionLayer.Builder(3, 3).nOut(2).build())
        .layer(new DenseLayer.Builder().nOut(4).dropOut(0.5).build())
        .layer(output())
        .setInputType(InputType.convolutional(8, 8, 1))
        .build();
  }

  private static MultiLayerConfiguration lastStep() {
    return DenseNetworks.conf(DataType.FLOAT)
        .list()
        .layer(new LastTimeStep(new LSTM.Builder().nOut(4).build()))
        .layer(output())
        .setInputType(InputType.recurrent(2, STEPS))
        .build();
  }

  private static Model sequenceGraph() {
    ComputationGraphConfiguration conf =
        DenseNetworks.conf(DataType.FLOAT)
            .graphBuilder()
            .addInputs("in")
            .setInputTypes(InputType.recurrent(2, STEPS))
            .addLayer("lstm", new LSTM.Builder().nOut(4).build(), "in")
            .addLayer("out", stepOutput(), "lstm")
            .setOutputs("out")
            .build();
    ComputationGraph net = new ComputationGraph(conf);
    net.init();
    return net;
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static Layer stepOutput() {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nOut(CLASSES)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static DataSet imageBatch() {
    return new DataSet(Nd4j.rand(DataType.FLOAT, EXAMPLES, 1, 8, 8), Nd4j.eye(CLASSES));
  }

  private static DataSet sequenceBatch() {
    return new DataSet(
        Nd4j.rand(DataType.FLOAT, EXAMPLES, 2, STEPS),
        Nd4j.eye(CLASSES),
        Nd4j.createFromArray(new float[][] {{1, 1, 1, 1, 1}, {1, 1, 1, 0, 0}, {1, 1, 0, 0, 0}}),
        null);
  }

  private static DataSet stepsBatch() {
    INDArray labels = Nd4j.zeros(DataType.FLOAT, EXAMPLES, CLASSES, STEPS);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int t = 0; t < STEPS; t++) {
        labels.putScalar(new int[] {i, (i + t) % CLASSES, t}, 1.0);
      }
    }
    return new DataSet(Nd4j.rand(DataType.FLOAT, EXAMPLES, 2, STEPS), labels);
  }
}
