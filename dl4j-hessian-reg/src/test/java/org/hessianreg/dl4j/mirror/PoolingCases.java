package org.hessianreg.dl4j.mirror;

import static org.hessianreg.dl4j.mirror.ImageNetworks.images;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;

/** Networks with pooling. */
final class PoolingCases {

  private PoolingCases() {}

  static List<NetworkCase> all() {
    return List.of(
        images(
            "max pooling with overlap and padding",
            CNN2DFormat.NCHW,
            pooling(PoolingType.MAX).padding(1, 0).build()),
        images(
            "max pooling, mode same",
            CNN2DFormat.NCHW,
            pooling(PoolingType.MAX).convolutionMode(ConvolutionMode.Same).build()),
        images(
            "max pooling with dilation",
            CNN2DFormat.NCHW,
            pooling(PoolingType.MAX).dilation(2, 1).build()),
        images("max pooling, channels last", CNN2DFormat.NHWC, pooling(PoolingType.MAX).build()),
        images(
            "average pooling, padding not counted",
            CNN2DFormat.NCHW,
            pooling(PoolingType.AVG).padding(1, 0).build()),
        images(
            "average pooling, padding counted",
            CNN2DFormat.NCHW,
            pooling(PoolingType.AVG).padding(1, 0).avgPoolIncludePadInDivisor(true).build()),
        images(
            "average pooling, mode same, channels last",
            CNN2DFormat.NHWC,
            pooling(PoolingType.AVG).convolutionMode(ConvolutionMode.Same).build()),
        images(
            "average pooling, mode same, padding counted, with dilation",
            CNN2DFormat.NCHW,
            pooling(PoolingType.AVG)
                .convolutionMode(ConvolutionMode.Same)
                .avgPoolIncludePadInDivisor(true)
                .dilation(1, 2)
                .build()),
        images(
            "average pooling with dilation and padding",
            CNN2DFormat.NCHW,
            pooling(PoolingType.AVG).dilation(1, 2).padding(0, 1).build()),
        images(
            "2-norm pooling with padding",
            CNN2DFormat.NCHW,
            pooling(PoolingType.PNORM).pnorm(2).padding(1, 0).build()),
        images(
            "3-norm pooling, mode same, channels last",
            CNN2DFormat.NHWC,
            pooling(PoolingType.PNORM).pnorm(3).convolutionMode(ConvolutionMode.Same).build()),
        images("1-norm pooling", CNN2DFormat.NCHW, pooling(PoolingType.PNORM).pnorm(1).build()));
  }

  private static SubsamplingLayer.Builder pooling(PoolingType type) {
    return new SubsamplingLayer.Builder(type, new int[] {3, 2}).stride(2, 1);
  }
}
