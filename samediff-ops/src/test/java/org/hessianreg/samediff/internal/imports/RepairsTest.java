package org.hessianreg.samediff.internal.imports;

import static org.hessianreg.samediff.internal.imports.RepairCase.repair;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.custom.DivideNoNan;
import org.nd4j.linalg.api.ops.custom.FusedBatchNorm;
import org.nd4j.linalg.api.ops.custom.Roll;
import org.nd4j.linalg.api.ops.impl.controlflow.Select;
import org.nd4j.linalg.api.ops.impl.layers.convolution.BatchNorm;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv3D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.DepthwiseConv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Mean;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Norm1;
import org.nd4j.linalg.api.ops.impl.reduce.floating.Norm2;
import org.nd4j.linalg.api.ops.impl.reduce.floating.NormMax;
import org.nd4j.linalg.api.ops.impl.reduce.floating.SquaredNorm;
import org.nd4j.linalg.api.ops.impl.reduce.same.Max;
import org.nd4j.linalg.api.ops.impl.reduce.same.Min;
import org.nd4j.linalg.api.ops.impl.reduce.same.Prod;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.api.ops.impl.shape.Concat;
import org.nd4j.linalg.api.ops.impl.shape.ExpandDims;
import org.nd4j.linalg.api.ops.impl.shape.Flatten2D;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.api.ops.impl.shape.MergeSum;
import org.nd4j.linalg.api.ops.impl.shape.Split;
import org.nd4j.linalg.api.ops.impl.shape.Squeeze;
import org.nd4j.linalg.api.ops.impl.shape.StridedSlice;
import org.nd4j.linalg.api.ops.impl.shape.Transpose;
import org.nd4j.linalg.api.ops.impl.transforms.clip.ClipByValue;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Assign;
import org.nd4j.linalg.api.ops.impl.transforms.custom.BatchToSpaceND;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SpaceToBatchND;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;
import org.nd4j.linalg.factory.Nd4j;

/** Each repair by itself, on a small graph as an importer makes it. */
class RepairsTest {

  static List<RepairCase> repairs() {
    return Stream.of(
            bypasses(),
            products(),
            convolutions(),
            normalizations(),
            attributes(),
            reductions(),
            others())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  private static List<RepairCase> bypasses() {
    return List.of(
        repair("identity", "changes nothing", (sd, x, w) -> x.mmul(sd.identity(w))),
        repair(
                "cast",
                "type of its argument",
                (sd, x, w) -> x.gt(0.0).castTo(DataType.DOUBLE).mul(w))
            .weights(4),
        repair("cast to the same", "changes nothing", (sd, x, w) -> x.mmul(same(w))),
        repair("sum of one", "changes nothing", (sd, x, w) -> x.mmul(op(new MergeSum(), w))),
        repair("concat of one", "changes nothing", (sd, x, w) -> x.mmul(op(concat(), w))),
        repair("split in one", "one part", (sd, x, w) -> x.mmul(op(split(1, 0), w))),
        repair(
                "dropout",
                "left out, as in inference",
                (sd, x, w) -> new DropOutInverted(sd, x.mmul(w), 0.5).outputVariable())
            .notExecutable()
            .meaning((sd, x, w) -> x.mmul(w)),
        repair(
                "assign",
                "the value that is assigned",
                (sd, x, w) -> x.mmul(op(new Assign(), sd.placeHolder("v", DataType.DOUBLE, -1), w)))
            .notExecutable()
            .meaning((sd, x, w) -> x.mmul(w)));
  }

  private static SDVariable same(SDVariable w) {
    return w.castTo(DataType.DOUBLE);
  }

  private static DynamicCustomOp concat() {
    return with(new Concat(), 0);
  }

  private static List<RepairCase> products() {
    return List.of(
        repair("MatMul", "the importer makes 0", (sd, x, w) -> op(product(0.0, 1.0), x, w))
            .meaning((sd, x, w) -> x.mmul(w)),
        repair(
                "Gemm",
                "adds its third input",
                (sd, x, w) -> op(product(1.0, 1.0, 0, 0), x, w, row(sd)))
            .meaning((sd, x, w) -> x.mmul(w).add(row(sd))),
        repair(
                "Gemm with factors, transposed",
                "adds its third input",
                (sd, x, w) -> op(product(0.5, 2.0, 0, 1), x, w, row(sd)))
            .weights(3, 4)
            .meaning((sd, x, w) -> x.mmul(w.permute(1, 0)).mul(0.5).add(row(sd).mul(2.0))),
        repair(
                "Gemm without attributes",
                "adds its third input",
                (sd, x, w) -> op(product(0.0, 0.0), x, w, row(sd)))
            .meaning((sd, x, w) -> x.mmul(w).add(row(sd))),
        repair("sum without a summand", "it lacks", (sd, x, w) -> op(product(1.0, 1.0, 0, 0), x, w))
            .meaning((sd, x, w) -> x.mmul(w)),
        repair("scaled product", "factor afterwards", (sd, x, w) -> op(product(0.5, 0.0), x, w)));
  }

  private static SDVariable row(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(0.3, -0.2, 0.7));
  }

