package org.hessianreg.samediff.internal.reverse;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.hessianreg.samediff.internal.calculus.Padding;
import org.hessianreg.samediff.internal.calculus.Stitch;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.Ranks;
import org.hessianreg.samediff.internal.graph.Scalars;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.BaseReduceOp;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv3DConfig;
import org.nd4j.linalg.api.ops.impl.summarystats.Variance;

/**
 * Ops that ND4J 1.0.0-M2.1 computes or differentiates wrongly, so that SameDiff's own training is
 * wrong with or without a penalty. {@link ReverseSweep} corrects the backward ops among them in the
 * gradients that it appends.
 */
public final class KnownDefects {

  private static final Defect ONE_ELEMENT_QUOTIENT =
      new Defect(
          KnownDefects::oneElementAgainstMore,
          "SameDiff's gradient of a one-element operand of a division is wrong;"
              + " multiply by math().reciprocal(...) instead");

  private static final Defect BROADCAST_SELECTION =
      new Defect(
          KnownDefects::broadcasts,
          "SameDiff's gradient of an operand that is broadcast in max or min is wrong;"
              + " give both operands the same shape, or use scalarMax or scalarMin");

  private static final Defect KEPT_NEGATIVE_DIMENSION =
      new Defect(
          KnownDefects::keepsNegativeDimension,
          "a reduction with keepDims over a negative dimension gives wrong values unless the input is a"
              + " matrix and the dimension -1; count the dimension from 0");

  private static final Set<String> SUMS =
      Set.of("add", "add_scalar", "sub_scalar", "mergesum", "mergeadd", "reduce_sum");

  private static final Defect NO_GRADIENT =
      new Defect(op -> true, "SameDiff has no gradient of it; use gather, or split or slice");

  private static final Defect LOST_TERMS =
      new Defect(
          op -> !Attributes.areDistinct(List.of(op.arg(1))),
          "where indices repeat, ND4J's threads add in a different order each time, and may lose terms;"
              + " add or subtract unsortedSegmentSum(updates, indices, rows) instead");

  private static final Defect REPEATED_INDICES =
      new Defect(
          op -> !Attributes.areDistinct(List.of(op.arg(1))),
          "SameDiff's gradient of the updates of scatterMul and scatterDiv is wrong where indices"
              + " repeat; multiply or divide by unsortedSegmentProd(updates, indices, rows)");

  private static final Defect TIES =
      new Defect(
          op -> true,
          "SameDiff's gradient of it gives each of several tied elements the whole gradient, where they should share it; it is right where there are no ties");

  private static final Defect TIES_IN_ORDER =
      new Defect(
          op -> true,
          TIES.text
              + ". ND4J computes it wrongly for a vector whose first segment has one element; use"
              + " unsortedSegmentMax or unsortedSegmentMin");

  private static final Defect COUNT_AS_INPUT =
      new Defect(
          op -> op.args().length > 2,
          "SameDiff's gradient of it throws where the number of segments is an input, as in an"
              + " imported graph; give it as a number");

  private static final Defect ONE_ROW =
      new Defect(
          KnownDefects::isOneRow,
          "ND4J computes only the first element of a segment op of a matrix with one row, and"
              + " segmentMean of one row as 0; leave the op out where there is one row");

  private static final Defect IGNORED_COTANGENT =
      new Defect(
          op -> LossAdjoints.ignoresCotangent(op) && !isOnlyAdded(op),
          "SameDiff's gradient of a loss op ignores what is computed from the loss, except sums;"
              + " write the loss with other ops, or put factors into its weights");

  private static final Defect DIMENSIONS_AS_INPUT =
      new Defect(
          KnownDefects::reducesGivenDimensions,
          "SameDiff's gradient of a reduction whose dimensions are an input, as in an imported"
              + " graph, is that of a reduction of all dimensions; give them as numbers");

  private static final Defect MIXED_TYPES =
      new Defect(
          TwoTypes::meetIn,
          "SameDiff's gradient of operands of two types throws; cast one of them with castTo");

  private static final Defect FLOAT_AFFINE =
      new Defect(
          KnownDefects::isFloat,
          "ND4J's oneDNN builds compute linear and reluLayer in FLOAT wrongly in some executions;"
              + " write x.mmul(w).add(b)");

