package org.hessianreg.samediff.internal.taylor;

import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.calculus.CrossEntropy;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.impl.loss.BaseLoss;

/**
 * The mathematics of SameDiff's loss ops: the loss {@code E} of each example or element before its
 * {@link LossReduction}. Predictions {@code p} (or logits {@code z}) and labels {@code t} may both
 * change.
 */
final class LossRules {

  private static final Set<String> OTHER_LOSSES =
      Set.of(
          "sparse_softmax_cross_entropy_loss_with_logits",
          "softmax_cross_entropy_loss_with_logits",
          "l2_loss");

  private static final int PREDICTIONS = 0;
  private static final int LABELS = 2;

  private LossRules() {}

  static boolean isLoss(DifferentialFunction op) {
    return op instanceof BaseLoss || OTHER_LOSSES.contains(op.opName());
  }

  /**
   * {@code E = −Σ_c t·ln softmax(z)}, the labels smoothed towards {@code 1 / classes}. They may be
   * of another type than the logits.
   */
  static Jet softmaxCrossEntropy(OpCall c) {
    JetAlgebra a = c.algebra();
    SameDiff sd = a.graph();
    DataType type = c.y().dataType();
    Jet given = c.input(LABELS);
    boolean same = given.value().dataType() == type;
    Jet labels = same ? given : a.linear(v -> v.castTo(type), given);
    double smoothing = c.doubleArgument(0);
    if (smoothing != 0.0) {
      if (shape(c).map(sizes -> sizes.length).orElse(2) < 2) {
        throw c.unsupported(
            "its labels are smoothed, for which ND4J needs at least two dimensions");
      }
      // Not the last dimension: this is the one that ND4J takes.
      SDVariable classes = sd.sizeAt(labels.value(), 1).castTo(type);
      labels = smoothed(a, labels, smoothing, sd.math().reciprocal(classes).mul(smoothing));
    }
    Jet losses = crossEntropy(a, labels, c.input(PREDICTIONS));
    return LossReduction.ofRows(
        c, losses, shape(c).map(sizes -> Arrays.copyOf(sizes, sizes.length - 1)));
  }

  /** {@code E = −ln softmax(z)_t}; labels are class numbers and come first. */
  static Jet sparseSoftmaxCrossEntropy(OpCall c) {
    SameDiff sd = c.algebra().graph();
    Jet logits = c.input(1);
    SDVariable labels = c.x();
    SDVariable classes =
        sd.range(
            sd.constant(0),
            sd.sizeAt(logits.value(), -1).castTo(labels.dataType()),
            sd.constant(1),
            labels.dataType());
    SDVariable hot = classes.eq(sd.expandDims(labels, -1)).castTo(c.y().dataType());
    Jet losses = crossEntropy(c.algebra(), c.algebra().constant(hot), logits);
    return Jet.of(c.y(), losses.tangents(), losses.second());
  }

  /** {@code E = −Σ_c t·ln softmax(z)} along any dimension, neither reduced nor weighted. */
  static Jet crossEntropyOfEachRow(OpCall c) {
    JetAlgebra a = c.algebra();
    int[] arguments = c.integerArguments();
    CrossEntropy cross = new CrossEntropy(c.x(), arguments.length > 0 ? arguments[0] : -1);
    SDVariable y = cross.softmax();
    Jet log = Activations.logSoftmax(a, cross.logSoftmax(), y, c.input(0), cross.classes());
    return a.linear(c.y(), v -> v.sum(cross.classes()).neg(), a.mul(c.input(1), log));
  }

  private static Jet crossEntropy(JetAlgebra a, Jet labels, Jet logits) {
    SameDiff sd = a.graph();
    SDVariable y = sd.nn().softmax(logits.value(), -1);
    SDVariable value = sd.nn().logSoftmax(logits.value());
    Jet log = Activations.logSoftmax(a, value, y, logits, -1);
    return a.linear(v -> v.sum(-1).neg(), a.mul(labels, log));
  }

