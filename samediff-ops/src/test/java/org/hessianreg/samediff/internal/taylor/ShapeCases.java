package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.DataFormat;
import org.nd4j.enums.PadMode;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Ops that move elements about. */
final class ShapeCases {

  private ShapeCases() {}

  static List<RuleCase> all() {
    return Stream.of(shapes(), matrices(), joins(), parts(), gathers(), copies())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  private static List<RuleCase> shapes() {
    return List.of(
        rule("reshape", (sd, in) -> in[0].reshape(-1, 2)).input(4, 3, 2),
        rule("reshape fixed", (sd, in) -> in[0].reshape(4, 6)).input(4, 3, 2).fixedBatch(),
        rule("reshape by shape", (sd, in) -> in[0].reshape(sd.shape(sd.transpose(in[0]))))
            .input(4, 3),
        rule("permute", (sd, in) -> in[0].permute(2, 0, 1)).input(4, 3, 2),
        rule("transpose", (sd, in) -> sd.transpose(in[0])).input(4, 3),
        rule("transpose rank 3", (sd, in) -> sd.transpose(in[0])).input(4, 3, 2),
        rule("expandDims", (sd, in) -> sd.expandDims(in[0], 1)).input(4, 3),
        rule("expandDims last", (sd, in) -> sd.expandDims(in[0], -1)).input(4, 3),
        rule("expandDims of one element", (sd, in) -> sd.expandDims(in[0], 0)).input(1, 1),
        rule("squeeze", (sd, in) -> sd.squeeze(in[0], 1)).input(4, 1, 3),
        rule("squeeze of one element", (sd, in) -> sd.squeeze(in[0], 2)).input(1, 1, 1),
        rule("squeeze last", (sd, in) -> sd.squeeze(in[0], -1)).input(4, 3, 1),
        rule("reverse", (sd, in) -> sd.reverse(in[0], 0, 2)).input(2, 3, 2),
        rule(
                "cast",
                (sd, in) -> sd.math().tanh(in[0].castTo(DataType.DOUBLE)).castTo(in[0].dataType()))
            .input(2, 3),
        rule("diag", (sd, in) -> sd.math().diag(in[0])).input(3),
        rule("diagPart", (sd, in) -> sd.math().diagPart(in[0])).input(3, 3).fixedBatch());
  }

  private static List<RuleCase> matrices() {
    return List.of(
        rule("setDiag", (sd, in) -> sd.math().setDiag(in[0], in[1]))
            .input(3, 3)
            .input(3)
            .fixedBatch(),
        rule("setDiag of a wide matrix", (sd, in) -> sd.math().setDiag(in[0], in[1]))
            .input(2, 3)
            .input(2)
            .fixedBatch()
            .wrongInSameDiff(),
        rule("setDiag of several", (sd, in) -> sd.math().setDiag(in[0], in[1]))
            .input(2, 3, 3)
            .input(2, 3)
            .wrongInSameDiff(),
        rule("trace", (sd, in) -> sd.math().trace(in[0])).input(3, 3).fixedBatch(),
        rule("trace of a wide matrix", (sd, in) -> sd.math().trace(in[0])).input(2, 3),
        rule("trace of several", (sd, in) -> sd.math().trace(in[0])).input(4, 2, 3),
        rule("triu", (sd, in) -> sd.linalg().triu(in[0])).input(3, 3),
        rule("triu above the diagonal", (sd, in) -> sd.linalg().triu(in[0], 1)).input(2, 3, 3),
        rule("triu below the diagonal", (sd, in) -> sd.linalg().triu(in[0], -1)).input(4, 3),
        rule("meshgrid", (sd, in) -> product(sd.math().meshgrid(in, false)))
            .input(2)
            .input(3)
            .input(2)
            .fixedBatch(),
        rule("meshgrid, Cartesian", (sd, in) -> product(sd.math().meshgrid(in, true)))
            .input(2)
            .input(3)
            .input(4)
            .fixedBatch()
            .wrongInSameDiff(),
        rule("meshgrid one used", (sd, in) -> sd.math().meshgrid(in, false)[1]).input(2).input(3),
        rule("flatten", (sd, in) -> sd.flatten(in, "c")).input(2, 3),
        rule("flatten by columns", (sd, in) -> sd.flatten(in, "f"))
            .input(2, 3, 4)
            .wrongInSameDiff(),
        rule("flatten several", (sd, in) -> sd.flatten(in, "c"))
            .input(2, 3)
            .input(2, 3, 2)
            .input(2)
            .wrongInSameDiff(),
        rule("flatten several by columns", (sd, in) -> sd.flatten(in, "f"))
            .input(2, 3)
            .input(2)
            .wrongInSameDiff());
  }

  private static List<RuleCase> joins() {
    return List.of(
        rule("concat", (sd, in) -> sd.concat(0, in)).input(2, 3).input(1, 3),
        rule("concat columns", (sd, in) -> sd.concat(1, in)).input(2, 3).input(2, 1).input(2, 2),
        rule("concat last", (sd, in) -> sd.concat(-1, in)).input(2, 3, 2).input(2, 3, 1),
        rule("concat constant", (sd, in) -> sd.concat(1, in[0], ones(in[0], 2, 2), in[1]))
            .input(2, 3)
            .input(2, 1)
            .fixedBatch(),
        rule("stack", (sd, in) -> sd.stack(0, in)).input(2, 3).input(2, 3),
        rule("stack last", (sd, in) -> sd.stack(-1, in[0], ones(in[0], 2, 3), in[1]))
            .input(2, 3)
            .input(2, 3)
            .fixedBatch(),
        rule("stack middle", (sd, in) -> sd.stack(1, in)).input(2, 3).input(2, 3));
  }

  private static List<RuleCase> parts() {
    return List.of(
        rule("unstack", (sd, in) -> product(sd.unstack(in[0], 0, 3))).input(3, 2).fixedBatch(),
        rule("unstack last", (sd, in) -> product(sd.unstack(in[0], 2, 2))).input(2, 3, 2),
        rule("unstack one used", (sd, in) -> sd.unstack(in[0], 1, 3)[1]).input(4, 3),
        rule("split", (sd, in) -> product(sd.split(in[0], 2, 1))).input(2, 4),
        rule("split rows", (sd, in) -> sd.split(in[0], 2, 0)[1]).input(4, 3),
        rule(
                "splitV",
                (sd, in) -> sd.splitV(in[0], sd.constant(Nd4j.createFromArray(1, 3)), 2, 1)[1])
            .input(2, 4)
            .notTrainableInSameDiff(),
        rule("slice", (sd, in) -> sd.slice(in[0], new int[] {1, 0}, 2, 2)).input(4, 3),
        rule("slice to end", (sd, in) -> sd.slice(in[0], new int[] {1, 1}, -1, 2)).input(4, 3),
        rule(
                "slice by variables",
                (sd, in) -> sd.slice(in[0], sd.constant(ints(1, 0)), sd.constant(ints(2, 3))))
            .input(4, 3),
        rule(
                "stridedSlice",
                (sd, in) -> sd.stridedSlice(in[0], new long[] {0, 1}, new long[] {4, 3}, 2, 1))
            .input(4, 3),
        rule(
                "stridedSlice masks",
                (sd, in) ->
                    sd.stridedSlice(
                        in[0],
                        new long[] {1, 1, 0},
                        new long[] {2, 2, 1},
                        new long[] {1, 1, 1},
                        1,
                        2,
                        0,
                        0,
                        4))
            .input(4, 3, 2),
        rule("get columns of one row", (sd, in) -> in[0].get(SDIndex.all(), SDIndex.interval(1, 3)))
            .input(1, 4)
            .wrongInSameDiff(),
        rule("get a column of one row", (sd, in) -> in[0].get(SDIndex.all(), SDIndex.point(1)))
            .input(1, 4)
            .wrongInSameDiff(),
        rule("get an element of one row", (sd, in) -> in[0].get(SDIndex.point(0), SDIndex.point(2)))
            .input(1, 4)
            .wrongInSameDiff(),
        rule("get a row of one column", (sd, in) -> in[0].get(SDIndex.point(1), SDIndex.all()))
            .input(4, 1)
            .wrongInSameDiff(),
        rule("get the last of one row", (sd, in) -> in[0].get(SDIndex.all(), SDIndex.point(-1)))
            .input(1, 4)
            .wrongInSameDiff(),
        rule("get of one element", (sd, in) -> in[0].get(SDIndex.all(), SDIndex.point(0)))
            .input(1, 1)
            .wrongInSameDiff(),
        rule(
                "stridedSlice of one row",
                (sd, in) -> sd.stridedSlice(in[0], new long[] {0, 1}, new long[] {1, 5}, 1, 2))
            .input(1, 5)
            .wrongInSameDiff(),
        rule("get point", (sd, in) -> in[0].get(SDIndex.point(1))).input(4, 3),
        rule("get interval", (sd, in) -> in[0].get(SDIndex.interval(1, 3), SDIndex.all()))
            .input(4, 3),
        rule(
                "get mixed",
                (sd, in) -> in[0].get(SDIndex.all(), SDIndex.point(2), SDIndex.interval(0, 2, 3)))
            .input(2, 3, 4));
  }

  private static List<RuleCase> gathers() {
    return List.of(
        gather("gather scalar", (sd, in) -> sd.gather(in[0], sd.constant(1), 0)).input(4, 3),
        gather("gather ints", (sd, in) -> sd.gather(in[0], new int[] {2, 0, 2}, 0)).input(4, 3),
        gather("gather ints columns", (sd, in) -> sd.gather(in[0], new int[] {2, 0, 2}, 1))
            .input(4, 3),
        gather("gather vector", (sd, in) -> sd.gather(in[0], sd.constant(ints(3, 1, 1)), 0))
            .input(4, 3, 2),
        gather("gather of a vector", (sd, in) -> sd.gather(in[0], sd.constant(ints(3, 1, 1)), 0))
            .input(4),
        gather("gather scalar axis 1", (sd, in) -> sd.gather(in[0], sd.constant(1), 1))
            .input(2, 4, 3),
        gather("gather vector axis 1", (sd, in) -> sd.gather(in[0], sd.constant(ints(3, 1, 1)), 1))
            .input(2, 4, 3),
        gather("gather vector axis -1", (sd, in) -> sd.gather(in[0], sd.constant(ints(2, 0)), -1))
            .input(2, 4, 3),
        gather("gather matrix", (sd, in) -> sd.gather(in[0], sd.getVariable("ids"), 0))
            .input(4, 3)
            .placeholder("ids", Nd4j.createFromArray(new int[][] {{0, 3}, {3, 3}, {1, 0}})),
        gather("gather long matrix axis 1", (sd, in) -> sd.gather(in[0], sd.getVariable("ids"), 1))
            .input(2, 4)
            .placeholder("ids", Nd4j.createFromArray(new long[][] {{0, 3}, {3, 3}, {1, 0}})),
        rule("gatherNd", (sd, in) -> sd.gatherNd(in[0], sd.getVariable("ids")))
            .input(4, 3)
            .placeholder("ids", Nd4j.createFromArray(new int[][] {{0, 2}, {3, 1}, {0, 2}}))
            .notTrainableInSameDiff(),
        rule("gatherNd rows", (sd, in) -> sd.gatherNd(in[0], sd.getVariable("ids")))
            .input(4, 3, 2)
            .placeholder("ids", Nd4j.createFromArray(new int[][] {{1, 2}, {3, 1}}))
            .notTrainableInSameDiff());
  }

  private static RuleCase gather(String name, RuleCase.Body body) {
    return rule(name, body).wrongInSameDiff();
  }

  private static List<RuleCase> copies() {
    return List.of(
        rule("space to depth", (sd, in) -> sd.cnn().spaceToDepth(in[0], 2, DataFormat.NCHW))
            .input(2, 2, 2, 4),
        rule("depth to space", (sd, in) -> sd.cnn().depthToSpace(in[0], 2, DataFormat.NHWC))
            .input(2, 2, 2, 4),
        rule(
                "space to batch",
                (sd, in) -> sd.cnn().spaceToBatch(in[0], new int[] {2, 2}, new int[] {0, 0}, 0, 0))
            .input(1, 2, 4, 1),
        rule(
                "batch to space",
                (sd, in) -> sd.cnn().batchToSpace(in[0], new int[] {2, 2}, new int[] {0, 0}, 0, 0))
            .input(4, 1, 2, 1),
        rule(
                "reverse sequence",
                (sd, in) -> sd.reverseSequence(in[0], sd.constant(ints(3, 2)), 1, 0))
            .input(2, 4, 3)
            .fixedBatch(),
        rule("tile", (sd, in) -> sd.tile(in[0], 2, 3)).input(2, 3),
        rule("tile by variable", (sd, in) -> sd.tile(in[0], sd.constant(ints(1, 2)))).input(2, 3),
        rule("identity", (sd, in) -> sd.identity(in[0].mul(2.0))).input(3, 4),
        rule("pad", (sd, in) -> sd.nn().pad(in[0], paddings(sd), 0.0)).input(3, 4),
        rule("pad with a number", (sd, in) -> sd.nn().pad(in[0], paddings(sd), 2.0)).input(3, 4),
        rule("pad reflect", (sd, in) -> sd.nn().pad(in[0], paddings(sd), PadMode.REFLECT, 0.0))
            .input(3, 4)
            .wrongInSameDiff(),
        rule("pad symmetric", (sd, in) -> sd.nn().pad(in[0], paddings(sd), PadMode.SYMMETRIC, 0.0))
            .input(3, 4)
            .wrongInSameDiff());
  }

  private static SDVariable paddings(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(new int[][] {{1, 0}, {2, 1}}));
  }

  private static INDArray ints(int... values) {
    return Nd4j.createFromArray(values);
  }

  private static SDVariable ones(SDVariable like, long... shape) {
    return like.getSameDiff().constant(Nd4j.ones(like.dataType(), shape));
  }

  private static SDVariable product(SDVariable... parts) {
    SDVariable product = parts[0];
    for (int i = 1; i < parts.length; i++) {
      product = product.mul(parts[i]);
    }
    return product;
  }
}