  private static DynamicCustomOp product(double alpha, double beta, int... transposes) {
    Mmul op = new Mmul();
    op.addTArgument(alpha, beta);
    op.addIArgument(transposes);
    return op;
  }

  private static List<RepairCase> convolutions() {
    Conv2DConfig last = Conv2DConfig.builder().kH(2).kW(2).dataFormat("NHWC").build();
    return List.of(
        repair(
                "conv2d without a kernel",
                "configuration of its arguments",
                (sd, x, w) -> op(with(new Conv2D(), -1, -1, 1, 1, 0, 0, 1, 1, 0, 1, 0), x, w))
            .data(1, 3, 3, 2)
            .weights(2, 2, 2, 3)
            .meaning((sd, x, w) -> sd.cnn().conv2d(x, w, last)),
        repair(
                "conv2d with weights of another format",
                "configuration of its arguments",
                (sd, x, w) -> op(with(new Conv2D(), 2, 2, 1, 1, 0, 0, 1, 1, 0, 1, 1), x, w))
            .data(1, 3, 3, 2)
            .weights(3, 2, 2, 2)
            .meaning((sd, x, w) -> sd.cnn().conv2d(x, w.permute(2, 3, 1, 0), last)),
        repair(
                "depthwise without a kernel",
                "configuration of its arguments",
                (sd, x, w) ->
                    op(with(new DepthwiseConv2D(), -1, -1, 1, 1, 0, 0, 1, 1, 0, 1, 0), x, w))
            .data(1, 3, 3, 2)
            .weights(2, 2, 2, 1)
            .meaning((sd, x, w) -> sd.cnn().depthWiseConv2d(x, w, last)),
        repair(
                "conv3d by arguments",
                "configuration of its arguments",
                (sd, x, w) ->
                    op(with(new Conv3D(), 2, 2, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 0, 1, 0), x, w))
            .data(1, 2, 3, 2, 2)
            .weights(2, 2, 1, 2, 2));
  }

