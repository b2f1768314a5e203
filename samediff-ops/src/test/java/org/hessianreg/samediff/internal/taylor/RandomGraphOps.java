package org.hessianreg.samediff.internal.taylor;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.ops.SDMath;
import org.nd4j.autodiff.samediff.ops.SDNN;
import org.nd4j.enums.DataFormat;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.reduce.custom.LogSumExp;
import org.nd4j.linalg.api.ops.impl.transforms.custom.ThresholdRelu;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What random graphs are made of: functions of one or two matrices of one shape, of parameters, and
 * of a number drawn by chance, with a matrix of that shape again. Magnitudes stay moderate, and
 * inputs stay away from where a derivative is infinite.
 */
final class RandomGraphOps {

  /** A step of a graph. */
  interface Function {
    SDVariable of(Operands o);
  }

  /** What a step reads. Matrices have the shape [batch, columns]; the batch may be unknown. */
  static final class Operands {
    final SameDiff sd;
    final SDVariable a;
    final SDVariable b;
    final SDVariable weights;
    final SDVariable vector;
    final SDVariable row;
    final SDVariable number;
    final int columns;
    final int choice;

    /**
     * Creates operands.
     *
     * @param a a matrix
     * @param b a matrix
     * @param shared the parameters, which any step may read: [columns, columns], [columns], [1,
     *     columns] and a number
     * @param choice a number of 0 to 5
     */
    Operands(SDVariable a, SDVariable b, List<SDVariable> shared, int columns, int choice) {
      this.sd = a.getSameDiff();
      this.a = a;
      this.b = b;
      this.weights = shared.get(0);
      this.vector = shared.get(1);
      this.row = shared.get(2);
      this.number = shared.get(3);
      this.columns = columns;
      this.choice = choice;
    }

    SDMath math() {
      return sd.math();
    }

    SDNN nn() {
      return sd.nn();
    }

    /** One of the columns. */
    int column() {
      return choice % columns;
    }

    SDVariable ints(int... values) {
      return sd.constant(Nd4j.createFromArray(values));
    }

    /** A matrix whose elements are in (−1, 1). */
    SDVariable small() {
      return math().tanh(a);
    }

    /** A matrix whose elements are at least a half. */
    SDVariable positive() {
      return math().square(a).add(0.5);
    }

    /** Both matrices side by side. ND4J's session cannot reduce a dimension of 1 of a matrix. */
    SDVariable wide() {
      return sd.concat(1, small(), math().tanh(b));
    }

    /** Both matrices one above the other. */
    SDVariable tall() {
      return sd.concat(0, small(), math().tanh(b));
    }

    /** Rows whose elements are far apart, and from those of {@link #wide}. */
    SDVariable spread() {
      return sd.concat(1, small().add(2.5), math().tanh(b).add(5.0)).mul(0.3);
    }

    /** A matrix times the weights. */
    SDVariable product() {
      return a.mmul(weights).mul(0.7);
    }
  }

  /** The steps by name. */
  static final Map<String, Function> TABLE = table();

  private RandomGraphOps() {}

  private static Map<String, Function> table() {
    Map<String, Function> all = new LinkedHashMap<>();
    products(all);
    functions(all);
    activations(all);
    pairs(all);
    reductions(all);
    rearrangements(all);
    rows(all);
    layers(all);
    return Collections.unmodifiableMap(all);
  }

  private static void products(Map<String, Function> all) {
    all.put("dense", o -> o.math().tanh(o.a.mmul(o.weights).add(o.vector)));
    all.put("mmul bT", o -> o.sd.mmul(o.small(), o.weights, false, true, false));
    all.put(
        "attention",
        o -> o.nn().softmax(o.sd.mmul(o.a, o.b, false, true, false), 1).mmul(o.small()));
    all.put("batched", o -> batched(o).reshape(-1, o.columns));
    all.put("dot", o -> o.a.mul(o.sd.expandDims(o.sd.dot(o.small(), o.math().tanh(o.b), 1), 1)));
  }

  /** Each row times the weights. */
  private static SDVariable batched(Operands o) {
    SDVariable ones = o.sd.onesLike(o.wide()).max(true, 1).reshape(-1, 1, 1);
    SDVariable weights = ones.mul(o.weights.reshape(1, o.columns, o.columns));
    return o.small().reshape(-1, 1, o.columns).mmul(weights);
  }

