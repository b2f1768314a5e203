package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.custom.DivideNoNan;
import org.nd4j.linalg.api.ops.impl.loss.SoftmaxCrossEntropyWithLogitsLoss;
import org.nd4j.linalg.api.ops.impl.reduce.Mmul;
import org.nd4j.linalg.api.ops.impl.shape.Flatten2D;
import org.nd4j.linalg.api.ops.impl.shape.MergeSum;
import org.nd4j.linalg.api.ops.impl.transforms.CheckNumerics;
import org.nd4j.linalg.api.ops.impl.transforms.IdentityN;
import org.nd4j.linalg.api.ops.impl.transforms.clip.ClipByValue;
import org.nd4j.linalg.api.ops.impl.transforms.custom.BatchToSpaceND;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SpaceToBatchND;
import org.nd4j.linalg.factory.Nd4j;

/** Ops that no public method of SameDiff makes, but its importers do. */
final class ImporterCases {

  private ImporterCases() {}

  static List<RuleCase> all() {
    return Stream.of(arithmetic(), shapes(), losses())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  private static List<RuleCase> arithmetic() {
    return List.of(
        rule("identity_n of one input", (sd, in) -> new IdentityN(sd, in[0]).outputVariable())
            .input(2, 3)
            .wrongInSameDiff(),
        rule(
                "identity_n",
                (sd, in) -> {
                  SDVariable[] y = new IdentityN(sd, in).outputVariables();
                  return y[0].mul(y[1]);
                })
            .input(2, 3)
            .input(2, 3)
            .notTrainableInSameDiff(),
        rule("mergeSum", (sd, in) -> new MergeSum(sd, in).outputVariable())
            .input(4, 3)
            .input(4, 3)
            .input(4, 3),
        rule("divide_no_nan", (sd, in) -> new DivideNoNan(sd, in[0], in[1]).outputVariable())
            .input(4, 3)
            .input(4, 3)
            .values(0.6, 1.4)
            .wrongInSameDiff(),
        rule(
                "divide_no_nan by a row",
                (sd, in) -> new DivideNoNan(sd, in[0], in[1]).outputVariable())
            .input(4, 3)
            .input(1, 3)
            .wrongInSameDiff(),
        rule(
                "divide_no_nan by zeros",
                (sd, in) -> new DivideNoNan(sd, in[0], sd.nn().relu(in[1], 0)).outputVariable())
            .input(4, 3)
            .input(4, 3)
            .wrongInSameDiff(),
        rule(
                "check_numerics",
                (sd, in) ->
                    new CheckNumerics(sd, in[0].mul(2.0), sd.constant(Nd4j.scalar("message")))
                        .outputVariable())
            .input(4, 3),
        rule(
                "clip by inputs",
                (sd, in) ->
                    new ClipByValue(sd, in[0], number(in[0], -0.5), number(in[0], 1.0))
                        .outputVariable())
            .input(4, 3)
            .wrongInSameDiff(),
        rule("mmul scaled", (sd, in) -> op(scaledProduct(), in[0], in[1]))
            .input(4, 3)
            .input(3, 2)
            .wrongInSameDiff());
  }

  private static SDVariable number(SDVariable like, double value) {
    return like.getSameDiff().constant(Nd4j.scalar(like.dataType(), value));
  }

  private static Mmul scaledProduct() {
    Mmul op = new Mmul();
    op.addIArgument(0, 0, 0);
    op.addTArgument(0.5, 0.0);
    return op;
  }

  private static List<RuleCase> shapes() {
    return List.of(
        rule("flatten to a matrix", (sd, in) -> new Flatten2D(sd, in[0], 1).outputVariable())
            .input(4, 3, 2),
        rule("flatten to a matrix at 2", (sd, in) -> new Flatten2D(sd, in[0], 2).outputVariable())
            .input(4, 3, 2),
        rule(
                "space to batch of any rank",
                (sd, in) -> op(new SpaceToBatchND(), in[0], ints(sd, 2, 3), margins(sd)))
            .input(1, 3, 5, 2)
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "batch to space of any rank",
                (sd, in) -> op(new BatchToSpaceND(), in[0], ints(sd, 2, 3), margins(sd)))
            .input(6, 2, 2, 2)
            .fixedBatch()
            .wrongInSameDiff());
  }

  private static List<RuleCase> losses() {
    return List.of(
        rule("cross entropy of each row", (sd, in) -> crossEntropy(sd, 1, in))
            .input(4, 3)
            .input(4, 3)
            .wrongInSameDiff(),
        rule("cross entropy of each pixel", (sd, in) -> crossEntropy(sd, 1, in))
            .input(2, 3, 2)
            .input(2, 3, 2)
            .wrongInSameDiff());
  }

  private static SDVariable crossEntropy(SameDiff sd, int classes, SDVariable... in) {
    return new SoftmaxCrossEntropyWithLogitsLoss(sd, in[0], in[1], classes).outputVariable();
  }

  private static SDVariable op(DynamicCustomOp op, SDVariable... inputs) {
    return OpReapplication.append(inputs[0].getSameDiff(), op, inputs)[0];
  }

  private static SDVariable ints(SameDiff sd, int... values) {
    return sd.constant(Nd4j.createFromArray(values));
  }

  /** One row above and one column behind. */
  private static SDVariable margins(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(new int[][] {{1, 0}, {0, 1}}));
  }
}
