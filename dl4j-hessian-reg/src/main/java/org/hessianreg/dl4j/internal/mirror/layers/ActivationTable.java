package org.hessianreg.dl4j.internal.mirror.layers;

import org.hessianreg.dl4j.mirror.Mirrors;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** The mirrors of activation functions. */
final class ActivationTable {

  private ActivationTable() {}

  static Mirrors addedTo(Mirrors mirrors) {
    return mirrors
        // Activation functions.
        .activation(ActivationIdentity.class, (a, z) -> z)
        .activation(ActivationCube.class, (a, z) -> a.graph().math().cube(z))
        .activation(ActivationELU.class, ActivationFunctions::exponentialLinear)
        .activation(ActivationGELU.class, ActivationFunctions::gaussianErrorLinear)
        .activation(ActivationHardSigmoid.class, (a, z) -> a.graph().nn().hardSigmoid(z))
        .activation(ActivationHardTanH.class, (a, z) -> a.graph().nn().hardTanh(z))
        .activation(
            ActivationLReLU.class, (a, z) -> a.graph().nn().leakyRelu(z, a.conf().getAlpha()))
        .activation(ActivationMish.class, ActivationFunctions::mish)
        .activation(
            ActivationRReLU.class,
            (a, z) -> {
              throw a.refusal(
                  "Deeplearning4j passes gradients through it unchanged, which is not its derivative.",
                  "use ActivationLReLU with the mean slope.");
            })
        .activation(ActivationRationalTanh.class, (a, z) -> a.graph().math().rationalTanh(z))
        .activation(ActivationReLU.class, ActivationFunctions::rectifier)
        .activation(ActivationReLU6.class, (a, z) -> a.graph().nn().relu6(z, 0.0))
        .activation(ActivationRectifiedTanh.class, (a, z) -> a.graph().math().rectifiedTanh(z))
        .activation(ActivationSELU.class, (a, z) -> a.graph().nn().selu(z))
        .activation(ActivationSigmoid.class, (a, z) -> a.graph().nn().sigmoid(z))
        .activation(ActivationSoftPlus.class, (a, z) -> a.graph().nn().softplus(z))
        .activation(ActivationSoftSign.class, (a, z) -> a.graph().nn().softsign(z))
        .activation(ActivationSoftmax.class, (a, z) -> a.graph().nn().softmax(z, -1))
        .activation(ActivationSwish.class, (a, z) -> a.graph().nn().swish(z))
        .activation(ActivationTanH.class, (a, z) -> a.graph().math().tanh(z))
        .activation(ActivationThresholdedReLU.class, ActivationFunctions::thresholdedRectifier);
  }
}