  /** {@code E = ln(1 + exp z) − t·z}, the labels smoothed towards a half. */
  static Jet sigmoidCrossEntropy(OpCall c) {
    JetAlgebra a = c.algebra();
    SameDiff sd = a.graph();
    Jet z = c.input(PREDICTIONS);
    Jet labels = c.input(LABELS);
    double smoothing = c.doubleArgument(0);
    if (smoothing != 0.0) {
      labels = smoothed(a, labels, smoothing, a.number(0.5 * smoothing, z.value()));
    }
    SDVariable s = sd.nn().sigmoid(z.value());
    Jet softplus = a.elementwise(sd.nn().softplus(z.value()), s, () -> s.mul(s.rsub(1.0)), z);
    return LossReduction.of(c, shape(c)).apply(a.sub(softplus, a.mul(labels, z)));
  }

  /** {@code (1 − s)·t + shift}. */
  private static Jet smoothed(JetAlgebra a, Jet labels, double s, SDVariable shift) {
    return a.linear(labels.value().mul(1.0 - s).add(shift), v -> v.mul(1.0 - s), labels);
  }

  /** {@code E = (p − t)²}. */
  static Jet meanSquaredError(OpCall c) {
    return LossReduction.of(c, shape(c)).apply(c.algebra().square(error(c)));
  }

  /** {@code E = |p − t|}. */
  static Jet absoluteDifference(OpCall c) {
    Jet e = error(c);
    SDVariable sign = c.algebra().graph().math().sign(e.value());
    SDVariable value = c.algebra().graph().math().abs(e.value());
    return LossReduction.of(c, shape(c)).apply(c.algebra().elementwise(value, sign, null, e));
  }

  /** {@code E = e²/2} for {@code e = |p − t| ≤ δ}, {@code δ·(e − δ/2)} beyond. */
  static Jet huber(OpCall c) {
    SameDiff sd = c.algebra().graph();
    double delta = c.doubleArgument(0);
    Jet e = error(c);
    SDVariable slope = sd.math().clipByValue(e.value(), -delta, delta);
    SDVariable value = slope.mul(e.value().sub(slope.mul(0.5)));
    SDVariable quadratic = sd.math().abs(e.value()).lte(delta).castTo(slope.dataType());
    return LossReduction.of(c, shape(c))
        .apply(c.algebra().elementwise(value, slope, () -> quadratic, e));
  }

  private static Jet error(OpCall c) {
    return c.algebra().sub(c.input(PREDICTIONS), c.input(LABELS));
  }

  /** {@code E = −t·ln(p + ε) − (1 − t)·ln(1 − p + ε)}. */
  static Jet logLoss(OpCall c) {
    JetAlgebra a = c.algebra();
    double epsilon = c.doubleArgument(0);
    Jet p = c.input(PREDICTIONS);
    Jet high = a.linear(c.x().add(epsilon), v -> v, p);
    Jet low = a.linear(c.x().rsub(1.0 + epsilon), SDVariable::neg, p);
    Jet yes = a.log(epsilon > 0 ? high : a.awayFromZero(high));
    Jet no = a.log(epsilon > 0 ? low : a.awayFromZero(low));
    Jet likelihood = a.add(a.mul(c.input(LABELS), a.sub(yes, no)), no);
    return LossReduction.of(c, shape(c)).apply(a.linear(SDVariable::neg, likelihood));
  }

  /** {@code E = 1 − Σ p·t} over one dimension, which stays as one. */
  static Jet cosineDistance(OpCall c) {
    JetAlgebra a = c.algebra();
    int dimension = (int) c.integerArgument(1);
    Jet product = a.mul(c.input(PREDICTIONS), c.input(LABELS));
    return LossReduction.of(c, shape(c).map(sizes -> with(sizes, dimension, 1)))
        .apply(a.linear(SDVariable::neg, a.sumKeep(product, dimension)));
  }

