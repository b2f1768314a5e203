package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.mirror.LayerMirror;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A mirror that computes something else than its layer does not get to train the network. */
class MirrorCheckTest {

  private static final LayerMirror<DenseLayer> RIGHT =
      (layer, x) ->
          layer.graph().math().tanh(x.mmul(layer.parameter("W")).add(layer.parameter("b")));

  /** A tenth of a percent too much. */
  private static final LayerMirror<DenseLayer> WRONG =
      (layer, x) -> RIGHT.activations(layer, x).mul(1.001);

  @Test
  void aRightMirrorTrains() {
    MultiLayerNetwork net = network();
    HessianTrace trace = enable(net, RIGHT);
    net.fit(batch());
    assertThat(trace.history()).hasSize(1);
  }

  @Test
  void aWrongMirrorIsRefusedBeforeAnythingChanges() {
    MultiLayerNetwork net = network();
    enable(net, WRONG);
    INDArray before = net.params().dup();
    assertThatThrownBy(() -> net.fit(batch()))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("differs from the network's own: for parameter '")
        .hasMessageContaining("correct the mirrors that you have added");
    assertThat(net.params()).isEqualTo(before);
  }

  @Tag("slow")
  @Test
  void roundingAtAMinimumIsNoDifference() {
    MultiLayerNetwork net = network(DataType.FLOAT);
    HessianTrace trace = enable(net, RIGHT);
    INDArray features = batch().getFeatures();
    net.fit(new DataSet(features, net.output(features)));
    assertThat(trace.history()).hasSize(1);
  }

  private static HessianTrace enable(MultiLayerNetwork net, LayerMirror<DenseLayer> mirror) {
    return HessianTrace.enable(
        net,
        HessianTraceRegularization.builder().coefficient(0.1).build(),
        Mirrors.builtIn().layer(DenseLayer.class, mirror));
  }

  private static MultiLayerNetwork network() {
    return network(DataType.DOUBLE);
  }

  private static MultiLayerNetwork network(DataType type) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(type)
                .seed(3)
                .updater(new Sgd(0.1))
                .activation(Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(4).nOut(5).build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(5)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    net.init();
    return net;
  }

  private static DataSet batch() {
    return new DataSet(
        Nd4j.linspace(-1, 1, 24, DataType.DOUBLE).reshape(6, 4),
        Nd4j.linspace(1, -1, 12, DataType.DOUBLE).reshape(6, 2));
  }
}
