package org.hessianreg.dl4j.internal.mirror.layers;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.dl4j.internal.mirror.convolutions.ImageNetworks;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Activation functions, with their settings. */
public final class ActivationCases {

  private static final Set<Activation> OTHERS = EnumSet.of(Activation.RRELU, Activation.GELU);

  private ActivationCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (Activation activation : Activation.values()) {
      if (!OTHERS.contains(activation)) {
        cases.add(hidden(activation.name(), activation::getActivationFunction));
      }
    }
    cases.add(hidden("LReLU, alpha", () -> new ActivationLReLU(0.3)));
    cases.add(hidden("ThresholdedReLU, theta", () -> new ActivationThresholdedReLU(0.4)));
    cases.add(hidden("ReLU with slope", () -> new ActivationReLU(null, null, 0.2)));
    cases.add(hidden("ReLU with maximum", () -> new ActivationReLU(0.5, null, null)));
    cases.add(hidden("ReLU with threshold", () -> new ActivationReLU(null, 0.3, null)));
    cases.add(hidden("ReLU with negative threshold", () -> new ActivationReLU(null, -0.3, null)));
    cases.add(
        hidden("ReLU with maximum, threshold and slope", () -> new ActivationReLU(0.6, 0.2, 0.1)));
    cases.add(image(Activation.SOFTMAX, CNN2DFormat.NCHW));
    cases.add(image(Activation.SOFTMAX, CNN2DFormat.NHWC));
    return cases;
  }

  /** GELU's derivative is computed with the float32 number next to 1.702, its value is not. */
  public static List<NetworkCase> withRoundedGradient() {
    return List.of(hidden("GELU", Activation.GELU::getActivationFunction));
  }

  /** In a layer with weights, and in one of its own. */
  private static NetworkCase hidden(String name, Supplier<IActivation> activation) {
    return NetworkCase.layers(
        "activation " + name,
        () ->
            conf()
                .list(
                    new DenseLayer.Builder().nIn(4).nOut(5).activation(activation.get()).build(),
                    new DenseLayer.Builder().nIn(5).nOut(4).build(),
                    new ActivationLayer.Builder().activation(activation.get()).build(),
                    new OutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(3)
                        .activation(Activation.IDENTITY)
                        .build())
                .build(),
        () -> batch(normal(1, 6, 4).muli(2), classes(6, 3)));
  }

  private static NetworkCase image(Activation activation, CNN2DFormat format) {
    return ImageNetworks.images(
        "activation " + activation + " of images " + format,
        format,
        new ActivationLayer.Builder().activation(activation).build());
  }
}