  /** {@code E = max(0, 1 − (2t − 1)·p)}. */
  static Jet hinge(OpCall c) {
    JetAlgebra a = c.algebra();
    Jet labels = c.input(LABELS);
    Jet signs = a.linear(labels.value().mul(2.0).sub(1.0), v -> v.mul(2.0), labels);
    Jet margin = a.mul(signs, c.input(PREDICTIONS));
    SDVariable rest = margin.value().rsub(1.0);
    SDVariable value = a.graph().nn().relu(rest, 0);
    SDVariable slope = Elementary.above(rest, 0.0).neg();
    return LossReduction.of(c, shape(c)).apply(a.elementwise(value, slope, null, margin));
  }

  /** {@code E = exp p − p·t}, plus Stirling's approximation of {@code ln t!} if it is asked for. */
  static Jet logPoisson(OpCall c) {
    boolean full = ((CustomOp) c.op()).numIArguments() > 1 && c.integerArgument(1) != 0;
    if (full) {
      c.requireConstant(LABELS, "label");
    }
    JetAlgebra a = c.algebra();
    Jet p = c.input(PREDICTIONS);
    return LossReduction.of(c, shape(c)).apply(a.sub(a.exp(p), a.mul(p, c.input(LABELS))));
  }

  /** {@code Σ x² / 2}. */
  static Jet l2(OpCall c) {
    return c.algebra().linear(c.y(), v -> v.sum().mul(0.5), c.algebra().square(c.input(0)));
  }

  /**
   * {@code E = 4/(n − 1) · (Σ e² − (Σ e)²/n)} with {@code e = p − t} over the {@code N} elements of
   * an example. For matrices {@code n = N}, and this is twice the mean of {@code (e_i − e_j)²} over
   * pairs; for higher ranks ND4J takes the size of the second dimension for {@code n}. With the
   * mean {@code m} it is {@code 4/(n − 1) · (Σ (e − m)² + N·(1 − N/n)·m²)}.
   */
  static Jet meanPairwiseSquaredError(OpCall c) {
    JetAlgebra a = c.algebra();
    SameDiff sd = a.graph();
    DataType type = c.y().dataType();
    SDVariable shape = sd.stack(0, sd.sizeAt(c.x(), 0), sd.constant(-1L));
    Jet e = a.linear(v -> v.reshape(shape), error(c));
    SDVariable n = sd.sizeAt(c.x(), 1).castTo(type);
    SDVariable factor = sd.math().reciprocal(n.sub(1.0)).mul(4.0);
    Jet mean = a.linear(v -> v.mean(true, 1), e);
    Jet squares = a.linear(v -> v.sum(1), a.square(a.sub(e, mean)));
    if (shape(c).map(sizes -> sizes.length).orElse(0) != 2) {
      SDVariable count = sd.sizeAt(e.value(), 1).castTo(type);
      SDVariable rest = count.mul(count.mul(sd.math().reciprocal(n)).rsub(1.0));
      squares = a.add(squares, a.linear(v -> v.reshape(-1).mul(rest), a.square(mean)));
    }
    Jet losses = a.linear(v -> v.mul(factor), squares);
    return LossReduction.ofExamples(c, losses, shape(c).map(LossRules::ofExamples));
  }

  /** One loss for each example, in ones for the other dimensions. */
  private static long[] ofExamples(long... sizes) {
    long[] losses = sizes.clone();
    Arrays.fill(losses, 1, losses.length, 1);
    return losses;
  }

  private static long[] with(long[] sizes, int dimension, long size) {
    if (dimension >= sizes.length) {
      return sizes;
    }
    long[] changed = sizes.clone();
    changed[dimension < 0 ? sizes.length + dimension : dimension] = size;
    return changed;
  }

  /** The shape of predictions and labels, as far as one of them shows. */
  private static Optional<long[]> shape(OpCall c) {
    return Stream.of(PREDICTIONS, LABELS)
        .map(input -> c.input(input).value().getShape())
        .filter(Objects::nonNull)
        .findFirst();
  }
}