  private static List<RepairCase> normalizations() {
    return List.of(
        repair(
                "batchnorm along channels",
                "written with sub, mul, rsqrt",
                (sd, x, w) -> batchNorm(sd, x, w, 1, 1, 1))
            .data(1, 2, 3, 3)
            .weights(2),
        repair(
                "batchnorm without an axis",
                "written with sub, mul, rsqrt",
                (sd, x, w) -> batchNorm(sd, x, w, 1, 1))
            .data(1, 3, 2)
            .weights(2),
        repair(
                "fused, of given statistics",
                "written with sub, mul, rsqrt",
                (sd, x, w) -> op(fused(0, 0), x, w, half(sd), half(sd), one(sd)))
            .data(1, 3, 3, 2)
            .weights(2)
            .meaning((sd, x, w) -> normalized(sd, x, half(sd), one(sd), w)),
        repair(
                "fused, channels second",
                "written with sub, mul, rsqrt",
                (sd, x, w) -> op(fused(1, 0), x, w, half(sd), half(sd), one(sd)))
            .data(1, 2, 3, 3)
            .weights(2)
            .meaning(
                (sd, x, w) ->
                    normalized(sd, x.permute(0, 2, 3, 1), half(sd), one(sd), w)
                        .permute(0, 3, 1, 2)),
        repair(
                "fused, of the minibatch's statistics",
                "written with sub, mul, rsqrt",
                (sd, x, w) -> op(fused(0, 1), x, w, half(sd)))
            .data(1, 3, 3, 2)
            .weights(2)
            .meaning(RepairsTest::standardized));
  }

  private static SDVariable standardized(SameDiff sd, SDVariable x, SDVariable w) {
    SDVariable mean = x.mean(true, 0, 1, 2);
    SDVariable variance = sd.math().square(x).mean(true, 0, 1, 2).sub(sd.math().square(mean));
    return normalized(sd, x, mean, variance, w);
  }

  /** ND4J reads the number that is added to the variance as a FLOAT. */
  private static SDVariable normalized(
      SameDiff sd, SDVariable x, SDVariable mean, SDVariable variance, SDVariable scale) {
    SDVariable deviation = sd.math().sqrt(variance.add((float) 0.01));
    return x.sub(mean).div(deviation).mul(scale).add(half(sd));
  }

  private static SDVariable batchNorm(SameDiff sd, SDVariable x, SDVariable w, int... arguments) {
    BatchNorm op = new BatchNorm();
    op.addIArgument(arguments);
    op.addTArgument(0.01);
    return op(op, x, half(sd), one(sd), w, half(sd));
  }

  private static DynamicCustomOp fused(int channelsSecond, int training) {
    FusedBatchNorm op = new FusedBatchNorm();
    op.addIArgument(channelsSecond, training);
    op.addTArgument(0.01);
    op.addDArgument(DataType.DOUBLE);
    return op;
  }

