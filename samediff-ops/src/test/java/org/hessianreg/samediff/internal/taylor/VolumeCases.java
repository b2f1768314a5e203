package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.DeConv3DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Pooling3DConfig;

/** Separable convolution, convolution and pooling of volumes, and upsampling. */
final class VolumeCases {

  private VolumeCases() {}

  static List<RuleCase> all() {
    List<RuleCase> all = new ArrayList<>(separable());
    all.addAll(transposed());
    all.addAll(pools());
    all.addAll(upsampling());
    return all;
  }

  private static List<RuleCase> separable() {
    return List.of(
        separable("separable", conv(2, 3).pW(1))
            .input(3, 2, 4, 3)
            .input(2, 3, 2, 2)
            .input(1, 1, 4, 3),
        separable("separable bias", conv(2, 2).sH(2).dW(1))
            .input(4, 2, 4, 3)
            .input(2, 2, 2, 2)
            .input(1, 1, 4, 3)
            .input(3),
        separable("separable same, channels last", same().dataFormat("NHWC").sH(2))
            .input(4, 4, 3, 2)
            .input(2, 2, 2, 2)
            .input(1, 1, 4, 3)
            .input(3),
        rule(
                "separable without points",
                (sd, in) -> sd.cnn().separableConv2d(in[0], in[1], null, conv(2, 2).build()))
            .input(3, 2, 4, 3)
            .input(2, 2, 2, 2),
        rule(
                "separable bias without points",
                (sd, in) -> sd.cnn().separableConv2d(in[0], in[1], null, in[2], conv(2, 2).build()))
            .input(3, 2, 4, 3)
            .input(2, 2, 2, 2)
            .input(4),
        separable("separable, weights first", conv(2, 3).weightsFormat(WeightsFormat.OIYX))
            .input(3, 2, 4, 3)
            .input(2, 2, 2, 3)
            .input(3, 4, 1, 1)
            .wrongInSameDiff(),
        separable("separable, output channels first", conv(2, 3).weightsFormat(WeightsFormat.OYXI))
            .input(3, 2, 4, 3)
            .input(2, 2, 3, 2)
            .input(3, 1, 1, 4)
            .wrongInSameDiff());
  }

  private static RuleCase separable(String name, Conv2DConfig.Conv2DConfigBuilder config) {
    return rule(
        name,
        (sd, in) ->
            sd.cnn()
                .separableConv2d(
                    in[0], in[1], in[2], in.length > 3 ? in[3] : null, config.build()));
  }

  private static Conv2DConfig.Conv2DConfigBuilder conv(int kH, int kW) {
    return Conv2DConfig.builder().kH(kH).kW(kW).paddingMode(PaddingMode.VALID);
  }

  private static Conv2DConfig.Conv2DConfigBuilder same() {
    return Conv2DConfig.builder().kH(2).kW(2).paddingMode(PaddingMode.SAME);
  }

  private static List<RuleCase> transposed() {
    return List.of(
        transposed("deconv3d", deconv().sH(2)).input(4, 2, 2, 3, 2).input(2, 2, 1, 3, 2),
        transposed("deconv3d bias", deconv().sD(2).pW(1))
            .input(4, 2, 2, 3, 3)
            .input(2, 2, 1, 3, 2)
            .input(3),
        transposed("deconv3d same, channels last", lastSame())
            .input(4, 2, 3, 2, 2)
            .input(2, 2, 1, 3, 2)
            .input(3));
  }

  private static RuleCase transposed(String name, DeConv3DConfig.DeConv3DConfigBuilder config) {
    return rule(
        name,
        (sd, in) ->
            in.length == 2
                ? sd.cnn().deconv3d(in[0], in[1], config.build())
                : sd.cnn().deconv3d(in[0], in[1], in[2], config.build()));
  }

  private static DeConv3DConfig.DeConv3DConfigBuilder deconv() {
    return DeConv3DConfig.builder().kD(2).kH(2).kW(1);
  }

  private static DeConv3DConfig.DeConv3DConfigBuilder lastSame() {
    return deconv().sH(2).isSameMode(true).dataFormat(DeConv3DConfig.NDHWC);
  }

  private static List<RuleCase> pools() {
    return List.of(
        maxPool("max pooling 3d", pool(2, 2, 2)).input(2, 2, 3, 2, 3),
        maxPool("max pooling 3d, strided", pool(1, 2, 3).sD(2).sH(1).sW(2)).input(2, 1, 4, 3, 5),
        maxPool("max pooling 3d, padded", pool(2, 2, 2).pD(1).pH(1).pW(1)).input(2, 2, 2, 2, 3),
        maxPool("max pooling 3d, channels last", pool(2, 1, 2).isNCDHW(false)).input(2, 3, 2, 3, 2),
        maxPool("max pooling 3d, same", pool(2, 3, 2).sH(2).sW(2).isSameMode(true))
            .input(2, 1, 3, 4, 3),
        rule(
                "max pooling 3d of equal pairs",
                (sd, in) ->
                    sd.cnn().maxPooling3d(sd.concat(2, in[0], in[0]), pool(2, 2, 1).build()))
            .input(2, 2, 1, 2, 2)
            .distinctMagnitudes());
  }

  private static RuleCase maxPool(String name, Pooling3DConfig.Pooling3DConfigBuilder config) {
    return rule(name, (sd, in) -> sd.cnn().maxPooling3d(in[0], config.build()))
        .distinctMagnitudes();
  }

  private static Pooling3DConfig.Pooling3DConfigBuilder pool(int kD, int kH, int kW) {
    return Pooling3DConfig.builder().kD(kD).kH(kH).kW(kW);
  }

  private static List<RuleCase> upsampling() {
    return List.of(
        rule("upsampling 2d", (sd, in) -> sd.cnn().upsampling2d(in[0], 2, 3, true))
            .input(2, 2, 3, 2),
        rule("upsampling 2d, channels last", (sd, in) -> sd.cnn().upsampling2d(in[0], 2, 1, false))
            .input(2, 2, 3, 2)
            .wrongInSameDiff(),
        rule("upsampling 3d", (sd, in) -> sd.cnn().upsampling3d(in[0], true, 2, 3, 1))
            .input(2, 2, 2, 2, 3));
  }
}
