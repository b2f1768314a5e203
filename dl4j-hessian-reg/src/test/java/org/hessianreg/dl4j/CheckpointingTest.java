package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.samediff.Curvature;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Recurrent layers that compute once more what they do not keep train to the same parameters. */
class CheckpointingTest {

  @Tag("slow")
  @ParameterizedTest
  @EnumSource(Curvature.class)
  void theStepsAreTheSame(Curvature curvature) {
    INDArray kept = trained(option(curvature).build());
    INDArray computed = trained(option(curvature).checkpointing(true).build());
    assertThat(computed.distance2(kept)).isLessThan(1e-12);
    assertThat(kept.distance2(trained(option(curvature).coefficient(0.0).build())))
        .isGreaterThan(1e-4);
  }

  private static HessianTraceRegularization.Builder option(Curvature curvature) {
    return HessianTraceRegularization.builder().coefficient(0.01).curvature(curvature).seed(5);
  }

  @SuppressWarnings("deprecation") // Deprecated layers are trained as long as they exist.
  private static INDArray trained(HessianTraceRegularization option) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .seed(1)
                .dataType(DataType.DOUBLE)
                .updater(new Adam(1e-3))
                .list()
                .layer(new LSTM.Builder().nIn(3).nOut(4).activation(Activation.TANH).build())
                .layer(new GravesLSTM.Builder().nIn(4).nOut(3).build())
                .layer(new SimpleRnn.Builder().nIn(3).nOut(4).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build())
                .build());
    net.init();
    HessianTrace.enable(net, option);
    Nd4j.getRandom().setSeed(7);
    for (int step = 0; step < 3; step++) {
      net.fit(Nd4j.rand(DataType.DOUBLE, 2, 3, 5), Nd4j.rand(DataType.DOUBLE, 2, 2, 5));
    }
    return net.params().dup();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void travelsAsJson(boolean checkpointing) {
    HessianTraceRegularization option =
        option(Curvature.HESSIAN).checkpointing(checkpointing).build();
    TrainingConfig read =
        TrainingConfig.fromJson(SmallNetwork.config(new Sgd(0.1), option).toJson());
    HessianTraceRegularization again = (HessianTraceRegularization) read.getRegularization().get(0);
    assertThat(again.isCheckpointing()).isEqualTo(checkpointing);
  }
}
