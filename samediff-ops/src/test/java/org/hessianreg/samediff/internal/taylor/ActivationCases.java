package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.List;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;
import org.nd4j.linalg.factory.Nd4j;

/** Activation functions. */
final class ActivationCases {

  private ActivationCases() {}

  static List<RuleCase> all() {
    return List.of(
        rule("sigmoid", (sd, in) -> sd.nn().sigmoid(in[0])).input(4, 3),
        rule("nn.tanh", (sd, in) -> sd.nn().tanh(in[0])).input(2, 3, 2),
        rule("logSigmoid", (sd, in) -> sd.nn().logSigmoid(in[0])).input(4, 3),
        rule("softplus", (sd, in) -> sd.nn().softplus(in[0])).input(4, 3),
        rule("swish", (sd, in) -> sd.nn().swish(in[0])).input(4, 3),
        rule("gelu", (sd, in) -> sd.nn().gelu(in[0])).input(4, 3),
        rule("preciseGelu", (sd, in) -> sd.nn().preciseGelu(in[0]))
            .input(4, 3)
            .values(-3, 3)
            .wrongInSameDiff(),
        rule("mish", (sd, in) -> in[0].mul(sd.math().tanh(sd.nn().softplus(in[0])))).input(4, 3),
        rule("elu", (sd, in) -> sd.nn().elu(in[0])).input(4, 3),
        rule("selu", (sd, in) -> sd.nn().selu(in[0])).input(4, 3),
        rule("softsign", (sd, in) -> sd.nn().softsign(in[0])).input(4, 3),
        rule("rationalTanh", (sd, in) -> sd.math().rationalTanh(in[0])).input(4, 3),
        rule("rectifiedTanh", (sd, in) -> sd.math().rectifiedTanh(in[0])).input(4, 3),
        rule("relu", (sd, in) -> sd.nn().relu(in[0], 0)).input(4, 3),
        rule("relu cutoff", (sd, in) -> sd.nn().relu(in[0], 0.5)).input(4, 3),
        rule("relu negative cutoff", (sd, in) -> sd.nn().relu(in[0], -0.5)).input(4, 3),
        rule("relu6", (sd, in) -> sd.nn().relu6(in[0], 0)).input(4, 3).values(-8, 8),
        rule("relu6 cutoff", (sd, in) -> sd.nn().relu6(in[0], 0.5)).input(4, 3).values(-8, 8),
        rule("thresholdRelu", (sd, in) -> new ThresholdRelu(sd, in[0], 0.5).outputVariable())
            .input(4, 3),
        rule("leakyRelu", (sd, in) -> sd.nn().leakyRelu(in[0], 0.2)).input(4, 3),
        rule("hardSigmoid", (sd, in) -> sd.nn().hardSigmoid(in[0])).input(4, 3).values(-4, 4),
        rule("hardTanh", (sd, in) -> sd.nn().hardTanh(in[0])).input(4, 3).values(-2, 2),
        rule("prelu", (sd, in) -> sd.nn().prelu(in[0], in[1], 1))
            .input(4, 3)
            .input(1)
            .fixedShapesOnly(),
        rule("prelu shared", (sd, in) -> sd.nn().prelu(in[0], in[1], 2, 3))
            .input(2, 3, 2, 2)
            .input(3, 1, 1),
        rule(
                "prelu of constant alpha",
                (sd, in) ->
                    sd.nn().prelu(in[0], sd.constant(Nd4j.ones(in[0].dataType(), 1).mul(0.2)), 1))
            .input(4, 3),
        rule("crelu", (sd, in) -> sd.nn().cReLU(in[0])).input(4, 3),
        rule("softmax", (sd, in) -> sd.nn().softmax(in[0], 1)).input(4, 3),
        rule("softmax last", (sd, in) -> sd.nn().softmax(in[0])).input(4, 3),
        rule("softmax axis 0", (sd, in) -> sd.nn().softmax(in[0], 0)).input(4, 3),
        rule("softmax axis -2", (sd, in) -> sd.nn().softmax(in[0], -2)).input(2, 4, 3),
        rule("softmax rank 4", (sd, in) -> sd.nn().softmax(in[0], -1)).input(2, 3, 2, 2),
        rule("logSoftmax", (sd, in) -> sd.nn().logSoftmax(in[0])).input(4, 3),
        rule("logSoftmax axis", (sd, in) -> sd.nn().logSoftmax(in[0], 1))
            .input(2, 4, 3)
            .notTrainableInSameDiff());
  }
}