  private static final Defect BLOCKS =
      new Defect(
          op -> true,
          "SameDiff's gradient of space_to_batch_nd and batch_to_space_nd is that of ops on images,"
              + " with other arguments; use cnn().spaceToBatch and cnn().batchToSpace");

  private static final Defect ATTENTION_WEIGHTS =
      new Defect(
          op -> Attributes.integers(op)[1] != 0,
          "SameDiff's gradient of attention ignores what is computed from its weights, an output that is"
              + " lost when the graph is saved; compute them with mmul and softmax");

  private static final Defect FORMAT_OF_WEIGHTS =
      new Defect(
          op -> hasOtherFormat(op) || lostConfiguration(op),
          "SameDiff cannot train weights in formats other than YXIO, nor an imported convolution"
              + " without a Conv2DConfig; permute the weights, and write the convolution with a"
              + " configuration");

  /** Their backward ops spread a cotangent whose dimensions were kept, whichever they are. */
  private static final Defect DROPOUT =
      new Defect(
          op -> true,
          "SameDiff cannot train with dropout, and drops also where nothing is trained; without the"
              + " penalty multiply by random().bernoulli(p, shape)");

  private static final Set<String> SPREAD = Set.of("reduce_sum", "reduce_mean");

  private static final List<String> CONFIGURATION =
      List.of("kH", "kW", "sH", "sW", "pH", "pW", "dH", "dW");

