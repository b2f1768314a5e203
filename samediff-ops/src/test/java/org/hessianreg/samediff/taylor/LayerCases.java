package org.hessianreg.samediff.taylor;

import static org.hessianreg.samediff.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling2DConfig;

/** Convolution, pooling and normalisation. */
final class LayerCases {

  private LayerCases() {}

  static List<RuleCase> all() {
    List<RuleCase> all = new ArrayList<>(convolutions());
    all.addAll(pools());
    return all;
  }

  private static List<RuleCase> convolutions() {
    return List.of(
        conv2d("conv2d", conv(3, 2)).input(2, 2, 4, 4).input(3, 2, 2, 3),
        conv2d("conv2d bias", conv(3, 2).pH(1).pW(1)).input(2, 2, 3, 4).input(3, 2, 2, 3).input(3),
        conv2d("conv2d same", conv(3, 3).sH(2).sW(2).paddingMode(PaddingMode.SAME))
            .input(2, 2, 5, 4)
            .input(3, 3, 2, 2),
        conv2d("conv2d dilated", conv(3, 3).dH(2).dW(2).paddingMode(PaddingMode.SAME))
            .input(2, 2, 5, 6)
            .input(3, 3, 2, 2),
        conv2d("conv2d channels last", conv(2, 2).sH(2).dataFormat("NHWC"))
            .input(2, 4, 4, 2)
            .input(2, 2, 2, 3)
            .input(3));
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
        maxPool("max pooling channels last", pool(2, 3).isNHWC(true))
            .input(1, 4, 4, 2)
            .distinctMagnitudes(),
        rule(
                "max pooling after relu",
                (sd, in) ->
                    sd.cnn().maxPooling2d(sd.nn().relu(in[0], 0), pool(2, 2).pH(1).pW(1).build()))
            .input(2, 2, 3, 3)
            .distinctMagnitudes(),
        avgPool("average pooling", pool(2, 2).sH(2).sW(2)).input(2, 2, 4, 4),
        avgPool("average pooling overlapping", pool(3, 2)).input(2, 2, 4, 4),
        avgPool("average pooling padded", pool(2, 2).pH(1).pW(1)).input(2, 2, 4, 4),
        avgPool(
                "average pooling counting padding",
                pool(2, 2)
                    .pH(1)
                    .pW(1)
                    .divisor(
                        org.nd4j.linalg.api.ops.impl.layers.convolution.Pooling2D.Divisor
                            .INCLUDE_PADDING))
            .input(2, 2, 4, 4),
        avgPool("average pooling same", pool(3, 3).sH(2).sW(2).paddingMode(PaddingMode.SAME))
            .input(2, 2, 5, 4),
        avgPool("average pooling channels last", pool(2, 3).isNHWC(true)).input(2, 4, 4, 2));
  }

  private static RuleCase maxPool(String name, Pooling2DConfig.Pooling2DConfigBuilder config) {
    return rule(name, (sd, in) -> sd.cnn().maxPooling2d(in[0], config.build()));
  }

  private static RuleCase avgPool(String name, Pooling2DConfig.Pooling2DConfigBuilder config) {
    return rule(name, (sd, in) -> sd.cnn().avgPooling2d(in[0], config.build()));
  }

  private static Pooling2DConfig.Pooling2DConfigBuilder pool(int kH, int kW) {
    return Pooling2DConfig.builder().kH(kH).kW(kW).paddingMode(PaddingMode.VALID);
  }
}
