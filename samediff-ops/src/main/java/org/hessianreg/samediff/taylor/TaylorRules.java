package org.hessianreg.samediff.taylor;

import static org.hessianreg.samediff.taylor.Activations.positive;
import static org.hessianreg.samediff.taylor.Activations.squared;

import java.util.Map;
import org.hessianreg.samediff.graph.HessianGraphException;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The table of rules, grouped by algebraic class. In an elementwise line {@code x} is the input,
 * {@code y} the output and {@code d} the first derivative.
 */
final class TaylorRules {

  private static final Map<String, TaylorRule> TABLE =
      new RuleTable()
          // Zero.
          .zero("stop_gradient", "shape_of", "size", "size_at", "rank", "zeros_as", "ones_as")
          .zero("zeroslike", "oneslike", "sign", "floor", "ceil", "round", "rint", "step")
          // Linear.
          .linear("concat", "stack", "mergeadd")
          .linearBy("cast", (c, v) -> new SDVariable[] {v.castTo(c.y().dataType())})
          .linearBy("unstack", Shapes::unstack)
          .linearInFirst("identity", "neg", "reshape", "permute", "transpose", "expand_dims")
          .linearInFirst("squeeze", "reduce_sum", "reduce_mean", "gather", "avgpool2d", "im2col")
          .linearInFirst("mul_scalar", "div_scalar", "slice", "strided_slice", "split", "split_v")
          .linearInFirst("gather_nd", "tile", "reverse", "reverse_sequence", "diag", "diag_part")
          .composition("pad", Shapes::pad)
          .composition("add_scalar", c -> c.algebra().linear(c.y(), v -> v, c.input(0)))
          .composition("sub_scalar", c -> c.algebra().linear(c.y(), v -> v, c.input(0)))
          .composition("add", c -> c.algebra().add(c.y(), c.input(0), c.input(1)))
          .composition("biasadd", c -> c.algebra().add(c.y(), c.input(0), c.input(1)))
          .composition("subtract", c -> c.algebra().sub(c.y(), c.input(0), c.input(1)))
          // Bilinear.
          .bilinear("multiply", "matmul")
          .convolution("conv2d", 4, 9)
          // Elementwise.
          .elementwise("tanh", c -> squared(c.y()).rsub(1.0), (c, d) -> c.y().mul(d).mul(-2.0))
          .elementwise(
              "sigmoid",
              c -> c.y().mul(c.y().rsub(1.0)),
              (c, d) -> d.mul(c.y().mul(-2.0).add(1.0)))
          .elementwise("square", c -> c.x().mul(2.0), (c, d) -> c.algebra().number(2.0, d))
          .elementwise("exp", c -> c.y(), (c, d) -> d)
          // Selection.
          .selection("relu", c -> positive(c.x()))
          // Composition.
          .composition("softmax", Activations::softmax)
          .composition("maxpool2d", Pooling::max)
          // Losses.
          .composition("softmax_cross_entropy_loss", LossRules::softmaxCrossEntropy)
          .composition(
              "sparse_softmax_cross_entropy_loss_with_logits", LossRules::sparseSoftmaxCrossEntropy)
          .composition("sigm_cross_entropy_loss", LossRules::sigmoidCrossEntropy)
          .composition("mean_sqerr_loss", LossRules::meanSquaredError)
          .composition("absolute_difference_loss", LossRules::absoluteDifference)
          .composition("huber_loss", LossRules::huber)
          .composition("log_loss", LossRules::logLoss)
          .composition("cosine_distance_loss", LossRules::cosineDistance)
          .composition("hinge_loss", LossRules::hinge)
          .composition("log_poisson_loss", LossRules::logPoisson)
          .composition("mean_pairwssqerr_loss", LossRules::meanPairwiseSquaredError)
          .composition("l2_loss", LossRules::l2)
          .build();

  private TaylorRules() {}

  static TaylorRule of(OpCall call) {
    return require(call.op(), call.y().name());
  }

  static TaylorRule require(DifferentialFunction op, String output) {
    TaylorRule rule = TABLE.get(op.opName());
    if (rule == null) {
      throw new HessianGraphException(
          String.format(
              "Variable '%s': op '%s' (%s) lies between a parameter and the loss and has no rule"
                  + " for second derivatives.",
              output, op.getOwnName(), op.opName()),
          "write it with supported ops, exclude the parameters before it, or cut the path with"
              + " stopGradient.");
    }
    return rule;
  }
}