  private static final Map<String, Defect> BY_NAME =
      Map.ofEntries(
          Map.entry("divide", ONE_ELEMENT_QUOTIENT),
          Map.entry("realdiv", ONE_ELEMENT_QUOTIENT),
          Map.entry("reversedivide", ONE_ELEMENT_QUOTIENT),
          Map.entry(
              "squaredsubtract",
              new Defect(
                  KnownDefects::oneElementAgainstMore,
                  "SameDiff's gradient of a one-element operand of squaredDifference is wrong;"
                      + " write math().square(a.sub(b))")),
          Map.entry("maximum", BROADCAST_SELECTION),
          Map.entry("minimum", BROADCAST_SELECTION),
          Map.entry(
              "matmul",
              new Defect(
                  op -> multipliesVector(op) || scalesProduct(op),
                  "SameDiff's backward op of a matrix product with a vector fails or is wrong, and ignores a factor; reshape the vector to a matrix with one row or column,"
                      + " and multiply by factors afterwards")),
          Map.entry(
              "ClipByValue",
              new Defect(
                  op -> op.args().length > 1,
                  "SameDiff's gradient of clipByValue with bounds that are inputs, as in an imported"
                      + " graph, is wrong; give them as numbers")),
          Map.entry(
              "divide_no_nan",
              new Defect(
                  op -> true,
                  "SameDiff's gradient of divide_no_nan is infinite where the divisor is 0;"
                      + " replace such divisors by 1 and multiply by a mask")),
          Map.entry("dropout", DROPOUT),
          Map.entry("dropout_inverted", DROPOUT),
          Map.entry("space_to_batch_nd", BLOCKS),
          Map.entry("batch_to_space_nd", BLOCKS),
          Map.entry(
              "tf_atan2",
              new Defect(
                  KnownDefects::broadcasts,
                  "SameDiff's gradient of an operand that is broadcast in atan2 is wrong;"
                      + " give both operands the same shape")),
          Map.entry(
              "matrix_set_diag",
              new Defect(
                  op -> Ranks.of(op.arg(0)).orElse(2) != 2 || isKnownOblong(op.arg(0)),
                  "SameDiff's gradient of setDiag of several matrices is wrong, and that of a matrix"
                      + " that is not square throws; multiply by a mask and add the diagonal")),
          Map.entry(
              "logentropy",
              new Defect(
                  KnownDefects::dropsDimensions,
                  "SameDiff's gradient of logEntropy over dimensions that are not kept fails;"
                      + " use the logarithm of entropy")),
          Map.entry(
              "meshgrid",
              new Defect(
                  op -> Attributes.integers(op)[0] != 0 && op.args().length > 1,
                  "SameDiff's gradient of a Cartesian meshgrid swaps its inputs;"
                      + " use meshgrid(inputs, false), and permute")),
          Map.entry(
              "flatten",
              new Defect(
                  op -> op.args().length > 1 || Attributes.integers(op)[0] != 'c',
                  "SameDiff's gradient of flatten is wrong for several arrays and for order f;"
                      + " reshape each to a vector, and use concat")),
          Map.entry(
              "cumsum",
              new Defect(
                  op -> true,
                  "SameDiff's gradient of cumsum ignores dimension and direction;"
                      + " multiply by a constant triangular matrix")),
          Map.entry(
              "clipbynorm",
              new Defect(
                  op -> true,
                  "SameDiff's gradient of clipByNorm is wrong, or throws if no dimensions are"
                      + " given; write it with norm2 and scalarMin")),
          Map.entry(
              "precise_gelu",
              new Defect(
                  op -> true,
                  "preciseGelu cubes the factor 0.044715 too, and SameDiff's gradient is that of"
                      + " yet another function; use gelu or write it with tanh or erf")),
          Map.entry(
              "swish",
              new Defect(
                  KnownDefects::isFloat,
                  "SameDiff's gradient of swish is NaN in FLOAT for inputs above 44;"
                      + " write x.mul(nn().sigmoid(x)) if inputs can be so large")),
          Map.entry(
              "gelu",
              new Defect(
                  KnownDefects::isFloat,
                  "SameDiff's gradient of gelu is NaN in FLOAT for inputs above 26;"
                      + " write x.mul(nn().sigmoid(x.mul(1.702))) if inputs can be so large")),
          Map.entry(
              "reduce_logsumexp",
              new Defect(
                  op -> Attributes.integers(op).length > 0,
                  "SameDiff's gradient of logSumExp ignores the dimensions;"
                      + " write it with max, exp, sum and log")),
          Map.entry(
              "log_softmax",
              new Defect(
                  op -> Attributes.integers(op).length > 0,
                  "SameDiff cannot train with logSoftmax(x, dimension);"
                      + " use logSoftmax(x) or the logarithm of softmax(x, dimension)")),
          Map.entry(
              "softmax",
              new Defect(
                  KnownDefects::isImageSoftmax,
                  "softmax over dimension 1 of a FLOAT array of rank 4 is wrong in ND4J's oneDNN"
                      + " builds; permute the dimension to the end")),
          Map.entry(
              "var",
              new Defect(
                  op -> !((Variance) op).isBiasCorrected(),
                  "SameDiff trains with the bias-corrected variance whatever you ask for;"
                      + " use the square of standardDeviation")),
          Map.entry(
              "gather",
              new Defect(
                  op -> true,
                  "SameDiff's gradient of gather counts only one occurrence of an index, and"
                      + " throws for other axes than 0 and for graphs with two of them; multiply by a"
                      + " one-hot matrix")),
          Map.entry("xw_plus_b", FLOAT_AFFINE),
          Map.entry("relu_layer", FLOAT_AFFINE),
          Map.entry(
              "transpose",
              new Defect(
                  KnownDefects::permutesOtherwise,
                  "SameDiff's gradient of transpose reverses all dimensions, even where a permutation is given as an input, as in an imported graph; use permute")),
          Map.entry(
              "expand_dims",
              new Defect(
                  op -> op.args().length > 1 && !isConstant(op.arg(1), 0),
                  "SameDiff's gradient of expandDims with its dimension as an input, as in an"
                      + " imported graph, has the wrong shape; give the dimension as a number")),
          Map.entry(
              "squeeze",
              new Defect(
                  op -> Attributes.integers(op).length == 0 || !ascends(Attributes.integers(op)),
                  "SameDiff cannot train with squeeze unless its dimensions are numbers, in"
                      + " ascending order; give them so, or use reshape")),
          Map.entry(
              "split",
              new Defect(
                  op -> op.args().length > 1,
                  "SameDiff has no correct gradient of split with its dimension as an input, as in an"
                      + " imported graph; give the dimension as a number")),
          Map.entry(
              "batch_to_space",
              new Defect(
                  op -> cropsUnevenly(op) || !op.propertiesForFunction().containsKey("crops"),
                  "SameDiff's gradient of batchToSpace crops the first image dimension as much as"
                      + " the second, and that of an imported one throws; use cnn().batchToSpace"
                      + " with the same crops for both, or strided slices")),
          Map.entry(
              "space_to_batch",
              new Defect(
                  op -> !op.propertiesForFunction().containsKey("padding"),
                  "SameDiff cannot train with an imported spaceToBatch; use cnn().spaceToBatch")),
          Map.entry(
              "identity_n",
              new Defect(
                  op -> true,
                  "SameDiff's gradient of identity_n is zero, and throws where it has several inputs;"
                      + " read its inputs themselves")),
          Map.entry(
              "diag",
              new Defect(
                  op -> Ranks.of(op.arg()).orElse(1) > 1 && !isCube(op.arg()),
                  "SameDiff's gradient of diag of a matrix throws unless the matrix is square;"
                      + " reshape it to a vector")),
          Map.entry("scatter_add", LOST_TERMS),
          Map.entry("scatter_sub", LOST_TERMS),
          Map.entry("scatter_mul", REPEATED_INDICES),
          Map.entry("scatter_div", REPEATED_INDICES),
          Map.entry("scatter_max", TIES),
          Map.entry("scatter_min", TIES),
          Map.entry("segment_max", TIES_IN_ORDER),
          Map.entry("segment_min", TIES_IN_ORDER),
          Map.entry(
              "segment_prod",
              new Defect(
                  KnownDefects::isVector,
                  "ND4J computes segmentProd of a vector wrongly where the first segment has one"
                      + " element; use unsortedSegmentProd")),
          Map.entry("unsorted_segment_prod", COUNT_AS_INPUT),
          Map.entry("unsorted_segment_max", TIES),
          Map.entry("unsorted_segment_min", TIES),
          Map.entry(
              "dynamic_stitch",
              new Defect(
                  op -> !Stitch.of(op).isPartition(),
                  "SameDiff's gradient of dynamicStitch is wrong unless the parts are the rows of the"
                      + " output, each once, and in order; use concat and gather")),
          Map.entry(
              "strided_slice",
              new Defect(
                  Slices::isVector,
                  "SameDiff's gradient of get and stridedSlice of a matrix with one row or column is"
                      + " wrong or throws; use slice, or reshape the matrix to a vector")),
          Map.entry("gather_nd", NO_GRADIENT),
          Map.entry("split_v", NO_GRADIENT),
          Map.entry(
              "pad",
              new Defect(
                  Padding::isMirroring,
                  "SameDiff's gradient of a mirroring pad ignores the border;"
                      + " concatenate slices of the input")),
          Map.entry("conv2d", FORMAT_OF_WEIGHTS),
          Map.entry("sconv2d", FORMAT_OF_WEIGHTS),
          Map.entry(
              "deconv3d",
              new Defect(
                  KnownDefects::lostFormat,
                  "SameDiff cannot train an imported deconv3d, whose data format it confuses; use"
                      + " cnn().deconv3d")),
          Map.entry(
              "upsampling2d",
              new Defect(
                  op -> Attributes.integers(op)[2] == 0,
                  "SameDiff's gradient of upsampling2d is wrong unless the channels come second;"
                      + " permute them there")),
          Map.entry("dot_product_attention", ATTENTION_WEIGHTS),
          Map.entry("multi_head_dot_product_attention", ATTENTION_WEIGHTS),
          Map.entry(
              "depthwise_conv2d",
              new Defect(
                  KnownDefects::hasOtherFormat,
                  "SameDiff cannot train weights of this format; permute them to YXIO")),
          Map.entry(
              "batchnorm",
              new Defect(
                  op -> true,
                  "SameDiff cannot train with batchNorm, whose axis it loses;"
                      + " write it with sub, mul and rsqrt")),
          Map.entry(
              "softmax_cross_entropy_loss",
              new Defect(
                  op -> (rank(op.arg(0)) <= 2 && rank(op.arg(1)) == 2) || labelsDiffer(op),
                  "SameDiff's gradient of softmaxCrossEntropy throws for weights of two dimensions"
                      + " and for labels of another type than the logits; give a vector of"
                      + " weights, and cast the labels")));

