package org.hessianreg.samediff.internal.taylor;

import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.NoOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.LocalResponseNormalizationConfig;
import org.nd4j.linalg.api.ops.impl.transforms.custom.FakeQuantWithMinMaxArgs;
import org.nd4j.linalg.api.ops.impl.transforms.custom.Fill;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.FModOp;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.factory.Nd4j;

/** Ops that SameDiff itself cannot compute or copy, or whose gradient by SameDiff is wrong. */
final class DefectiveOps {

  private DefectiveOps() {}

  static List<OpTrial> all() {
    return List.of(
        OpTrial.of(
            "batched_gemm",
            (sd, in) -> sd.batchMmul(new SDVariable[] {in[0]}, in[1])[0],
            shape(2, 3),
            shape(3, 2)),
        OpTrial.of(
            "tensordot",
            (sd, in) -> sd.tensorMmul(in[0], in[1], new int[] {1}, 0),
            shape(2, 3),
            shape(3, 2)),
        OpTrial.of(
            "crop_and_resize",
            (sd, in) ->
                sd.image()
                    .cropAndResize(
                        in[0],
                        sd.constant(Nd4j.createFromArray(new float[][] {{0, 0, 1, 1}})),
                        ints(sd, 0),
                        ints(sd, 3, 3)),
            shape(1, 4, 4, 1)),
        OpTrial.of("cross", (sd, in) -> sd.math().cross(in[0], in[1]), shape(2, 3), shape(2, 3)),
        OpTrial.of(
            "ctc_loss",
            (sd, in) ->
                sd.loss()
                    .ctcLoss(
                        sd.constant(Nd4j.createFromArray(new int[][] {{1, 2}})),
                        in[0],
                        ints(sd, 2),
                        ints(sd, 4)),
            shape(1, 4, 3)),
        OpTrial.of("cumprod", (sd, in) -> sd.cumprod(in[0], 1), shape(2, 3)),
        OpTrial.of(
            "floormod", (sd, in) -> sd.math().floorMod(in[0], in[1]), shape(2, 3), shape(2, 3)),
        OpTrial.of(
            "fmod", (sd, in) -> OpTrial.append(sd, new FModOp(), in), shape(2, 3), shape(2, 3)),
        OpTrial.of("mod", (sd, in) -> sd.math().mod(in[0], in[1]), shape(2, 3), shape(2, 3)),
        OpTrial.of(
            "fill", (sd, in) -> OpTrial.append(sd, new Fill(), ints(sd, 2, 2), in[0]), shape()),
        OpTrial.of(
            "fake_quant_with_min_max_args",
            (sd, in) -> new FakeQuantWithMinMaxArgs(sd, in[0], 0, 3, false, 2).outputVariable(),
            shape(2, 3)),
        OpTrial.of(
            "lin_space",
            (sd, in) -> sd.linspace(in[0], in[1], sd.constant(3L), DataType.DOUBLE),
            shape(),
            shape()),
        OpTrial.of(
            "range",
            (sd, in) -> sd.range(in[0], in[1], sd.constant(0.02), DataType.DOUBLE),
            shape(),
            shape()),
        OpTrial.of(
            "lrn",
            (sd, in) -> sd.cnn().localResponseNormalization(in[0], neighbours()),
            shape(1, 3, 2, 2)),
        OpTrial.of(
            "matrix_inverse",
            (sd, in) ->
                sd.math()
                    .matrixInverse(in[0].add(sd.constant(Nd4j.eye(3).castTo(DataType.DOUBLE)))),
            shape(3, 3)),
        OpTrial.of("mish", (sd, in) -> new Mish(sd, in[0], false).outputVariable(), shape(2, 3)),
        OpTrial.of("noop", (sd, in) -> OpTrial.append(sd, new NoOp(), in), shape(2, 3)),
        OpTrial.of("set_shape", (sd, in) -> sd.setShape(in[0], ints(sd, 3, 2))[0], shape(2, 3)));
  }

  private static LocalResponseNormalizationConfig neighbours() {
    return LocalResponseNormalizationConfig.builder().alpha(0.1).beta(0.5).bias(1).depth(2).build();
  }

  private static SDVariable ints(SameDiff sd, int... values) {
    return sd.constant(Nd4j.createFromArray(values));
  }

  private static long[] shape(long... sizes) {
    return sizes;
  }
}
