package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.calculus.KeptDimensions;
import org.hessianreg.samediff.internal.calculus.LayerNormalization;
import org.hessianreg.samediff.internal.calculus.PreciseGelu;
import org.hessianreg.samediff.internal.calculus.ReplaceCondition;
import org.hessianreg.samediff.internal.calculus.SigmoidGate;
import org.hessianreg.samediff.internal.calculus.Slopes;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.OwnGradient;
import org.hessianreg.samediff.internal.graph.Replacements;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.ScalarOp;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.SubBpOp;

/**
 * The backward ops. Ordinarily an op's own; the table holds those for which ND4J 1.0.0-M2.1's own
 * is wrong, breaks training, or computes more than is asked for.
 */
final class Adjoints {

  private static final Map<String, Adjoint> TABLE =
      Map.ofEntries(
          // Piecewise constant, or cut on purpose.
          Map.entry("stop_gradient", Adjoints::none),
          Map.entry("step", Adjoints::none),
          Map.entry("sign", Adjoints::none),
          Map.entry("zeroslike", Adjoints::none),
          Map.entry("ones_as", Adjoints::none),
          // A derivative that the Taylor sweep has computed already.
          Map.entry("relu", (op, g) -> slope(g, Slopes.above(op.arg(), scalar(op)))),
          Map.entry("sigmoid", (op, g) -> slope(g, Slopes.sigmoid(op.outputVariable()))),
          Map.entry("tanh", (op, g) -> slope(g, Slopes.tanh(op.outputVariable()))),
          Map.entry("square", (op, g) -> slope(g, Slopes.square(op.arg()))),
          Map.entry("identity_n", (op, g) -> g),
          Map.entry("matmul", Products::matmul),
          Map.entry("xw_plus_b", Products::linear),
          Map.entry("relu_layer", Products::rectifiedLinear),
          Map.entry("dot_product_attention", Attentions::dotProduct),
          Map.entry("multi_head_dot_product_attention", Attentions::multiHead),
          Map.entry("conv2d", Convolutions::conv2d),
          Map.entry("depthwise_conv2d", Convolutions::depthwise),
          Map.entry("sconv2d", Convolutions::separable),
          Map.entry("deconv3d", Convolutions::deconv3d),
          Map.entry("upsampling2d", Convolutions::upsampling2d),
          Map.entry("transpose", Rearrangements::transpose),
          Map.entry("expand_dims", Rearrangements::reshaped),
          Map.entry("squeeze", Rearrangements::reshaped),
          Map.entry("split", Rearrangements::split),
          Map.entry("strided_slice", Slices::strided),
          Map.entry("batch_to_space", Rearrangements::batchToSpace),
          Map.entry("space_to_batch", Rearrangements::spaceToBatch),
          Map.entry("diag", Rearrangements::diagonal),
          Map.entry("gather", Scatter::gather),
          Map.entry("pad", Scatter::pad),
          Map.entry("scatter_mul", IndexedRows::product),
          Map.entry("scatter_div", IndexedRows::quotient),
          Map.entry("scatter_max", IndexedRows::extremum),
          Map.entry("scatter_min", IndexedRows::extremum),
          Map.entry("segment_max", IndexedRows::segmentExtremum),
          Map.entry("segment_min", IndexedRows::segmentExtremum),
          Map.entry("unsorted_segment_max", IndexedRows::segmentExtremum),
          Map.entry("unsorted_segment_min", IndexedRows::segmentExtremum),
          Map.entry("unsorted_segment_prod", IndexedRows::segmentProduct),
          Map.entry("dynamic_stitch", IndexedRows::stitch),
          Map.entry("divide", (op, g) -> quotient(op, g.get(0), op.arg(0), op.arg(1), false)),
          Map.entry("reversedivide", (op, g) -> quotient(op, g.get(0), op.arg(1), op.arg(0), true)),
          Map.entry("squaredsubtract", Adjoints::squaredDifference),
          Map.entry("maximum", (op, g) -> selection(op, g.get(0), op.arg(0), op.arg(1))),
          Map.entry("minimum", (op, g) -> selection(op, g.get(0), op.arg(1), op.arg(0))),
          Map.entry("tf_atan2", Adjoints::arcTangent),
          Map.entry("matrix_set_diag", Rearrangements::setDiagonal),
          Map.entry("meshgrid", Rearrangements::grid),
          Map.entry("flatten", Rearrangements::flattened),
          Map.entry("cas", Adjoints::replaced),
          Map.entry("logentropy", Adjoints::logEntropy),
          Map.entry("cumsum", Rearrangements::cumulativeSum),
          Map.entry("clipbynorm", Adjoints::clipByNorm),
          Map.entry("precise_gelu", Adjoints::preciseGelu),
          Map.entry("gelu", (op, g) -> sigmoidGate(op, g.get(0), SigmoidGate.GELU)),
          Map.entry("swish", (op, g) -> sigmoidGate(op, g.get(0), SigmoidGate.SWISH)),
          Map.entry("layer_norm", Adjoints::layerNorm),
          Map.entry("reduce_logsumexp", Adjoints::logSumExp),
          Map.entry("softmax_cross_entropy_loss_with_logits", LossAdjoints::crossEntropyOfEachRow),
          Map.entry("ClipByValue", (op, g) -> slope(g, Slopes.unclipped(op))),
          Map.entry("divide_no_nan", Adjoints::quotientOrZero),
          Map.entry("space_to_batch_nd", Rearrangements::spaceToBatchNd),
          Map.entry("batch_to_space_nd", Rearrangements::batchToSpaceNd),
          Map.entry("check_numerics", (op, g) -> List.of(g.get(0))),
          Map.entry("l2_loss", (op, g) -> List.of(op.arg().mul(g.get(0)))),
          Map.entry("softmax_cross_entropy_loss", (op, g) -> LossAdjoints.crossEntropy(op, g, 0)),
          Map.entry(
              "sparse_softmax_cross_entropy_loss_with_logits",
              (op, g) -> LossAdjoints.crossEntropy(op, g, 1)));