  private KnownDefects() {}

  /**
   * Looks an op up, by its attributes and by shapes as far as the graph knows them before it runs.
   *
   * @param op an op of a SameDiff graph
   * @return what is wrong and what to write instead, or nothing
   */
  public static Optional<String> of(DifferentialFunction op) {
    return Optional.ofNullable(BY_NAME.get(op.opName()))
        .filter(defect -> defect.applies.test(op))
        .or(() -> Optional.of(KEPT_NEGATIVE_DIMENSION).filter(d -> d.applies.test(op)))
        .or(() -> Optional.of(DIMENSIONS_AS_INPUT).filter(d -> d.applies.test(op)))
        .or(() -> Optional.of(MIXED_TYPES).filter(d -> d.applies.test(op)))
        .or(() -> Optional.of(ONE_ROW).filter(d -> d.applies.test(op)))
        .or(() -> Optional.of(IGNORED_COTANGENT).filter(d -> d.applies.test(op)))
        .map(defect -> defect.text);
  }

  private static boolean multipliesVector(DifferentialFunction op) {
    return Ranks.of(op.arg(0)).orElse(2) == 1 || Ranks.of(op.arg(1)).orElse(2) == 1;
  }

  private static boolean scalesProduct(DifferentialFunction op) {
    double[] factors = ((CustomOp) op).tArgs();
    return factors.length > 0 && factors[0] != 1.0;
  }