  private static void functions(Map<String, Function> all) {
    all.put("sin", o -> o.math().sin(o.product()));
    all.put("cos", o -> o.math().cos(o.a));
    all.put("tan", o -> o.math().tan(o.small().mul(0.8)));
    all.put("asin", o -> o.math().asin(o.small().mul(0.8)));
    all.put("acos", o -> o.math().acos(o.small().mul(0.8)));
    all.put("atan", o -> o.math().atan(o.a));
    all.put("sinh", o -> o.math().sinh(o.small()));
    all.put("cosh", o -> o.math().cosh(o.small()));
    all.put("asinh", o -> o.math().asinh(o.product()));
    all.put("acosh", o -> o.math().acosh(o.positive().add(1.0)));
    all.put("atanh", o -> o.math().atanh(o.small().mul(0.7)));
    all.put("exp", o -> o.math().exp(o.small()));
    all.put("expm1", o -> o.math().expm1(o.small()));
    all.put("log", o -> o.math().log(o.positive()));
    all.put("log1p", o -> o.math().log1p(o.math().square(o.a)));
    all.put("log_x", o -> o.math().log(o.positive(), 3.0));
    all.put("sqrt", o -> o.math().sqrt(o.positive()));
    all.put("rsqrt", o -> o.math().rsqrt(o.positive()));
    all.put("reciprocal", o -> o.math().reciprocal(o.positive()));
    all.put("cube", o -> o.math().cube(o.small()));
    all.put("erf", o -> o.math().erf(o.product()));
    all.put("erfc", o -> o.math().erfc(o.a));
    all.put("pow", o -> o.positive().pow(0.5 + 0.5 * o.choice));
    all.put("Pow", o -> o.math().pow(o.positive(), o.small()));
    all.put("abs", o -> o.math().abs(o.a));
    all.put("sign", o -> o.a.add(o.math().sign(o.b)));
    all.put("floor", o -> o.a.sub(o.math().floor(o.a)));
    all.put("ceil round", o -> o.math().ceil(o.b).sub(o.math().round(o.b)).add(o.a));
    all.put("floorMod", o -> o.math().floorMod(o.a, 1.3));
    all.put("scalars", o -> o.a.add(0.5).mul(0.7).sub(0.2).rsub(1.0).div(1.7));
    all.put("rdiv", o -> o.positive().rdiv(1.5));
    all.put("cast", o -> o.a.castTo(DataType.DOUBLE).castTo(o.a.dataType()));
  }

  private static void activations(Map<String, Function> all) {
    all.put("sigmoid", o -> o.nn().sigmoid(o.product().add(o.row)));
    all.put("logSigmoid", o -> o.nn().logSigmoid(o.a));
    all.put("softplus", o -> o.nn().softplus(o.a));
    all.put("softsign", o -> o.nn().softsign(o.a));
    all.put("swish", o -> o.nn().swish(o.product()));
    all.put("gelu", o -> o.nn().gelu(o.a));
    all.put("preciseGelu", o -> o.nn().preciseGelu(o.a));
    all.put("elu", o -> o.nn().elu(o.a));
    all.put("selu", o -> o.nn().selu(o.a));
    all.put("relu", o -> o.nn().relu(o.product(), 0));
    all.put("relu6", o -> o.nn().relu6(o.a, 0));
    all.put("leakyRelu", o -> o.nn().leakyRelu(o.a, 0.1));
    all.put("prelu", o -> o.nn().prelu(o.a, o.math().tanh(o.number).reshape(1), 1));
    all.put("cRelu", o -> half(o, o.nn().cReLU(o.a)));
    all.put("thresholdRelu", o -> new ThresholdRelu(o.sd, o.a, 0.3).outputVariable());
    all.put("hardSigmoid", o -> o.nn().hardSigmoid(o.a));
    all.put("hardTanh", o -> o.nn().hardTanh(o.a));
    all.put("rationalTanh", o -> o.math().rationalTanh(o.a));
    all.put("rectifiedTanh", o -> o.math().rectifiedTanh(o.a));
    all.put("softmax", o -> o.nn().softmax(o.a, 1));
    all.put("logSoftmax", o -> o.math().tanh(o.nn().logSoftmax(o.a)));
  }

  /** Of a matrix with twice as many columns the middle ones. */
  private static SDVariable half(Operands o, SDVariable x) {
    return o.sd.gather(
        x, o.sd.constant(Nd4j.arange(o.columns).add(o.column()).castTo(DataType.INT32)), 1);
  }

