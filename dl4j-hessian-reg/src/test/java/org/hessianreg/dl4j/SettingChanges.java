package org.hessianreg.dl4j;

import java.util.Random;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Changes of settings that Deeplearning4j follows from the next step on. */
final class SettingChanges {

  private static final int CLASSES = 3;

  private SettingChanges() {}

  static Stream<SettingChange> all() {
    return Stream.of(
        dense(
            "weights of a loss that had none",
            net -> loss(net).setWeights(Nd4j.createFromArray(0.5, 2.0, 4.0))),
        dense(
            "another loss function",
            net -> SettingChange.conf(net, 1, OutputLayer.class).setLossFn(new LossMSE())),
        dense("another activation function", net -> hidden(net, new ActivationSoftSign())),
        graph("another activation function of a vertex", net -> hidden(net, new ActivationCube())),
        graph(
            "another loss function of a graph",
            net -> SettingChange.conf(net, 1, OutputLayer.class).setLossFn(new LossMSE())),
        new SettingChange(
            "lambda of a center loss",
            () ->
                layers(
                    conf()
                        .list()
                        .layer(DenseNetworks.hidden())
                        .layer(
                            new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(5)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .gradientCheck(true)
                                .lambda(0.1)
                                .build())),
            SettingChanges::table,
            net -> SettingChange.conf(net, 1, CenterLossOutputLayer.class).setLambda(0.9),
            ".*_(W|b)"),
        new SettingChange(
            "eps of a batch normalisation",
            () ->
                layers(
                    conf()
                        .list()
                        .layer(DenseNetworks.hidden())
                        .layer(new BatchNormalization.Builder().nIn(5).nOut(5).build())
                        .layer(DenseNetworks.output())),
            SettingChanges::table,
            net -> SettingChange.conf(net, 1, BatchNormalization.class).setEps(0.3),
            ".*_(W|b|gamma|beta)"),
        change(
            "function of an activation layer",
            () ->
                layers(
                    conf()
                        .list()
                        .layer(DenseNetworks.hidden())
                        .layer(new ActivationLayer(Activation.TANH))
                        .layer(DenseNetworks.output())),
            SettingChanges::table,
            net ->
                SettingChange.conf(net, 1, ActivationLayer.class)
                    .setActivationFn(new ActivationSwish())),
        change(
            "activation function of a convolution",
            () -> convolutional(PoolingType.AVG),
            SettingChanges::images,
            net ->
                SettingChange.conf(net, 0, ConvolutionLayer.class)
                    .setActivationFn(new ActivationSigmoid())),
        change(
            "kind of a pooling",
            () -> convolutional(PoolingType.MAX),
            SettingChanges::images,
            net ->
                SettingChange.conf(net, 1, SubsamplingLayer.class).setPoolingType(PoolingType.AVG)),
        change(
            "gates of an LSTM",
            () -> recurrent(lstm()),
            SettingChanges::sequences,
            net ->
                SettingChange.conf(net, 0, LSTM.class).setGateActivationFn(new ActivationTanH())),
        new SettingChange(
            "activation function of a frozen layer",
            () ->
                layers(
                    conf()
                        .list()
                        .layer(new FrozenLayer(DenseNetworks.hidden()))
                        .layer(DenseNetworks.output())),
            SettingChanges::table,
            net -> {
              FrozenLayer frozen =
                  (FrozenLayer)
                      ((MultiLayerNetwork) net).getLayerWiseConfigurations().getConf(0).getLayer();
              ((DenseLayer) frozen.getLayer()).setActivationFn(new ActivationSoftSign());
            },
            "1_.*"),
        change(
            "activation function inside of Bidirectional",
            () -> recurrent(new Bidirectional(Bidirectional.Mode.ADD, lstm())),
            SettingChanges::sequences,
            net -> {
              Bidirectional both =
                  (Bidirectional)
                      ((MultiLayerNetwork) net).getLayerWiseConfigurations().getConf(0).getLayer();
              ((LSTM) both.getFwd()).setActivationFn(new ActivationSoftSign());
            }));
  }

  private static SettingChange dense(String name, Consumer<Model> change) {
    return change(name, () -> DenseNetworks.layers(conf()), SettingChanges::table, change);
  }

  private static SettingChange graph(String name, Consumer<Model> change) {
    return change(name, () -> DenseNetworks.graph(conf()), SettingChanges::table, change);
  }

  private static SettingChange change(
      String name, Supplier<Model> network, Supplier<DataSet> batch, Consumer<Model> change) {
    return new SettingChange(name, network, batch, change, ".*");
  }

  private static NeuralNetConfiguration.Builder conf() {
    return DenseNetworks.conf(DataType.DOUBLE);
  }

  private static LossMCXENT loss(Model net) {
    return (LossMCXENT) SettingChange.conf(net, 1, OutputLayer.class).getLossFn();
  }

  private static void hidden(Model net, org.nd4j.linalg.activations.IActivation function) {
    SettingChange.conf(net, 0, DenseLayer.class).setActivationFn(function);
  }

  private static MultiLayerNetwork layers(NeuralNetConfiguration.ListBuilder list) {
    MultiLayerNetwork net = new MultiLayerNetwork(list.build());
    net.init();
    return net;
  }

  private static MultiLayerNetwork convolutional(PoolingType pooling) {
    return layers(
        conf()
            .list()
            .layer(new ConvolutionLayer.Builder(2, 2).nOut(2).build())
            .layer(new SubsamplingLayer.Builder(pooling).kernelSize(2, 2).stride(1, 1).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(4, 4, 1)));
  }

  private static LSTM lstm() {
    return new LSTM.Builder().nIn(2).nOut(3).build();
  }

  private static MultiLayerNetwork recurrent(org.deeplearning4j.nn.conf.layers.Layer first) {
    return layers(
        conf()
            .list()
            .layer(first)
            .layer(
                new RnnOutputLayer.Builder(LossFunction.MCXENT)
                    .nIn(3)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.recurrent(2)));
  }

  private static DataSet table() {
    return DenseNetworks.batch(new Random(3), 6, DataType.DOUBLE);
  }

  private static DataSet images() {
    return new DataSet(
        DenseNetworks.normal(new Random(4), DataType.DOUBLE, 5, 1, 4, 4),
        DenseNetworks.batch(new Random(4), 5, DataType.DOUBLE).getLabels());
  }

  private static DataSet sequences() {
    Random random = new Random(5);
    var labels = Nd4j.zeros(DataType.DOUBLE, 2, CLASSES, 4);
    for (int i = 0; i < 2; i++) {
      for (int t = 0; t < 4; t++) {
        labels.putScalar(new int[] {i, random.nextInt(CLASSES), t}, 1.0);
      }
    }
    return new DataSet(DenseNetworks.normal(random, DataType.DOUBLE, 2, 2, 4), labels);
  }
}
