package org.hessianreg.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Gradient descent on {@link LogisticRegression} by each of the ways to train, in float64. */
abstract class LogisticTraining {

  static final double RATE = 0.1;

  private static final double[] START = {0.3, -0.8, 0.5, 0.2};

  private final String name;

  private LogisticTraining(String name) {
    this.name = name;
  }

  /** Names of the weights and of the bias. */
  abstract List<String> names();

  abstract HessianTrace enable(HessianTraceRegularization option);

  abstract void fit(DataSet batch);

  abstract Map<String, INDArray> arrays();

  /** What the trained objective is a multiple of the mean over the examples by. */
  double factor() {
    return 1.0;
  }

  void start() {
    int from = 0;
    for (String parameter : names()) {
      INDArray array = arrays().get(parameter);
      for (int i = 0; i < array.length(); i++) {
        array.putScalar(i, START[from++]);
      }
    }
  }

  /** The weights and then the bias. */
  double[] parameters() {
    double[] all = new double[START.length];
    int from = 0;
    for (String parameter : names()) {
      INDArray array = arrays().get(parameter);
      for (int i = 0; i < array.length(); i++) {
        all[from++] = array.getDouble(i);
      }
    }
    return all;
  }

  @Override
  public String toString() {
    return name;
  }

  static LogisticTraining sameDiff() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.DOUBLE, -1, LogisticRegression.FEATURES);
    SDVariable y = sd.placeHolder("y", DataType.DOUBLE, -1, 1);
    SDVariable w = sd.var("w", DataType.DOUBLE, LogisticRegression.FEATURES, 1);
    SDVariable b = sd.var("b", DataType.DOUBLE, 1);
    SDVariable z = x.mmul(w).add(b);
    sd.loss().sigmoidCrossEntropy("loss", y, z, null);
    sd.setLossVariables("loss");
    return new LogisticTraining("SameDiff") {
      @Override
      List<String> names() {
        return List.of("w", "b");
      }

      @Override
      HessianTrace enable(HessianTraceRegularization option) {
        sd.setTrainingConfig(SmallNetwork.config(new Sgd(RATE), option));
        return HessianTrace.enable(sd);
      }

      @Override
      void fit(DataSet batch) {
        sd.fit(batch);
      }

      @Override
      Map<String, INDArray> arrays() {
        return Map.of("w", w.getArr(), "b", b.getArr());
      }
    };
  }

  static LogisticTraining layers() {
    return network("MultiLayerNetwork", layers(true), List.of("0_W", "0_b"), 1.0);
  }

  static LogisticTraining sumOverMinibatch() {
    return network(
        "sum over the minibatch",
        layers(false),
        List.of("0_W", "0_b"),
        LogisticRegression.examples());
  }

  private static MultiLayerNetwork layers(boolean mean) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(conf().miniBatch(mean).list().layer(output()).build());
    net.init();
    return net;
  }

  static LogisticTraining graph() {
    ComputationGraph net =
        new ComputationGraph(
            conf()
                .graphBuilder()
                .addInputs("x")
                .addLayer("out", output(), "x")
                .setOutputs("out")
                .build());
    net.init();
    return network("ComputationGraph", net, List.of("out_W", "out_b"), 1.0);
  }

  private static NeuralNetConfiguration.Builder conf() {
    return new NeuralNetConfiguration.Builder().dataType(DataType.DOUBLE).updater(new Sgd(RATE));
  }

  private static OutputLayer output() {
    return new OutputLayer.Builder(LossFunction.XENT)
        .nIn(LogisticRegression.FEATURES)
        .nOut(1)
        .activation(Activation.SIGMOID)
        .build();
  }

  private static LogisticTraining network(
      String name, Model net, List<String> names, double factor) {
    return new LogisticTraining(name) {
      @Override
      List<String> names() {
        return names;
      }

      @Override
      HessianTrace enable(HessianTraceRegularization option) {
        return DenseNetworks.enable(net, option);
      }

      @Override
      void fit(DataSet batch) {
        DenseNetworks.fit(net, batch);
      }

      @Override
      Map<String, INDArray> arrays() {
        return net.paramTable();
      }

      @Override
      double factor() {
        return factor;
      }
    };
  }
}