  private static void pairs(Map<String, Function> all) {
    all.put("add", o -> o.a.add(o.b).mul(0.6));
    all.put("sub", o -> o.a.sub(o.b));
    all.put("rsub", o -> o.a.rsub(o.row));
    all.put("mul", o -> o.small().mul(o.b));
    all.put("mul number", o -> o.a.mul(o.number));
    all.put("div", o -> o.a.div(o.math().square(o.b).add(1.0)));
    all.put("div by number", o -> o.a.div(o.math().square(o.number).add(1.0)));
    all.put("rdiv pair", o -> o.math().square(o.b).add(1.0).rdiv(o.a));
    all.put("squaredDifference", o -> o.small().squaredDifference(o.math().tanh(o.b)));
    all.put("max", o -> o.math().max(o.a, o.b));
    all.put("min", o -> o.math().min(o.a, o.sd.onesLike(o.a).mul(o.row)));
    all.put("mergeAdd", o -> o.math().mergeAdd(o.a, o.b, o.small()).mul(0.5));
    all.put("mergeAvg", o -> o.math().mergeAvg(o.a, o.b));
    all.put("biasAdd", o -> o.nn().biasAdd(o.a, o.vector, false));
    all.put("clipByValue", o -> o.math().clipByValue(o.a, -0.8, 0.9));
    all.put("clipByNorm", o -> o.math().clipByNorm(o.a, 0.7, 1));
    all.put("scalar max min", o -> o.sd.scalarMin(o.sd.scalarMax(o.a, -0.6), 0.7));
  }

  private static void reductions(Map<String, Function> all) {
    all.put("minus mean", o -> o.a.sub(o.wide().mean(true, 1)));
    all.put("plus sum", o -> o.b.add(o.tall().sum(true, 0).mul(0.3)));
    all.put("minus max", o -> o.a.sub(o.wide().max(true, 1)));
    all.put("minus min", o -> o.a.sub(o.tall().min(true, 0)));
    all.put("amax", o -> o.a.mul(o.math().reduceAMax(o.wide(), true, 1)));
    all.put("amin", o -> o.b.sub(o.math().reduceAmin(o.wide(), true, 1)));
    all.put("asum", o -> o.small().mul(o.math().asum(o.wide(), true, 1)).mul(0.4));
    all.put("amean", o -> o.a.sub(o.math().reduceAmean(o.tall(), true, 0)));
    all.put("norm2", o -> o.a.mul(o.math().reciprocal(o.wide().norm2(true, 1).add(1.0))));
    all.put("norm1", o -> o.small().mul(o.tall().norm1(true, 0)).mul(0.3));
    all.put("normmax", o -> o.small().mul(o.wide().normmax(true, 1)));
    all.put("squaredNorm", o -> o.a.mul(o.sd.squaredNorm(o.wide(), true, 1).mul(0.4)));
    all.put("prod", o -> o.a.mul(o.sd.prod(o.wide().mul(0.5).add(1.0), true, 1).mul(0.2)));
    all.put("logSumExp", o -> o.a.sub(o.sd.expandDims(logSumExp(o), 1)));
    all.put("entropy", o -> o.a.mul(o.math().entropy(o.nn().softmax(o.wide(), 1), true, 1)));
    all.put("variance", o -> o.a.add(o.sd.variance(o.wide(), false, true, 1)));
    all.put("moments", o -> o.a.add(o.math().moments(o.wide(), new int[] {1}, true)[1]));
    all.put("std", o -> o.a.mul(o.sd.standardDeviation(o.spread(), true, true, 1)));
    all.put("euclidean", o -> o.a.mul(o.math().euclideanDistance(o.wide(), o.spread(), 1).mean()));
    all.put("manhattan", o -> o.a.mul(o.math().manhattanDistance(o.wide(), o.spread(), 1).mean()));
    all.put(
        "cosineSimilarity",
        o -> o.a.mul(o.math().cosineSimilarity(o.wide().add(1.5), o.spread(), 1).mean()));
    all.put(
        "cosineDistance",
        o -> o.a.add(o.math().cosineDistance(o.wide().add(1.5), o.spread(), 1).mean()));
    all.put("cumsum", o -> o.math().tanh(o.sd.cumsum(o.a, o.choice % 2 == 0, o.choice > 2, 1)));
  }

  private static SDVariable logSumExp(Operands o) {
    return new LogSumExp(o.sd, o.wide(), false, new int[] {1}).outputVariable();
  }

