package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.Activations.SELU_ALPHA;
import static org.hessianreg.samediff.internal.taylor.Activations.SELU_LAMBDA;
import static org.hessianreg.samediff.internal.taylor.Elementary.above;
import static org.hessianreg.samediff.internal.taylor.Elementary.below;
import static org.hessianreg.samediff.internal.taylor.Elementary.between;
import static org.hessianreg.samediff.internal.taylor.Elementary.cubed;
import static org.hessianreg.samediff.internal.taylor.Elementary.reciprocal;
import static org.hessianreg.samediff.internal.taylor.Elementary.rsqrt;
import static org.hessianreg.samediff.internal.taylor.Elementary.sigmoid;
import static org.hessianreg.samediff.internal.taylor.Elementary.squared;
import static org.hessianreg.samediff.internal.taylor.Elementary.within;

import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.SigmoidGate;
import org.hessianreg.samediff.internal.calculus.Slopes;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.hessianreg.samediff.internal.graph.UnusableGradients;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;

/**
 * The table of rules, grouped by algebraic class. In an elementwise line {@code x} is the input,
 * {@code y} the output and {@code d} the first derivative.
 */
final class TaylorRules {

  private static final Map<String, TaylorRule> TABLE =
      new RuleTable()
          // Zero. Ops without a floating-point output need no line.
          .zero("stop_gradient", "zeroslike", "ones_as", "sign", "floor", "ceil", "round", "step")
          .zero("floordiv", "hammingdistance", "set_scalar", "zero_fraction")
          // Linear.
          .linear("concat", "stack", "mergeadd", "mergesum", "mergeavg")
          .linearBy("cast", (c, v) -> new SDVariable[] {v.castTo(c.y().dataType())})
          .linearBy("unstack", Shapes::unstack)
          .linearInFirst("identity", "neg", "reshape", "permute", "transpose", "expand_dims")
          .linearInFirst("squeeze", "reduce_sum", "reduce_mean", "gather", "avgpool2d", "im2col")
          .linearInFirst("mul_scalar", "div_scalar", "slice", "strided_slice", "cumsum")
          .linearInFloating("split")
          .rule("identity_n", Shapes::same)
          .linearInFirst("split_v", "gather_nd", "tile", "reverse", "reverse_sequence")
          .linearInFirst("diag", "diag_part", "trace", "triu")
          .linear("matrix_set_diag", "meshgrid", "flatten")
          .linearInFirst("avgpool3dnew", "space_to_depth", "depth_to_space")
          .linearInFirst("space_to_batch", "batch_to_space")
          .linearInFirst("space_to_batch_nd", "batch_to_space_nd", "flatten_2d")
          .composition("check_numerics", Arithmetic::shifted)
          .composition("upsampling2d", Convolution::upsampling2d)
          .composition("upsampling3d", Convolution::upsampling3d)
          .linearInFirst("segment_sum", "segment_mean", "dynamic_partition")
          .linearInFirst("unsorted_segment_sum", "unsorted_segment_mean")
          .linearInFirst("unsorted_segment_sqrt_n")
          .composition("scatter_add", Scatters::sum)
          .composition("scatter_sub", Scatters::difference)
          .composition("dynamic_stitch", Scatters::stitch)
          .composition("pad", Shapes::pad)
          .composition("add_scalar", Arithmetic::shifted)
          .composition("sub_scalar", Arithmetic::shifted)
          .composition("fmod_scalar", Arithmetic::shifted)
          .composition("rsub_scalar", Arithmetic::negated)
          .composition("add", c -> c.algebra().add(c.y(), c.input(0), c.input(1)))
          .composition("biasadd", Arithmetic::biasAdd)
          .composition("subtract", c -> c.algebra().sub(c.y(), c.input(0), c.input(1)))
          .composition("reversesubtract", c -> c.algebra().sub(c.y(), c.input(1), c.input(0)))
          // Bilinear.
          .bilinear("multiply", "dot")
          .composition("matmul", Arithmetic::matrixProduct)
          .composition("xw_plus_b", Arithmetic::affine)
          .convolution("conv1d", 3, 5)
          .convolution("conv2d", 4, 9)
          .convolution("depthwise_conv2d", 4, 9)
          .convolution("deconv2d", 4, 9)
          .convolution("conv3dnew", 5, 13)
          .convolution("deconv3d", 5, 13)
          .composition("sconv2d", Convolution::separable)
          .rule("dot_product_attention", Attention::dotProduct)
          .rule("multi_head_dot_product_attention", Attention::multiHead)
          // Quotients and powers.
          .composition("divide", c -> c.algebra().quotient(c.y(), c.input(0), c.input(1)))
          .composition("realdiv", c -> c.algebra().quotient(c.y(), c.input(0), c.input(1)))
          .composition("divide_no_nan", Arithmetic::quotientOrZero)
          .composition("reversedivide", c -> c.algebra().quotient(c.y(), c.input(1), c.input(0)))
          .composition("rdiv_scalar", Arithmetic::reciprocalTimesScalar)
          .composition("pow", Powers::ofNumber)
          .composition("Pow", Powers::of)
          .composition("tf_atan2", Arithmetic::arcTangent)
          .composition("squaredsubtract", Arithmetic::squaredDifference)
          .composition("scatter_mul", Scatters::product)
          .composition("scatter_div", Scatters::quotient)
          // Elementwise.
          .elementwise("square", c -> Slopes.square(c.x()), (c, d) -> c.algebra().number(2.0, d))
          .elementwise("cube", c -> squared(c.x()).mul(3.0), (c, d) -> c.x().mul(6.0))
          .elementwise(
              "sqrt", c -> reciprocal(c.awayFromZero(c.y())).mul(0.5), (c, d) -> cubed(d).mul(-2.0))
          .composition("rsqrt", Arithmetic::inverseRoot)
          .composition("Reciprocal", Arithmetic::reciprocal)
          .elementwise("exp", c -> c.y(), (c, d) -> d)
          .elementwise("expm1", c -> c.y().add(1.0), (c, d) -> d)
          .elementwise("log", c -> reciprocal(c.awayFromZero(c.x())), (c, d) -> squared(d).neg())
          .elementwise(
              "log1p", c -> reciprocal(c.awayFromZero(c.x().add(1.0))), (c, d) -> squared(d).neg())
          .elementwise(
              "log_x",
              c -> reciprocal(c.awayFromZero(c.x()).mul(Math.log(c.scalar()))),
              (c, d) -> squared(d).mul(-Math.log(c.scalar())))
          .elementwise("sin", c -> c.math().cos(c.x()), (c, d) -> c.y().neg())
          .elementwise("cos", c -> c.math().sin(c.x()).neg(), (c, d) -> c.y().neg())
          .elementwise("tan", c -> squared(c.y()).add(1.0), (c, d) -> c.y().mul(d).mul(2.0))
          .elementwise(
              "asin",
              c -> rsqrt(c.awayFromZero(squared(c.x()).rsub(1.0))),
              (c, d) -> c.x().mul(cubed(d)))
          .elementwise(
              "acos",
              c -> rsqrt(c.awayFromZero(squared(c.x()).rsub(1.0))).neg(),
              (c, d) -> c.x().mul(cubed(d)))
          .elementwise(
              "atan",
              c -> reciprocal(squared(c.x()).add(1.0)),
              (c, d) -> c.x().mul(squared(d)).mul(-2.0))
          .elementwise("sinh", c -> c.math().cosh(c.x()), (c, d) -> c.y())
          .elementwise("cosh", c -> c.math().sinh(c.x()), (c, d) -> c.y())
          .elementwise("tanh", c -> Slopes.tanh(c.y()), (c, d) -> c.y().mul(d).mul(-2.0))
          .elementwise(
              "asinh", c -> rsqrt(squared(c.x()).add(1.0)), (c, d) -> c.x().mul(cubed(d)).neg())
          .elementwise(
              "acosh",
              c -> rsqrt(c.awayFromZero(squared(c.x()).sub(1.0))),
              (c, d) -> c.x().mul(cubed(d)).neg())
          .elementwise(
              "atanh",
              c -> reciprocal(c.awayFromZero(squared(c.x()).rsub(1.0))),
              (c, d) -> c.x().mul(squared(d)).mul(2.0))
          .elementwise("erf", c -> Arithmetic.bell(c.x()), (c, d) -> c.x().mul(d).mul(-2.0))
          .elementwise("erfc", c -> Arithmetic.bell(c.x()).neg(), (c, d) -> c.x().mul(d).mul(-2.0))
          // Selection.
          .selection("abs", c -> c.math().sign(c.x()))
          .selection("max_scalar", c -> above(c.x(), c.scalar()))
          .selection("scalar_min", c -> below(c.x(), c.scalar()))
          .selection("ClipByValue", Arithmetic::unclipped)
          .composition("maximum", c -> Arithmetic.selected(c, c.input(0), c.input(1)))
          .composition("minimum", c -> Arithmetic.selected(c, c.input(1), c.input(0)))
          .composition("mergemax", Selections::largest)
          .composition("cas", Selections::replaced)
          .composition("clipbynorm", Arithmetic::clipByNorm)
          .composition("scatter_max", Scatters::extremum)
          .composition("scatter_min", Scatters::extremum)
          // Activations.
          .elementwise(
              "sigmoid", c -> Slopes.sigmoid(c.y()), (c, d) -> d.mul(c.y().mul(-2.0).add(1.0)))
          .elementwise("logsigmoid", c -> sigmoid(c.x().neg()), (c, d) -> d.mul(d.sub(1.0)))
          .elementwise("softplus", c -> sigmoid(c.x()), (c, d) -> d.mul(d.rsub(1.0)))
          .composition("swish", c -> Activations.sigmoidGate(c, SigmoidGate.SWISH))
          .composition("gelu", c -> Activations.sigmoidGate(c, SigmoidGate.GELU))
          .composition("precise_gelu", Activations::preciseGelu)
          .composition("elu", c -> Activations.exponentialLinear(c, c.doubleArgument(0), 1.0))
          .composition("selu", c -> Activations.exponentialLinear(c, SELU_ALPHA, SELU_LAMBDA))
          .composition("softsign", Activations::softSign)
          .composition("rational_tanh", Activations::rationalTanh)
          .elementwise(
              "rectified_tanh",
              c -> above(c.x(), 0.0).mul(squared(c.y()).rsub(1.0)),
              (c, d) -> c.y().mul(d).mul(-2.0))
          .selection("relu", c -> above(c.x(), c.scalar()))
          .selection("relu6", c -> between(c.x(), c.scalar(), 6.0))
          .selection("thresholdedrelu", c -> above(c.x(), c.doubleArgument(0)))
          .selection("leakyrelu", c -> Activations.leakySlope(c.x(), c.scalar()))
          .selection("hard_sigmoid", c -> within(c.x(), -2.5, 2.5).mul(0.2))
          .selection("hardtanh", c -> within(c.x(), -1.0, 1.0))
          .composition("relu_layer", Arithmetic::rectifiedAffine)
          .composition("prelu", Activations::parametricRelu)
          .composition("crelu", Activations::concatenatedRelu)
          .composition("softmax", Activations::softmax)
          .composition("log_softmax", Activations::logSoftmax)
          // Reductions.
          .composition("reduce_max", c -> Reductions.extremum(c, c.input(0)))
          .composition("reduce_min", c -> Reductions.extremum(c, c.input(0)))
          .composition("amax", c -> Reductions.extremum(c, Reductions.magnitude(c)))
          .composition("amin", c -> Reductions.extremum(c, Reductions.magnitude(c)))
          .composition("reduce_normmax", c -> Reductions.extremum(c, Reductions.magnitude(c)))
          .composition("asum", Reductions::sumOfMagnitudes)
          .composition("reduce_norm1", Reductions::sumOfMagnitudes)
          .composition("amean", Reductions::meanOfMagnitudes)
          .composition("reduce_sqnorm", Reductions::squaredNorm)
          .composition("reduce_norm2", Reductions::norm)
          .composition("reduce_prod", Reductions::product)
          .composition("reduce_logsumexp", Reductions::logSumExp)
          .composition("entropy", Reductions::entropy)
          .composition("shannonentropy", Reductions::shannonEntropy)
          .composition("logentropy", Reductions::logEntropy)
          .composition("jaccarddistance", Reductions::jaccardDistance)
          .composition("segment_prod", SegmentReductions::product)
          .composition("segment_max", SegmentReductions::extremum)
          .composition("segment_min", SegmentReductions::extremum)
          .composition("unsorted_segment_prod", SegmentReductions::product)
          .composition("unsorted_segment_max", SegmentReductions::extremum)
          .composition("unsorted_segment_min", SegmentReductions::extremum)
          .composition("var", Reductions::variance)
          .composition("std", Reductions::standardDeviation)
          .rule("moments", Reductions::moments)
          .composition("euclidean", Reductions::euclideanDistance)
          .composition("manhattan", Reductions::manhattanDistance)
          .composition("cosinesimilarity", Reductions::cosineSimilarity)
          .composition("cosinedistance", Reductions::cosineDistance)
          // Layers.
          .composition("maxpool2d", Pooling::max)
          .composition("maxpool3dnew", VolumePooling::max)
          .composition("batchnorm", Normalizations::batchNorm)
          .composition("layer_norm", Normalizations::layerNorm)
          .composition("standardize", Normalizations::standardize)
          // Losses.
          .composition("softmax_cross_entropy_loss", LossRules::softmaxCrossEntropy)
          .composition(
              "sparse_softmax_cross_entropy_loss_with_logits", LossRules::sparseSoftmaxCrossEntropy)
          .composition("softmax_cross_entropy_loss_with_logits", LossRules::crossEntropyOfEachRow)
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

  private static final String OTHERWISE =
      "write it with supported ops, exclude the parameters before it, or cut the path with"
          + " stopGradient";

  private TaylorRules() {}

  /** The ops that have a rule. */
  static Set<String> names() {
    return TABLE.keySet();
  }

  static TaylorRule of(OpCall call) {
    DifferentialFunction op = call.op();
    TaylorRule rule = TABLE.get(op.opName());
    if (rule == null) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': op '%s' (%s) lies between a parameter and the loss%s has no rule for"
                  + " second derivatives.",
              call.y().name(),
              op.getOwnName(),
              op.opName(),
              op instanceof BaseCompatOp ? ", is control flow, and" : " and"),
          fix(op));
    }
    return rule;
  }

  private static String fix(DifferentialFunction op) {
    String name = op.opName();
    String other = Replacements.of(name, Replacements.Failure.RULE).orElse(OTHERWISE);
    return op instanceof BaseCompatOp || UnusableGradients.contain(name)
        ? other + "."
        : String.format(
            "%s. If its doDiff is right, differences(\"%s\") of HutchinsonConfig or of the training"
                + " option differentiates it by difference quotients.",
            other, name);
  }
}
