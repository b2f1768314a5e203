package org.hessianreg.dl4j.mirror;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.hessianreg.dl4j.internal.mirror.MirrorBattery;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A mirror of the user that looks at the mask of each step. */
class UserMaskTest {

  private static final Mirrors MIRRORS =
      Mirrors.builtIn().outputLayer(OutputLayer.class, UserMaskTest::score);

  /** Refuses examples that are left out. */
  private static SDVariable score(
      LayerScope<? extends OutputLayer> layer, SDVariable input, SDVariable labels) {
    SDVariable mask =
        layer.mask(
            array ->
                layer.object(
                    array.rsub(1.0),
                    example -> layer.refusal("example " + example + " is left out", "keep it.")));
    SDVariable z = input.mmul(layer.parameter("W")).add(layer.parameter("b"));
    return layer.score(layer.conf().getLossFn(), layer.conf().getActivationFn(), labels, z, mask);
  }

  @Test
  void trainsWhereItDoesNotObject() {
    MirrorBattery battery = new MirrorBattery(problem(1, 1, 1, 1), MIRRORS);
    battery.checkScoreAndGradient();
    battery.checkFit();
  }

  @Test
  void namesTheFirstExampleThatItObjectsTo() {
    assertThatThrownBy(() -> new MirrorBattery(problem(1, 1, 0, 0), MIRRORS).train())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("'1' (OutputLayer): example 2 is left out");
  }

  @Test
  void isNotAskedWithoutAMask() {
    assertThatCode(() -> new MirrorBattery(problem(), MIRRORS).train()).doesNotThrowAnyException();
  }

  private static NetworkCase problem(double... mask) {
    INDArray column = mask.length == 0 ? null : Nd4j.createFromArray(mask).reshape(-1, 1);
    return NetworkCase.layers(
        "mask of examples",
        () ->
            conf()
                .list(
                    new DenseLayer.Builder().nIn(3).nOut(4).build(),
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(4)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build(),
        () -> batch(normal(1, 4, 3), classes(4, 2), null, column));
  }
}