  private static void rearrangements(Map<String, Function> all) {
    all.put("transpose", o -> o.sd.transpose(o.math().sin(o.sd.transpose(o.a))));
    all.put("permute", o -> o.math().tanh(o.a.permute(1, 0)).permute(1, 0));
    all.put("reshape", o -> o.math().sin(o.a.reshape(-1)).reshape(o.sd.shape(o.a)));
    all.put("squeeze", o -> half(o, squeezed(o)));
    all.put("concat gather", o -> half(o, o.sd.concat(1, o.a, o.b)));
    all.put(
        "concat slice",
        o ->
            o.sd.stridedSlice(
                o.sd.concat(1, o.a, o.b),
                new long[] {0, o.column()},
                new long[] {0, o.column() + o.columns},
                new long[] {1, 1},
                1,
                1,
                0,
                0,
                0));
    all.put("stack", o -> o.sd.stack(1, o.a, o.b).mean(1));
    all.put("unstack", o -> product(o.sd.unstack(o.sd.stack(0, o.small(), o.b), 0, 2)));
    all.put("split", o -> product(o.sd.split(o.sd.concat(1, o.b, o.small()), 2, 1)));
    all.put(
        "slice",
        o -> o.sd.slice(o.sd.concat(1, o.a, o.b), new int[] {0, o.column()}, -1, o.columns));
    all.put(
        "spaceToDepth",
        o ->
            o.sd
                .cnn()
                .spaceToDepth(
                    o.sd.tile(o.wide(), 1, 2).reshape(-1, 1, 2 * o.columns, 2), 2, DataFormat.NCHW)
                .reshape(-1, 4, o.columns)
                .mean(1));
    all.put("tile", o -> half(o, o.sd.tile(o.a, 1, 2)));
    all.put("reverse", o -> o.sd.reverse(o.a, 1).add(o.b).mul(0.5));
    all.put("pad", o -> half(o, o.nn().pad(o.a, paddings(o), 0.3)));
    all.put("pad mirror", o -> half(o, o.nn().pad(o.a, paddings(o), PadMode.SYMMETRIC, 0.0)));
    all.put("identity", o -> o.sd.identity(o.a));
    all.put("diag", o -> o.a.mmul(o.math().diag(o.math().tanh(o.vector))));
    all.put("diagPart", o -> o.a.mul(o.math().diagPart(o.weights)));
    all.put("get", o -> o.a.mul(o.b.get(SDIndex.all(), SDIndex.interval(0, 1)).add(0.5)));
    all.put(
        "gather columns",
        o ->
            o.sd.gather(
                o.a,
                o.sd.constant(Nd4j.zeros(o.columns).add(o.column()).castTo(DataType.INT32)),
                1));
  }

  /** ND4J's expandDims leaves a matrix of one element as it is: there are two columns at least. */
  private static SDVariable squeezed(Operands o) {
    return o.sd.squeeze(o.math().cos(o.sd.expandDims(o.wide(), 1)), 1);
  }

  private static SDVariable paddings(Operands o) {
    int after = o.columns;
    return o.sd.constant(Nd4j.createFromArray(new int[][] {{0, 0}, {0, after}}));
  }

  private static SDVariable product(SDVariable... two) {
    return two[0].mul(two[1]);
  }

  /** Rows of the transposed matrix: how many there are is known. */
  private static void rows(Map<String, Function> all) {
    all.put(
        "segmentSum", o -> spread(o, o.sd.unsortedSegmentSum(rowsOf(o), o.ints(segments(o)), 2)));
    all.put(
        "segmentMean", o -> spread(o, o.sd.unsortedSegmentMean(rowsOf(o), o.ints(segments(o)), 2)));
    all.put(
        "segmentProd",
        o ->
            spread(o, o.sd.unsortedSegmentProd(rowsOf(o).add(1.7), o.ints(segments(o)), 2))
                .mul(0.4));
    all.put(
        "scatterAdd",
        o -> back(o, o.sd.scatterAdd(columns(o), o.ints(o.column(), o.column()), two(o))));
    all.put(
        "scatterMul",
        o ->
            back(o, o.sd.scatterMul(columns(o), o.ints(o.column(), o.column()), two(o).add(1.8)))
                .mul(0.5));
    all.put(
        "scatterDiv",
        o -> back(o, o.sd.scatterDiv(columns(o), o.ints(o.column(), o.column()), two(o).add(2.2))));
    all.put(
        "scatterMax",
        o -> back(o, o.sd.scatterMax(columns(o), o.ints(o.column(), o.column()), two(o))));
    all.put("gather rows", o -> back(o, o.sd.gather(columns(o), o.ints(ring(o)), 0)));
    all.put(
        "dynamicStitch",
        o ->
            half(
                o,
                back(
                    o,
                    o.sd.dynamicStitch(
                        new SDVariable[] {o.ints(both(o, 0)), o.ints(both(o, 1))},
                        columns(o),
                        o.sd.transpose(o.b)))));
  }

