package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Pooling2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv3DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling3DConfig;
import org.nd4j.linalg.factory.Nd4j;

/** Convolution, pooling and normalisation. */
final class LayerCases {

  private LayerCases() {}

  static List<RuleCase> all() {
    List<RuleCase> all = new ArrayList<>(convolutions());
    all.addAll(otherConvolutions());
    all.addAll(pools());
    all.addAll(normalizations());
    return all;
  }

  private static List<RuleCase> convolutions() {
    return List.of(
        conv2d("conv2d", conv(3, 2)).input(2, 2, 4, 4).input(3, 2, 2, 3),
        conv2d("conv2d bias", conv(3, 2).pH(1).pW(1)).input(2, 2, 3, 4).input(3, 2, 2, 3).input(3),
        conv2d("conv2d same", conv(3, 3).sH(2).sW(2).paddingMode(PaddingMode.SAME))
            .input(2, 2, 5, 4)
            .input(3, 3, 2, 2),
        conv2d("conv2d dilated", conv(3, 3).dH(2).dW(2))
            .input(2, 2, 5, 6)
            .input(3, 3, 2, 2)
            .doubleOnly(),
        conv2d("conv2d weights first", conv(3, 2).weightsFormat(WeightsFormat.OIYX))
            .input(2, 2, 4, 4)
            .input(3, 2, 3, 2)
            .wrongInSameDiff(),
        conv2d("conv2d output channels first", conv(3, 2).weightsFormat(WeightsFormat.OYXI))
            .input(2, 2, 4, 4)
            .input(3, 3, 2, 2)
            .wrongInSameDiff(),
        conv2d("conv2d channels last", conv(2, 2).sH(2).dataFormat("NHWC"))
            .input(4, 4, 4, 2)
            .input(2, 2, 2, 3)
            .input(3));
  }

  private static List<RuleCase> otherConvolutions() {
    return List.of(
        rule("conv1d", (sd, in) -> sd.cnn().conv1d(in[0], in[1], conv1d(2).build()))
            .input(3, 2, 4)
            .input(2, 2, 3),
        rule("im2col", (sd, in) -> sd.cnn().im2Col(in[0], conv(2, 2).pH(1).build()))
            .input(2, 2, 3, 4),
        rule(
                "conv1d bias",
                (sd, in) -> sd.cnn().conv1d(in[0], in[1], in[2], conv1d(3).p(1).build()))
            .input(4, 2, 4)
            .input(3, 2, 3)
            .input(3),
        rule(
                "conv1d causal, channels last",
                (sd, in) ->
                    sd.cnn()
                        .conv1d(
                            in[0],
                            in[1],
                            in[2],
                            conv1d(2).paddingMode(PaddingMode.CAUSAL).dataFormat("NWC").build()))
            .input(4, 4, 2)
            .input(2, 2, 3)
            .input(3),
        rule(
                "depthwise",
                (sd, in) -> sd.cnn().depthWiseConv2d(in[0], in[1], conv(2, 3).pW(1).build()))
            .input(3, 2, 4, 3)
            .input(2, 3, 2, 2),
        rule(
                "depthwise bias, strided, channels last",
                (sd, in) ->
                    sd.cnn()
                        .depthWiseConv2d(
                            in[0],
                            in[1],
                            in[2],
                            conv(2, 2)
                                .sH(2)
                                .sW(2)
                                .dataFormat("NHWC")
                                .paddingMode(PaddingMode.SAME)
                                .build()))
            .input(3, 4, 3, 2)
            .input(2, 2, 2, 2)
            .input(4),
        rule("deconv2d", (sd, in) -> sd.cnn().deconv2d(in[0], in[1], in[2], deconv().sH(2).build()))
            .input(4, 2, 3, 2)
            .input(2, 2, 3, 2)
            .input(3),
        rule("conv3d", (sd, in) -> sd.cnn().conv3d(in[0], in[1], in[2], conv3d().build()))
            .input(4, 2, 3, 2, 3)
            .input(2, 2, 2, 2, 3)
            .input(3));
  }