  private static boolean oneElementAgainstMore(DifferentialFunction op) {
    return scalar(op.arg(1)) == Scalars.Answer.YES && scalar(op.arg(0)) != Scalars.Answer.YES;
  }

  private static Scalars.Answer scalar(SDVariable x) {
    return Scalars.of(x.getSameDiff(), x.name());
  }

  private static boolean broadcasts(DifferentialFunction op) {
    long[] a = op.arg(0).getShape();
    long[] b = op.arg(1).getShape();
    boolean known = a != null && b != null;
    return known ? !Arrays.equals(a, b) : scalar(op.arg(0)) != scalar(op.arg(1));
  }

  private static boolean keepsNegativeDimension(DifferentialFunction op) {
    if (!(op instanceof BaseReduceOp) || !((BaseReduceOp) op).isKeepDims()) {
      return false;
    }
    int[] dimensions = op.getDimensions();
    return dimensions != null
        && Arrays.stream(dimensions).anyMatch(d -> d < 0)
        && !(rank(op.arg(0)) == 2 && dimensions.length == 1 && dimensions[0] == -1);
  }

  /** Whether the dimensions are an input that the op has not been executed with yet. */
  private static boolean reducesGivenDimensions(DifferentialFunction op) {
    int[] own = op.getDimensions();
    Optional<SDVariable> given = Attributes.dimensionInput(op);
    if (given.isEmpty() || (own != null && own.length > 0)) {
      return false;
    }
    int count = Attributes.constant(given.get()).map(d -> d.length).orElse(-1);
    boolean spreads = ((BaseReduceOp) op).isKeepDims() && SPREAD.contains(op.opName());
    return !spreads && (count < 0 || Ranks.of(op.arg()).orElse(-1) != count);
  }

  /** Whether a permutation is anything but the reversal of all dimensions. */
  private static boolean permutesOtherwise(DifferentialFunction op) {
    if (op.args().length == 1) {
      return Attributes.integers(op).length > 0;
    }
    int[] permutation = Attributes.constant(op.arg(1)).orElse(new int[0]);
    for (int i = 0; i < permutation.length; i++) {
      if (permutation[i] != permutation.length - 1 - i) {
        return true;
      }
    }
    return permutation.length == 0;
  }

  private static boolean isOneRow(DifferentialFunction op) {
    long[] shape = op.opName().contains("segment_") ? op.arg(0).getShape() : null;
    return shape != null
        && shape.length > 1
        && shape[0] == 1
        && (shape.length == 2 || "segment_mean".equals(op.opName()));
  }