  private static SDVariable half(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(0.5, -0.5));
  }

  private static SDVariable one(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(1.0, 2.0));
  }

  private static List<RepairCase> attributes() {
    return List.of(
        repair(
            "clip",
            "bounds as numbers",
            (sd, x, w) -> op(new ClipByValue(), x.mmul(w), number(sd, -0.4), number(sd, 0.6))),
        repair(
                "transpose",
                "permutation as numbers",
                (sd, x, w) -> op(new Transpose(), x.mul(w), ints(sd, 1, 2, 0)))
            .data(1, 2, 3)
            .weights(2, 3)
            .meaning((sd, x, w) -> x.mul(w).permute(1, 2, 0)),
        repair(
            "expandDims",
            "dimension as a number",
            (sd, x, w) -> op(new ExpandDims(), x.mmul(w), sd.constant(-1))),
        repair("squeeze of all", "dimensions as numbers", (sd, x, w) -> op(new Squeeze(), x.mul(w)))
            .data(1, 1, 3, 1)
            .weights(3, 1)
            .meaning((sd, x, w) -> sd.squeeze(sd.squeeze(x.mul(w), 3), 1)),
        repair(
                "split with the dimension first",
                "dimension as a number",
                (sd, x, w) -> parts(sd.constant(-1), x.mmul(w)))
            .weights(4, 4),
        repair(
                "split with the dimension last",
                "dimension as a number",
                (sd, x, w) -> parts(x.mmul(w), ints(sd, 1)))
            .weights(4, 4),
        repair(
            "unstack",
            "number of parts",
            (sd, x, w) -> sd.unstack(x.mmul(w), 1, 3)[2].mul(sd.unstack(x.mmul(w), 1, 3)[0])),
        repair(
            "stridedSlice",
            "bounds as numbers",
            (sd, x, w) -> op(slice(), x.mmul(w), ints(sd, 0, 1), ints(sd, 9, 3), ints(sd, 1, 1))),
        repair(
            "quotient by a number",
            "divided by a number",
            (sd, x, w) -> x.mmul(w).div(number(sd, 3.0))),
        repair(
                "axes computed from constants",
                "computed from constants",
                (sd, x, w) ->
                    op(
                        new Transpose(),
                        x.mmul(w),
                        sd.range(sd.constant(1), sd.constant(-1), sd.constant(-1), DataType.INT32)))
            .weights(4, 3));
  }

  private static DynamicCustomOp slice() {
    StridedSlice op = with(new StridedSlice(), 1, 0, 1, 0, 0);
    op.addDArgument(DataType.DOUBLE);
    return op;
  }

  private static SDVariable parts(SDVariable... inputs) {
    Split split = with(new Split(), 2);
    split.setPropertiesForFunction(Map.of("numSplit", 2));
    SDVariable[] parts = OpReapplication.append(inputs[0].getSameDiff(), split, inputs);
    return parts[0].mul(parts[1]);
  }

  private static DynamicCustomOp split(int count, int dimension) {
    Split split = with(new Split(), count, dimension);
    split.setPropertiesForFunction(Map.of("numSplit", count, "splitDim", dimension));
    return split;
  }

  private static List<RepairCase> reductions() {
    return List.of(
        reduction("sum", Sum::new, 1, false),
        reduction("mean from the last", Mean::new, -1, true),
        reduction("max", Max::new, 1, false),
        reduction("min", Min::new, 0, false),
        reduction("prod", Prod::new, 1, true),
        reduction("norm1", Norm1::new, 1, false),
        reduction("norm2", Norm2::new, 1, true),
        reduction("normMax", NormMax::new, 1, false),
        repair(
            "sum of a number",
            "is of all dimensions",
            (sd, x, w) ->
                new Sum(sd, x.mmul(w).sum(), sd.constant(Nd4j.empty(DataType.INT32)), false)
                    .outputVariables()[0]),
        reduction("squared norm", SquaredNorm::new, 1, true));
  }

  /** Makes a reduction with its dimension as an input. */
  private interface Reducer {
    DifferentialFunction of(SameDiff sd, SDVariable x, SDVariable dimension, boolean keep);
  }

  private static RepairCase reduction(String name, Reducer reducer, int dimension, boolean keep) {
    return repair(
        name,
        "dimensions as numbers",
        (sd, x, w) -> reducer.of(sd, x.mmul(w), ints(sd, dimension), keep).outputVariables()[0]);
  }

  private static List<RepairCase> others() {
    return List.of(
        repair(
                "flatten",
                "is a reshape",
                (sd, x, w) -> new Flatten2D(sd, x, 1).outputVariable().mmul(w))
            .data(1, 2, 2)
            .weights(4, 3),
        repair(
                "flatten before the first",
                "is a reshape",
                (sd, x, w) -> new Flatten2D(sd, x.mmul(w), 0).outputVariable())
            .data(1, 4),
        repair(
                "logSoftmax of columns",
                "max, exp, sum and log",
                (sd, x, w) -> sd.nn().logSoftmax(x.mmul(w), 0))
            .meaning((sd, x, w) -> sd.math().log(sd.nn().softmax(x.mmul(w), 0))),
        repair(
                "logSoftmax of rows",
                "that of the last dimension",
                (sd, x, w) -> sd.nn().logSoftmax(x.mmul(w), -1))
            .meaning((sd, x, w) -> sd.math().log(sd.nn().softmax(x.mmul(w), 1))),
        repair(
            "divideNoNan",
            "a quotient times a mask",
            (sd, x, w) ->
                new DivideNoNan(sd, x.mmul(w), sd.math().exp(x.mmul(w))).outputVariable()),
        repair(
                "select",
                "mixed with a mask",
                (sd, x, w) -> op(new Select(), x.gt(0.0), x.mul(w), sd.math().tanh(x.mul(w))))
            .weights(4),
        repair(
                "where",
                "mixed with a mask",
                (sd, x, w) -> sd.where(sd.math().tanh(x.mul(w)), x.mul(w), x.gt(0.0)))
            .weights(4),
        repair(
            "roll",
            "two slices",
            (sd, x, w) -> op(new Roll(), x.mmul(w), ints(sd, 1), ints(sd, 1))),
        repair(
                "roll along the last dimension",
                "along the dimension that the file means",
                (sd, x, w) -> op(new Roll(), x.mmul(w), ints(sd, -2), ints(sd, -1)))
            .meaning((sd, x, w) -> op(new Roll(), x.mmul(w), ints(sd, 1), ints(sd, 1))));
  }

  static List<RepairCase> limits() {
    return List.of(
        repair(
            "clip by what is computed",
            "known only when it is computed",
            (sd, x, w) -> op(new ClipByValue(), x.mmul(w), x.min().sub(1.0), x.max().add(1.0))),
        repair(
                "transpose by what is computed",
                "known only when it is computed",
                (sd, x, w) -> op(new Transpose(), x.mmul(w), order(sd, x)))
            .weights(4, 3),
        repair(
            "select from what is not finite",
            "not finite",
            (sd, x, w) ->
                op(
                    new Select(),
                    x.mmul(w).gt(0.0),
                    x.mmul(w),
                    x.mmul(w).mul(0.0).sub(1.0).div(0.0))),
        repair(
            "roll along the minibatch",
            "no rule",
            (sd, x, w) -> op(new Roll(), x.mmul(w), ints(sd, 1), ints(sd, 0))),
        repair(
            "gather by a number",
            "gradient of gather",
            (sd, x, w) -> op(new Gather(), x.mmul(w), ints(sd, 2, 0), ints(sd, 1))));
  }

  /** 1, 0: computed from the size of the minibatch. */
  private static SDVariable order(SameDiff sd, SDVariable x) {
    SDVariable zero = sd.sizeAt(x, 0).mul(0.0).castTo(DataType.INT32);
    return sd.stack(0, zero.add(1), zero);
  }

  static List<RepairCase> blocks() {
    return List.of(
        repair(
                "space to batch",
                "written for images",
                (sd, x, w) -> op(new SpaceToBatchND(), x.mul(w), ints(sd, 2, 2), margins(sd)))
            .data(1, 3, 3, 2)
            .weights(2),
        repair(
                "batch to space",
                "written for images",
                (sd, x, w) -> op(new BatchToSpaceND(), x.mul(w), ints(sd, 2, 2), margins(sd)))
            .data(4, 2, 2, 2)
            .weights(2));
  }

  private static SDVariable margins(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(new int[][] {{0, 1}, {0, 1}}));
  }

  private static <T extends DynamicCustomOp> T with(T op, int... arguments) {
    op.addIArgument(arguments);
    return op;
  }

  private static SDVariable op(DifferentialFunction op, SDVariable... inputs) {
    return OpReapplication.append(inputs[0].getSameDiff(), op, inputs)[0];
  }

  private static SDVariable number(SameDiff sd, double value) {
    return sd.constant(Nd4j.scalar(value));
  }

  private static SDVariable ints(SameDiff sd, int... values) {
    INDArray array = Nd4j.createFromArray(values);
    return sd.constant(array);
  }

  @ParameterizedTest
  @MethodSource({"repairs", "blocks"})
  void aRepairKeepsTheMeaningAndTrains(RepairCase repair) {
    repair.check();
  }

  @ParameterizedTest
  @MethodSource("limits")
  void whatCannotBeMendedIsReported(RepairCase repair) {
    repair.checkThatItStays();
  }
}