  private static Conv1DConfig.Conv1DConfigBuilder conv1d(int k) {
    return Conv1DConfig.builder().k(k).paddingMode(PaddingMode.VALID);
  }

  private static DeConv2DConfig.DeConv2DConfigBuilder deconv() {
    return DeConv2DConfig.builder().kH(2).kW(2).isSameMode(false);
  }

  private static Conv3DConfig.Conv3DConfigBuilder conv3d() {
    return Conv3DConfig.builder()
        .dataFormat(Conv3DConfig.NCDHW)
        .kD(2)
        .kH(2)
        .kW(2)
        .paddingMode(PaddingMode.VALID);
  }

  private static List<RuleCase> normalizations() {
    return List.of(
        rule("standardize", (sd, in) -> sd.math().standardize(in[0], 1)).input(4, 3),
        rule("standardize last", (sd, in) -> sd.math().standardize(in[0], -1)).input(2, 2, 3),
        rule("standardize images", (sd, in) -> sd.math().standardize(in[0], 1, 2, 3))
            .input(2, 2, 3, 2),
        rule(
                "standardize with a constant row",
                (sd, in) ->
                    sd.math()
                        .standardize(
                            sd.concat(0, in[0], sd.constant(Nd4j.ones(in[0].dataType(), 1, 3))), 1))
            .input(4, 3),
        rule("layerNorm", (sd, in) -> sd.nn().layerNorm(in[0], in[1], in[2], false, 1))
            .input(4, 3)
            .input(3)
            .input(3),
        rule(
                "layerNorm with a constant row",
                (sd, in) ->
                    sd.nn()
                        .layerNorm(
                            sd.concat(0, in[0], sd.constant(Nd4j.ones(in[0].dataType(), 1, 3))),
                            in[1],
                            in[2],
                            false,
                            1))
            .input(4, 3)
            .input(3)
            .input(3),
        rule("layerNorm no bias", (sd, in) -> sd.nn().layerNorm(in[0], in[1], false, 2))
            .input(2, 2, 3)
            .input(3),
        rule(
                "layerNorm channels first",
                (sd, in) -> sd.nn().layerNorm(in[0], in[1], in[2], true, 1))
            .input(2, 3, 2)
            .input(3)
            .input(3),
        rule("layerNorm images", (sd, in) -> sd.nn().layerNorm(in[0], in[1], in[2], true, 1, 2, 3))
            .input(2, 3, 2, 2)
            .input(3)
            .input(3),
        rule("batchNorm", (sd, in) -> sd.nn().batchNorm(in[0], in[1], in[2], in[3], in[4], 1e-3, 1))
            .input(2, 3, 2, 2)
            .input(3)
            .input(3)
            .input(3)
            .input(3)
            .values(0.6, 1.4)
            .notTrainableInSameDiff(),
        rule(
                "batchNorm last axis",
                (sd, in) -> sd.nn().batchNorm(in[0], in[1], in[2], in[3], in[4], 1e-3, 1))
            .input(4, 3)
            .input(3)
            .input(3)
            .input(3)
            .input(3)
            .values(0.6, 1.4)
            .notTrainableInSameDiff());
  }

  private static RuleCase conv2d(String name, Conv2DConfig.Conv2DConfigBuilder config) {
    return rule(
        name,
        (sd, in) ->
            in.length == 2
                ? sd.cnn().conv2d(in[0], in[1], config.build())
                : sd.cnn().conv2d(in[0], in[1], in[2], config.build()));
  }

  private static Conv2DConfig.Conv2DConfigBuilder conv(int kH, int kW) {
    return Conv2DConfig.builder().kH(kH).kW(kW).paddingMode(PaddingMode.VALID);
  }