  private Adjoints() {}

  /** Names of the ops in the table. */
  static Set<String> names() {
    return TABLE.keySet();
  }

  /**
   * Chooses an adjoint.
   *
   * @param finite whether the cotangents are known to be finite
   */
  static Adjoint of(DifferentialFunction op, boolean finite) {
    return (finite ? Optional.<Adjoint>empty() : Gates.of(op)).orElseGet(() -> ordinary(op));
  }

  private static Adjoint ordinary(DifferentialFunction op) {
    if (TwoTypes.meetIn(op)) {
      return TwoTypes::adjoint;
    }
    Adjoint adjoint = TABLE.get(op.opName());
    if (adjoint != null) {
      return adjoint;
    }
    if (op instanceof BaseLoss) {
      return LossAdjoints::scaled;
    }
    return Attributes.dimensionInput(op)
        .<Adjoint>map(d -> (reduction, g) -> Rearrangements.reduction(reduction, d, g))
        .orElse(Adjoints::own);
  }

  static List<SDVariable> own(DifferentialFunction op, List<SDVariable> cotangents) {
    try {
      return OwnGradient.of(op, cotangents, i -> op.arg(i).dataType().isFPType());
    } catch (RuntimeException e) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': op '%s' (%s) has no usable backward op in ND4J: %s.",
              op.outputVariablesNames()[0], op.getOwnName(), op.opName(), e.getMessage()),
          Replacements.of(op.opName(), Replacements.Failure.DIFFERENTIATION)
                  .orElse("write it with other ops")
              + ", or cut the path with stopGradient.",
          e);
    }
  }

  private static List<SDVariable> none(DifferentialFunction op, List<SDVariable> cotangents) {
    return Collections.nCopies(op.args().length, null);
  }

  private static List<SDVariable> slope(List<SDVariable> cotangents, SDVariable derivative) {
    return List.of(derivative.mul(cotangents.get(0)));
  }

  private static double scalar(DifferentialFunction op) {
    return ((ScalarOp) op).scalar().getDouble(0);
  }

  /**
   * A quotient as a product with a reciprocal: ND4J's own lacks the 1/y² of a one-element divisor.
   */
  private static List<SDVariable> quotient(
      DifferentialFunction op, SDVariable g, SDVariable x, SDVariable y, boolean swap) {
    SameDiff sd = op.getSameDiff();
    SDVariable r = sd.math().reciprocal(y);
    SDVariable[] product = new MulBpOp(sd, x, r, g).outputVariables();
    SDVariable divisor = product[1].mul(sd.math().square(r)).neg();
    return swap ? List.of(divisor, product[0]) : List.of(product[0], divisor);
  }

  /** ND4J's own divides by zero. */
  private static List<SDVariable> quotientOrZero(
      DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable b = op.arg(1);
    SDVariable zero = b.eq(0.0).castTo(b.dataType());
    SDVariable g = cotangents.get(0).mul(zero.rsub(1.0));
    return quotient(op, g, op.arg(0), b.add(zero), false);
  }

  /** ND4J's own does not sum over the dimensions along which an operand was broadcast. */
  private static List<SDVariable> arcTangent(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable y = op.arg(0);
    SDVariable x = op.arg(1);
    SDVariable squares = sd.math().square(x).add(sd.math().square(y));
    SDVariable g = sd.math().reciprocal(squares).mul(cotangents.get(0));
    return List.of(
        new AddBpOp(sd, y, x, x.mul(g)).outputVariables()[0],
        new AddBpOp(sd, y, x, y.mul(g).neg()).outputVariables()[1]);
  }

  /** ND4J's own scales the gradient of a one-element operand wrongly. */
  private static List<SDVariable> squaredDifference(
      DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable a = op.arg(0);
    SDVariable b = op.arg(1);
    SDVariable g = a.sub(b).mul(cotangents.get(0)).mul(2.0);
    return List.of(new SubBpOp(op.getSameDiff(), a, b, g).outputVariables());
  }

  /** ND4J's own does not sum over the dimensions along which an operand was broadcast. */
  private static List<SDVariable> selection(
      DifferentialFunction op, SDVariable g, SDVariable larger, SDVariable smaller) {
    SameDiff sd = op.getSameDiff();
    SDVariable a = op.arg(0);
    SDVariable b = op.arg(1);
    SDVariable toFirst = larger.gte(smaller).castTo(g.dataType()).mul(g);
    return List.of(
        new AddBpOp(sd, a, b, toFirst).outputVariables()[0],
        new AddBpOp(sd, a, b, g.sub(toFirst)).outputVariables()[1]);
  }

  /**
   * {@code g·f − c·r·x·Σ(x·g)/‖x‖³}, {@code f = min(1, r/‖x‖)}, {@code c} where something is
   * clipped. ND4J's own divides by the wrong norm if there are dimensions, and throws if not.
   */
  private static List<SDVariable> clipByNorm(DifferentialFunction op, List<SDVariable> cotangents) {
    SDMath math = op.getSameDiff().math();
    SDVariable x = op.arg();
    SDVariable g = cotangents.get(0);
    double r = ((CustomOp) op).tArgs()[0];
    int[] dimensions = Attributes.integers(op);
    SDVariable squares = KeptDimensions.sum(math.square(x), dimensions);
    SDVariable clipped = squares.gt(r * r).castTo(g.dataType());
    SDVariable kept = clipped.rsub(1.0);
    // A norm of 1 where nothing is clipped: the norm itself may be zero there.
    SDVariable inverse = math.rsqrt(squares.mul(clipped).add(kept));
    SDVariable along = KeptDimensions.sum(x.mul(g), dimensions);
    SDVariable radial = along.mul(math.cube(inverse)).mul(clipped).mul(x);
    return List.of(g.mul(inverse.mul(clipped).mul(r).add(kept)).sub(radial.mul(r)));
  }

  /** ND4J's own is the derivative of another function than its forward op. */
  private static List<SDVariable> preciseGelu(
      DifferentialFunction op, List<SDVariable> cotangents) {
    return List.of(new PreciseGelu(op.arg()).first().mul(cotangents.get(0)));
  }

  /** ND4J's own overflows in FLOAT. */
  private static List<SDVariable> sigmoidGate(
      DifferentialFunction op, SDVariable g, double factor) {
    return List.of(new SigmoidGate(op.arg(), factor).first().mul(g));
  }

  /** ND4J's own takes ten times as long, and shares nothing with the Taylor sweep. */
  private static List<SDVariable> layerNorm(DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable x = op.arg(0);
    SDVariable g = cotangents.get(0);
    boolean channelsFirst = ((CustomOp) op).bArgs()[0];
    SDVariable shape = LayerNormalization.channelShape(x, channelsFirst ? 1 : -1);
    LayerNormalization norm = new LayerNormalization(x, LayerNormalization.dimensions(op));
    List<SDVariable> all = new ArrayList<>(List.of(norm.backward(op.arg(1), shape, g)));
    if (op.args().length > 2) {
      all.add(norm.backwardOfBias(op.arg(2), shape, g));
    }
    return all;
  }

  /** {@code g·exp(x − y)}. ND4J's own ignores the dimensions. */
  private static List<SDVariable> logSumExp(DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable x = op.arg();
    SDVariable y = op.outputVariables()[0];
    double[] arguments = ((CustomOp) op).tArgs();
    boolean keep = arguments.length > 0 && arguments[0] != 0.0;
    int[] dimensions = keep ? new int[0] : dimensions(op);
    SDVariable p = op.getSameDiff().math().exp(x.sub(KeptDimensions.restore(y, x, dimensions)));
    SDVariable spread = KeptDimensions.restore(cotangents.get(0), x, dimensions);
    return Rearrangements.ofFirst(op, p.mul(spread));
  }

  /** What the condition of ND4J's own is, a copy of a graph has forgotten. */
  private static List<SDVariable> replaced(DifferentialFunction op, List<SDVariable> cotangents) {
    return List.of(cotangents.get(0).mul(ReplaceCondition.met(op).rsub(1.0)));
  }

  /** {@code −g·(ln x + 1)/exp y}. ND4J's own does not put dimensions back. */
  private static List<SDVariable> logEntropy(DifferentialFunction op, List<SDVariable> cotangents) {
    SDMath math = op.getSameDiff().math();
    SDVariable g = cotangents.get(0).mul(math.exp(op.outputVariable().neg()));
    boolean keep = ((BaseReduceOp) op).isKeepDims();
    int[] dimensions = keep ? new int[0] : reduced(op);
    SDVariable spread = KeptDimensions.restore(g, op.arg(), dimensions);
    return Rearrangements.ofFirst(op, math.log(op.arg()).add(1.0).neg().mul(spread));
  }

  /** The dimensions of a reduction of ND4J's older kind; none for all. */
  private static int[] reduced(DifferentialFunction op) {
    int[] own = op.getDimensions() == null ? new int[0] : op.getDimensions();
    int[] dimensions =
        Attributes.dimensionInput(op).map(d -> Rearrangements.constant(op, d)).orElse(own);
    boolean all = dimensions.length == 1 && dimensions[0] == Integer.MAX_VALUE;
    return all ? new int[0] : dimensions;
  }

  private static int[] dimensions(DifferentialFunction op) {
    return op.args().length > 1 ? Rearrangements.constant(op, op.arg(1)) : Attributes.integers(op);
  }
}
