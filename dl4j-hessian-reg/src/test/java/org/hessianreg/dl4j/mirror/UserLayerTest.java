package org.hessianreg.dl4j.mirror;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.hessianreg.dl4j.internal.mirror.MirrorBattery;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** A layer of the user, with dropout. */
class UserLayerTest {

  private static final NetworkCase PROBLEM =
      NetworkCase.layers(
          "layer of the user's own",
          () -> {
            UserLayer layer = new UserLayer(4, 5);
            layer.setIDropout(new Dropout(0.6));
            return conf()
                .list(
                    layer,
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
          },
          () -> batch(normal(1, 6, 4), classes(6, 3)));

  private static final Mirrors MIRRORS =
      Mirrors.builtIn()
          .layer(
              UserLayer.class,
              (layer, x) ->
                  layer.activation(
                      layer.conf().getActivationFn(),
                      x.mmul(layer.parameter("W")).add(layer.parameter("b")).mul(2.0)));

  @Test
  void trainsWithAMirror() {
    MirrorBattery battery = new MirrorBattery(PROBLEM, MIRRORS);
    battery.checkScoreAndGradient();
    battery.checkFit();
  }

  @Test
  void isRefusedWithoutOne() {
    assertThatThrownBy(() -> new MirrorBattery(PROBLEM).train())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("'0': layer " + UserLayer.class.getName() + " is not supported")
        .hasMessageContaining("Mirrors.builtIn().layer(...)");
  }
}