  private static SDVariable columns(Operands o) {
    return o.sd.transpose(o.small());
  }

  private static SDVariable back(Operands o, SDVariable x) {
    return o.sd.transpose(x);
  }

  /** Two rows of the other matrix, transposed. */
  private static SDVariable two(Operands o) {
    return o.sd.gather(o.sd.transpose(o.math().tanh(o.b)), o.ints(0, o.columns - 1), 0);
  }

  /** At least two rows: ND4J computes segments of one row wrongly. */
  private static SDVariable rowsOf(Operands o) {
    return o.sd.concat(0, columns(o), o.sd.transpose(o.math().tanh(o.b)));
  }

  private static int[] segments(Operands o) {
    int[] segments = new int[2 * o.columns];
    for (int i = 0; i < segments.length; i++) {
      segments[i] = (i + o.choice) % 2;
    }
    return segments;
  }

  /** All columns, or one twice. */
  private static int[] ring(Operands o) {
    int[] numbers = new int[o.columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = i * o.choice % o.columns;
    }
    return numbers;
  }

  private static int[] both(Operands o, int first) {
    int[] numbers = new int[o.columns];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = 2 * i + first;
    }
    return numbers;
  }

  /** What two segments have, added to a matrix with any number of columns. */
  private static SDVariable spread(Operands o, SDVariable two) {
    return o.math().tanh(o.b.add(o.sd.expandDims(two.sum(0), 1)));
  }

  private static void layers(Map<String, Function> all) {
    all.put(
        "layerNorm",
        o ->
            o.nn()
                .layerNorm(
                    o.sd.concat(1, o.a, o.b),
                    o.sd.concat(0, o.vector, o.vector),
                    o.sd.concat(0, o.vector, o.vector),
                    true,
                    1)
                .get(SDIndex.all(), SDIndex.interval(0, o.columns)));
    all.put(
        "standardize",
        o -> half(o, o.math().standardize(o.sd.concat(1, o.small(), o.small().add(1.5)), 1)));
    all.put(
        "conv2d",
        o ->
            pixels(
                o,
                o.sd
                    .cnn()
                    .conv2d(
                        image(o, o.a),
                        o.weights.reshape(1, 1, o.columns, o.columns),
                        o.vector,
                        Conv2DConfig.builder().kH(1).kW(1).build())));
    all.put(
        "conv1d",
        o ->
            o.sd.squeeze(
                o.sd
                    .cnn()
                    .conv1d(
                        o.small().reshape(-1, o.columns, 1),
                        o.weights.reshape(1, o.columns, o.columns),
                        o.vector,
                        Conv1DConfig.builder().k(1).s(1).paddingMode(PaddingMode.VALID).build()),
                2));
    all.put(
        "deconv2d",
        o ->
            pixels(
                o,
                o.sd
                    .cnn()
                    .deconv2d(
                        image(o, o.b),
                        o.weights.reshape(1, 1, o.columns, o.columns),
                        DeConv2DConfig.builder().kH(1).kW(1).sH(1).sW(1).build())));
    all.put(
        "im2col",
        o ->
            o.sd
                .cnn()
                .im2Col(column(o), Conv2DConfig.builder().kH(2).kW(1).sH(2).sW(1).build())
                .reshape(-1, 2, o.columns)
                .sum(1));
    all.put("maxPooling2d", o -> line(o, o.sd.cnn().maxPooling2d(column(o), pooling())));
    all.put("avgPooling2d", o -> line(o, o.sd.cnn().avgPooling2d(column(o), pooling())));
  }

  private static SDVariable image(Operands o, SDVariable x) {
    return o.math().tanh(x).reshape(-1, o.columns, 1, 1);
  }

  private static SDVariable pixels(Operands o, SDVariable x) {
    return x.reshape(-1, o.columns);
  }

  /** Both matrices one above the other, as an image with one channel. */
  private static SDVariable column(Operands o) {
    return o.sd.concat(1, o.a, o.b).reshape(-1, 1, 2 * o.columns, 1);
  }

  private static SDVariable line(Operands o, SDVariable x) {
    return x.reshape(-1, o.columns);
  }

  private static Pooling2DConfig pooling() {
    return Pooling2DConfig.builder().kH(2).kW(1).sH(2).sW(1).build();
  }
}
