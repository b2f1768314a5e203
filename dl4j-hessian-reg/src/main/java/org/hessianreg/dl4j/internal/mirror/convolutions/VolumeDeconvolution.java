package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDCNN;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv3DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * The transposed convolution of volumes, as a convolution with turned weights of voxels that have
 * zeros between them: ND4J's own op loses its data format when it is applied once more.
 */
final class VolumeDeconvolution {

  private VolumeDeconvolution() {}

  /** Weights are [depth, height, width, out, in]. */
  static SDVariable deconvolution(LayerScope<Deconvolution3D> layer, SDVariable volumes) {
    Deconvolution3D conf = layer.conf();
    boolean channelsFirst = conf.getDataFormat() == Convolution3D.DataFormat.NCDHW;
    SDVariable x = channelsFirst ? volumes : volumes.permute(0, 4, 1, 2, 3);
    SDVariable weights =
        layer
            .graph()
            .reverse(layer.parameter(ConvolutionParamInitializer.WEIGHT_KEY), 0, 1, 2)
            .permute(0, 1, 2, 4, 3);
    Conv3DConfig config =
        Conv3DConfig.builder()
            .kD(conf.getKernelSize()[0])
            .kH(conf.getKernelSize()[1])
            .kW(conf.getKernelSize()[2])
            .dD(conf.getDilation()[0])
            .dH(conf.getDilation()[1])
            .dW(conf.getDilation()[2])
            .paddingMode(PaddingMode.VALID)
            .dataFormat(Conv3DConfig.NCDHW)
            .build();
    SDCNN cnn = layer.graph().cnn();
    SDVariable input = withMargins(layer, withZerosBetween(layer, x));
    SDVariable z =
        conf.hasBias()
            ? cnn.conv3d(input, weights, ImageConvolutions.bias(layer), config)
            : cnn.conv3d(input, weights, config);
    SDVariable y = ImageConvolutions.activated(layer, z);
    return channelsFirst ? y : y.permute(0, 2, 3, 4, 1);
  }

  /** Puts stride − 1 zeros behind each voxel. */
  private static SDVariable withZerosBetween(LayerScope<Deconvolution3D> layer, SDVariable x) {
    int[] stride = layer.conf().getStride();
    long[] s = layer.shape(x);
    SDVariable apart =
        Windows.padded(
            layer,
            x.reshape(s[0], s[1], s[2], 1, s[3], 1, s[4], 1),
            null,
            null,
            null,
            new long[] {0, stride[0] - 1},
            null,
            new long[] {0, stride[1] - 1},
            null,
            new long[] {0, stride[2] - 1});
    return apart.reshape(s[0], s[1], s[2] * stride[0], s[3] * stride[1], s[4] * stride[2]);
  }

  private static SDVariable withMargins(LayerScope<Deconvolution3D> layer, SDVariable x) {
    int[][] margins = {margins(layer, 0), margins(layer, 1), margins(layer, 2)};
    long[][] padding = new long[5][];
    int[] cropping = new int[6];
    for (int i = 0; i < 3; i++) {
      padding[2 + i] = new long[] {Math.max(margins[i][0], 0), Math.max(margins[i][1], 0)};
      cropping[2 * i] = Math.max(-margins[i][0], 0);
      cropping[2 * i + 1] = Math.max(-margins[i][1], 0);
    }
    return Resizing.cropped(layer, Windows.padded(layer, x, padding), 2, cropping);
  }

  /** How many zeros lie before and behind; negative where voxels are left out. */
  private static int[] margins(LayerScope<Deconvolution3D> layer, int side) {
    Deconvolution3D conf = layer.conf();
    int reach = conf.getDilation()[side] * (conf.getKernelSize()[side] - 1);
    int stride = conf.getStride()[side];
    if (conf.getConvolutionMode() != ConvolutionMode.Same) {
      int before = reach - conf.getPadding()[side];
      return new int[] {before, before - (stride - 1)};
    }
    if (reach + 1 < stride) {
      throw layer.refusal(
          "mode Same with a stride larger than the kernel is not supported.",
          "use a smaller stride, or mode Truncate.");
    }
    int padding = (reach + 1 - stride) / 2;
    return new int[] {reach - padding, padding};
  }
}