  /** Whether an input is known to have one dimension, except for ones. */
  private static boolean isVector(DifferentialFunction op) {
    long[] shape = op.arg(0).getShape();
    return Ranks.of(op.arg(0)).orElse(2) == 1
        || (shape != null && Arrays.stream(shape).filter(n -> n != 1).count() <= 1);
  }

  private static boolean isConstant(SDVariable x, int element) {
    return Attributes.constant(x).filter(e -> e.length == 1 && e[0] == element).isPresent();
  }

  private static boolean ascends(int... numbers) {
    for (int i = 1; i < numbers.length; i++) {
      if (numbers[i - 1] >= numbers[i] && numbers[i] >= 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether all dimensions are known to be equal. */
  private static boolean isCube(SDVariable x) {
    long[] shape = x.getShape();
    return shape != null && Arrays.stream(shape).allMatch(size -> size == shape[0]);
  }

  private static boolean isKnownOblong(SDVariable x) {
    return x.getShape() != null && !isCube(x);
  }

  private static boolean dropsDimensions(DifferentialFunction op) {
    int[] dimensions = op.getDimensions();
    boolean all =
        dimensions == null
            || dimensions.length == 0
            || (dimensions.length == 1 && dimensions[0] == Integer.MAX_VALUE);
    return !all && !((BaseReduceOp) op).isKeepDims();
  }

  /** Whether the two image dimensions are cropped unlike each other, or it is not known how. */
  private static boolean cropsUnevenly(DifferentialFunction op) {
    int[] crops = Attributes.constant(op.arg(1)).orElse(new int[0]);
    return crops.length != 4 || crops[0] != crops[2] || crops[1] != crops[3];
  }

  private static boolean hasOtherFormat(DifferentialFunction op) {
    int[] arguments = Attributes.integers(op);
    return arguments.length > 10 && arguments[10] != 0;
  }

  /** Whether the configuration, which the gradient is made of, is not that of the arguments. */
  private static boolean lostConfiguration(DifferentialFunction op) {
    Map<String, Object> configuration = op.propertiesForFunction();
    int[] arguments = Attributes.integers(op);
    for (int i = 0; i < CONFIGURATION.size(); i++) {
      Object value = configuration.get(CONFIGURATION.get(i));
      if (!(value instanceof Number) || ((Number) value).intValue() != arguments[i]) {
        return true;
      }
    }
    return false;
  }

  private static boolean lostFormat(DifferentialFunction deconvolution) {
    boolean channelsFirst = Attributes.integers(deconvolution)[13] == 0;
    Object format = deconvolution.propertiesForFunction().get("dataFormat");
    return channelsFirst != DeConv3DConfig.NCDHW.equals(format);
  }

  private static boolean isOnlyAdded(DifferentialFunction op) {
    SameDiff sd = op.getSameDiff();
    for (String output : op.outputVariablesNames()) {
      List<String> readers = sd.getVariables().get(output).getInputsForOp();
      for (String reader : readers == null ? List.<String>of() : readers) {
        DifferentialFunction next = sd.getOps().get(reader).getOp();
        if (!SUMS.contains(next.opName()) || !isOnlyAdded(next)) {
          return false;
        }
      }
    }
    return true;
  }

  private static boolean labelsDiffer(DifferentialFunction loss) {
    return loss.arg(2).dataType() != loss.arg(0).dataType();
  }

  private static boolean isImageSoftmax(DifferentialFunction op) {
    int[] axis = Attributes.integers(op);
    boolean channels = axis.length > 0 && (axis[0] == 1 || axis[0] == -3);
    return channels && isFloat(op) && rank(op.arg(0)) == 4;
  }

  private static boolean isFloat(DifferentialFunction op) {
    return op.arg(0).dataType() == DataType.FLOAT;
  }

  /** The rank of a variable, or -1 where the graph does not know it. */
  private static int rank(SDVariable x) {
    return x.getShape() == null ? -1 : x.getShape().length;
  }

  /** When an op is wrong, and what to say. */
  private static final class Defect {

    private final Predicate<DifferentialFunction> applies;
    private final String text;

    Defect(Predicate<DifferentialFunction> applies, String text) {
      this.applies = applies;
      this.text = text;
    }
  }
}
