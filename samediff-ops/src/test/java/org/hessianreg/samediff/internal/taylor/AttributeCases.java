package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.DeConv3D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.DepthwiseConv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.MaxPooling3D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.SConv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Upsampling2d;
import org.nd4j.linalg.api.ops.impl.reduce.custom.LogSumExp;
import org.nd4j.linalg.api.ops.impl.shape.Diag;
import org.nd4j.linalg.api.ops.impl.shape.ExpandDims;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.api.ops.impl.shape.Reshape;
import org.nd4j.linalg.api.ops.impl.shape.Split;
import org.nd4j.linalg.api.ops.impl.shape.Squeeze;
import org.nd4j.linalg.api.ops.impl.shape.StridedSlice;
import org.nd4j.linalg.api.ops.impl.shape.Tile;
import org.nd4j.linalg.api.ops.impl.shape.Transpose;
import org.nd4j.linalg.api.ops.impl.transforms.custom.BatchToSpace;
import org.nd4j.linalg.api.ops.impl.transforms.custom.CumSum;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SpaceToBatch;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Ops as an importer makes them: attributes are inputs or arguments, and the fields of ND4J's
 * classes are empty.
 */
final class AttributeCases {

  private AttributeCases() {}

  static List<RuleCase> all() {
    return Stream.of(orders(), shapes(), parts(), sums(), blocks(), layers())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  private static List<RuleCase> orders() {
    return List.of(
        rule("transpose by input", (sd, in) -> op(new Transpose(), in[0], ints(sd, 1, 2, 0)))
            .input(4, 3, 2)
            .wrongInSameDiff(),
        rule("transpose a cube by input", (sd, in) -> op(new Transpose(), in[0], ints(sd, 1, 2, 0)))
            .input(2, 2, 2)
            .wrongInSameDiff(),
        rule("transpose by its reverse", (sd, in) -> op(new Transpose(), in[0], ints(sd, 2, 1, 0)))
            .input(4, 3, 2),
        rule("transpose by fed input", (sd, in) -> op(new Transpose(), in[0], fed(sd)))
            .input(4, 3, 2)
            .placeholder("fed", Nd4j.createFromArray(1, 2, 0))
            .wrongInSameDiff(),
        rule("transpose by arguments", (sd, in) -> op(with(new Transpose(), 2, 0, 1), in[0]))
            .input(4, 3, 2)
            .wrongInSameDiff(),
        rule("permute by input", (sd, in) -> sd.permute(in[0], ints(sd, 1, 2, 0))).input(4, 3, 2),
        rule("permute by fed input", (sd, in) -> sd.permute(in[0], fed(sd)))
            .input(4, 3, 2)
            .placeholder("fed", Nd4j.createFromArray(1, 2, 0)));
  }

  private static List<RuleCase> shapes() {
    return List.of(
        rule("expandDims by input", (sd, in) -> op(new ExpandDims(), in[0], sd.constant(1)))
            .input(4, 3)
            .wrongInSameDiff(),
        rule("expandDims by last input", (sd, in) -> op(new ExpandDims(), in[0], ints(sd, -1)))
            .input(4, 3)
            .wrongInSameDiff(),
        rule("squeeze of all", (sd, in) -> op(new Squeeze(), in[0]))
            .input(4, 1, 3, 1)
            .wrongInSameDiff(),
        rule("squeeze of several", (sd, in) -> op(with(new Squeeze(), 1, 3), in[0]))
            .input(4, 1, 3, 1),
        rule("squeeze of several, descending", (sd, in) -> op(with(new Squeeze(), 3, 1), in[0]))
            .input(4, 1, 3, 1)
            .wrongInSameDiff(),
        rule("reshape by input", (sd, in) -> op(new Reshape(), in[0], ints(sd, 3, -1)))
            .input(4, 3)
            .fixedBatch(),
        rule("tile by fed input", (sd, in) -> op(new Tile(), in[0], fed(sd)))
            .input(2, 3)
            .placeholder("fed", Nd4j.createFromArray(2, 3)),
        rule("diag of a matrix", (sd, in) -> op(new Diag(), in[0]))
            .input(2, 3)
            .fixedBatch()
            .wrongInSameDiff());
  }

  private static List<RuleCase> parts() {
    return List.of(
        rule("split by first input", (sd, in) -> product(split(sd.constant(1), in[0])))
            .input(2, 4)
            .wrongInSameDiff(),
        rule("split by second input", (sd, in) -> product(split(in[0], ints(sd, 1))))
            .input(2, 4)
            .wrongInSameDiff(),
        rule(
                "gather by inputs",
                (sd, in) -> op(new Gather(), in[0], ints(sd, 1, 0, 1), ints(sd, 1)))
            .input(4, 3, 2)
            .wrongInSameDiff(),
        rule("gather by fed input", (sd, in) -> op(new Gather(), in[0], ints(sd, 1, 0), fed(sd)))
            .input(4, 3, 2)
            .placeholder("fed", Nd4j.scalar(1))
            .wrongInSameDiff(),
        rule("gather without a dimension", (sd, in) -> op(new Gather(), in[0], ints(sd, 1, 0, 1)))
            .input(4, 3)
            .wrongInSameDiff(),
        rule(
                "stridedSlice by inputs",
                (sd, in) ->
                    op(
                        with(new StridedSlice(), 1, 0, 0, 0, 2),
                        in[0],
                        ints(sd, 0, 1),
                        ints(sd, 2, 3),
                        ints(sd, 1, 1)))
            .input(4, 3));
  }

  private static List<RuleCase> sums() {
    return List.of(
        rule("cumsum by input", (sd, in) -> op(with(new CumSum(), 0, 0), in[0], sd.constant(1)))
            .input(4, 3)
            .wrongInSameDiff(),
        rule("cumsum by input from the end", (sd, in) -> op(cumulative(1, 1), in[0], ints(sd, 0)))
            .input(4, 3)
            .wrongInSameDiff(),
        rule("cumsum by fed input", (sd, in) -> op(cumulative(0, 1), in[0], fed(sd)))
            .input(4, 3)
            .placeholder("fed", Nd4j.scalar(1))
            .wrongInSameDiff(),
        rule("cumsum of all", (sd, in) -> op(cumulative(0, 0), in[0]))
            .input(4, 3)
            .wrongInSameDiff(),
        rule("logSumExp without arguments", (sd, in) -> op(new LogSumExp(), in[0])).input(4, 3),
        rule("logSumExp with a dimension only", (sd, in) -> op(with(new LogSumExp(), 1), in[0]))
            .input(4, 3)
            .wrongInSameDiff(),
        rule("subtract integers", (sd, in) -> in[0].sub(sd.getVariable("fed")))
            .input(2, 3)
            .placeholder("fed", Nd4j.createFromArray(new int[][] {{1, 0, 2}, {0, 3, 1}}))
            .fixedBatch()
            .wrongInSameDiff());
  }

  private static List<RuleCase> blocks() {
    int[] blocks = {2, 2};
    return List.of(
        rule(
                "batch to space, cropped unevenly",
                (sd, in) -> sd.cnn().batchToSpace(in[0], blocks, new int[] {1, 0}, 0, 1))
            .input(4, 2, 2, 1)
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "batch to space, cropped at two ends",
                (sd, in) -> sd.cnn().batchToSpace(in[0], blocks, new int[] {0, 1}, 1, 0))
            .input(8, 2, 2, 2)
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "batch to space, cropped all around",
                (sd, in) -> sd.cnn().batchToSpace(in[0], blocks, new int[] {1, 1}, 1, 1))
            .input(4, 2, 3, 2)
            .fixedBatch(),
        rule(
                "batch to space by inputs",
                (sd, in) -> op(with(new BatchToSpace(), 2), in[0], rows(sd)))
            .input(4, 2, 2, 1)
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "space to batch, padded",
                (sd, in) -> sd.cnn().spaceToBatch(in[0], blocks, new int[] {0, 0}, 0, 1))
            .input(2, 3, 3, 1)
            .fixedBatch(),
        rule(
                "space to batch by inputs",
                (sd, in) -> op(with(new SpaceToBatch(), 2), in[0], rows(sd)))
            .input(1, 3, 3, 1)
            .fixedBatch()
            .wrongInSameDiff());
  }

  private static List<RuleCase> layers() {
    return List.of(
        rule("linear", (sd, in) -> sd.nn().linear(in[0], in[1], in[2]))
            .input(4, 3)
            .input(3, 2)
            .input(2)
            .doubleOnly(),
        rule("reluLayer", (sd, in) -> sd.nn().reluLayer(in[0], in[1], in[2]))
            .input(4, 3)
            .input(3, 2)
            .input(2)
            .doubleOnly(),
        rule("prelu with a vector", (sd, in) -> sd.nn().prelu(in[0], in[1], 2, 3))
            .input(3, 2, 2, 2)
            .input(2),
        rule("mmul two vectors", (sd, in) -> sd.mmul(in[0], in[1]))
            .input(3)
            .input(3)
            .fixedBatch()
            .doubleOnly()
            .wrongInSameDiff(),
        rule(
                "mmul transposed matrix and vector",
                (sd, in) -> sd.mmul(in[0], sd.math().tanh(in[1]), true, false, false))
            .input(3, 2)
            .input(3)
            .fixedShapesOnly()
            .wrongInSameDiff(),
        rule(
                "mmul vector and transposed matrix",
                (sd, in) -> sd.mmul(in[0], sd.math().tanh(in[1]), false, true, false))
            .input(3)
            .input(2, 3)
            .fixedShapesOnly()
            .wrongInSameDiff(),
        imported("conv2d", 2, 2, 1, 1, 0, 0, 1, 1, 1, 1, 0).input(2, 3, 3, 2).input(2, 2, 2, 2),
        imported("conv2d without formats", 2, 2, 1, 1, 0, 0, 1, 1, 0)
            .input(2, 2, 3, 3)
            .input(2, 2, 2, 2),
        imported("conv2d with stride", 2, 2, 2, 1, 0, 0, 1, 1, 0, 1)
            .input(2, 4, 3, 2)
            .input(2, 2, 2, 3),
        imported("conv2d without a kernel", -1, -1, 1, 1, 0, 0, 1, 1, 1, 1, 0)
            .input(2, 3, 3, 2)
            .input(2, 2, 2, 2)
            .fixedShapesOnly(),
        rule(
                "separable by arguments",
                (sd, in) -> op(with(new SConv2D(), 2, 2, 1, 1, 0, 0, 1, 1, 0, 1), in))
            .input(3, 3, 3, 2)
            .input(2, 2, 2, 2)
            .input(1, 1, 4, 3)
            .wrongInSameDiff(),
        rule("deconv3d by arguments", (sd, in) -> op(deconv3d(), in))
            .input(4, 2, 2, 3, 2)
            .input(2, 2, 1, 3, 2),
        rule(
                "deconv3d configured from arguments",
                (sd, in) -> {
                  DynamicCustomOp op = deconv3d();
                  op.configureFromArguments();
                  return op(op, in);
                })
            .input(4, 2, 2, 3, 2)
            .input(2, 2, 1, 3, 2)
            .wrongInSameDiff(),
        rule(
                "max pooling 3d by arguments",
                (sd, in) ->
                    op(with(new MaxPooling3D(), 2, 2, 3, 1, 2, 1, 0, 0, 0, 1, 1, 1, 1, 0, 1), in))
            .input(2, 3, 2, 3, 2)
            .distinctMagnitudes(),
        rule("upsampling 2d by arguments", (sd, in) -> op(with(new Upsampling2d(), 2, 3, 1), in))
            .input(2, 2, 3, 2),
        rule(
                "depthwise by arguments, weights first",
                (sd, in) -> op(depthwise(2, 2, 1, 1, 0, 0, 1, 1, 0, 0, 1), in[0], in[1]))
            .input(2, 2, 3, 3)
            .input(1, 2, 2, 2)
            .wrongInSameDiff());
  }

  private static RuleCase imported(String name, int... arguments) {
    return rule(name + " by arguments", (sd, in) -> op(with(new Conv2D(), arguments), in))
        .fixedBatch()
        .wrongInSameDiff();
  }

  private static DynamicCustomOp deconv3d() {
    return with(new DeConv3D(), 2, 2, 1, 1, 2, 1, 0, 0, 0, 1, 1, 1, 0, 0);
  }

  private static DynamicCustomOp depthwise(int... arguments) {
    return with(new DepthwiseConv2D(), arguments);
  }

  private static DynamicCustomOp cumulative(int exclusive, int reverse) {
    return with(new CumSum(), exclusive, reverse);
  }

  private static SDVariable[] split(SDVariable... inputs) {
    Split split = new Split();
    split.addIArgument(2);
    split.setPropertiesForFunction(Map.of("numSplit", 2));
    return OpReapplication.append(inputs[0].getSameDiff(), split, inputs);
  }

  private static DynamicCustomOp with(DynamicCustomOp op, int... arguments) {
    op.addIArgument(arguments);
    return op;
  }

  private static SDVariable op(DynamicCustomOp op, SDVariable... inputs) {
    return OpReapplication.append(inputs[0].getSameDiff(), op, inputs)[0];
  }

  private static SDVariable product(SDVariable... parts) {
    return parts[0].mul(parts[1]);
  }

  private static SDVariable ints(SameDiff sd, int... values) {
    return sd.constant(Nd4j.createFromArray(values));
  }

  /** One row above and one column behind. */
  private static SDVariable rows(SameDiff sd) {
    INDArray numbers = Nd4j.createFromArray(new int[][] {{1, 0}, {0, 1}});
    return sd.constant(numbers);
  }

  /** Made from what is fed: the graph does not know its contents, nor the shapes that follow. */
  private static SDVariable fed(SameDiff sd) {
    return sd.getVariable("fed").add(0.0);
  }
}