  private static List<RuleCase> pools() {
    return List.of(
        maxPool("max pooling", pool(2, 2).sH(2).sW(2)).input(2, 1, 4, 4).distinctMagnitudes(),
        maxPool("max pooling overlapping", pool(3, 2)).input(2, 1, 4, 4).distinctMagnitudes(),
        maxPool("max pooling padded", pool(2, 2).sH(2).sW(2).pH(1).pW(1))
            .input(2, 1, 4, 4)
            .distinctMagnitudes(),
        rule(
                "max pooling of negatives, padded",
                (sd, in) -> sd.cnn().maxPooling2d(in[0].sub(2.0), pool(2, 2).pH(1).pW(1).build()))
            .input(2, 2, 3, 3)
            .distinctMagnitudes(),
        maxPool("max pooling same", pool(3, 3).sH(2).sW(2).paddingMode(PaddingMode.SAME))
            .input(2, 1, 5, 4)
            .distinctMagnitudes(),
        maxPool("max pooling same, large stride", pool(2, 2).sH(3).paddingMode(PaddingMode.SAME))
            .input(2, 1, 5, 4)
            .distinctMagnitudes(),
        maxPool("max pooling same, disjoint", pool(2, 2).sH(2).sW(2).paddingMode(PaddingMode.SAME))
            .input(2, 1, 5, 3)
            .distinctMagnitudes(),
        maxPool("max pooling disjoint, channels last", pool(2, 1).sH(3).isNHWC(true))
            .input(2, 5, 3, 2)
            .distinctMagnitudes(),
        maxPool("max pooling channels last", pool(2, 3).isNHWC(true))
            .input(1, 4, 4, 2)
            .distinctMagnitudes(),
        rule(
                "max pooling after relu",
                (sd, in) ->
                    sd.cnn().maxPooling2d(sd.nn().relu(in[0], 0), pool(2, 2).pH(1).pW(1).build()))
            .input(2, 2, 3, 3)
            .distinctMagnitudes(),
        rule(
                "max pooling of equal pairs",
                (sd, in) -> sd.cnn().maxPooling2d(sd.concat(3, in[0], in[0]), pool(2, 2).build()))
            .input(2, 2, 3, 1)
            .distinctMagnitudes(),
        rule(
                "max pooling of zeros, padded",
                (sd, in) ->
                    sd.cnn()
                        .maxPooling2d(
                            in[0].sub(sd.constant(in[0].getArr().dup())),
                            pool(2, 2).sH(2).sW(2).pH(1).pW(1).build()))
            .input(2, 2, 2, 2)
            .fixedShapesOnly(),
        avgPool("average pooling", pool(2, 2).sH(2).sW(2)).input(2, 2, 4, 4),
        avgPool("average pooling overlapping", pool(3, 2)).input(2, 2, 4, 4),
        avgPool("average pooling padded", pool(2, 2).pH(1).pW(1)).input(2, 2, 4, 4),
        avgPool(
                "average pooling counting padding",
                pool(2, 2).pH(1).pW(1).divisor(Pooling2D.Divisor.INCLUDE_PADDING))
            .input(2, 2, 4, 4),
        avgPool("average pooling same", pool(3, 3).sH(2).sW(2).paddingMode(PaddingMode.SAME))
            .input(2, 2, 5, 4),
        rule("average pooling 3d", (sd, in) -> sd.cnn().avgPooling3d(in[0], pool3d().build()))
            .input(2, 1, 3, 2, 3),
        avgPool("average pooling channels last", pool(2, 3).isNHWC(true)).input(2, 4, 4, 2));
  }

  private static RuleCase maxPool(String name, Pooling2DConfig.Pooling2DConfigBuilder config) {
    return rule(name, (sd, in) -> sd.cnn().maxPooling2d(in[0], config.build()));
  }

  private static RuleCase avgPool(String name, Pooling2DConfig.Pooling2DConfigBuilder config) {
    return rule(name, (sd, in) -> sd.cnn().avgPooling2d(in[0], config.build()));
  }

  private static Pooling3DConfig.Pooling3DConfigBuilder pool3d() {
    return Pooling3DConfig.builder().kD(2).kH(2).kW(2).isNCDHW(true);
  }

  private static Pooling2DConfig.Pooling2DConfigBuilder pool(int kH, int kW) {
    return Pooling2DConfig.builder().kH(kH).kW(kW).paddingMode(PaddingMode.VALID);
  }
}
