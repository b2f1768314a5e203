package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.convolutions.ImageNetworks.images;
import static org.hessianreg.dl4j.internal.mirror.convolutions.SequenceNetworks.maskedSequences;
import static org.hessianreg.dl4j.internal.mirror.convolutions.SequenceNetworks.sequences;
import static org.hessianreg.dl4j.internal.mirror.convolutions.VolumeNetworks.volumes;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;

/** Networks with pooling. */
public final class PoolingCases {

  private PoolingCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>(ofImages());
    cases.addAll(ofSequences());
    cases.addAll(ofVolumes());
    return cases;
  }

  private static List<NetworkCase> ofImages() {
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

  private static List<NetworkCase> ofSequences() {
    return List.of(
        sequences(
            "1D max pooling", new Subsampling1DLayer.Builder(PoolingType.MAX, 2, 2, 0).build()),
        sequences(
            "1D max pooling, mode causal",
            new Subsampling1DLayer.Builder(PoolingType.MAX, 2, 1, 0)
                .convolutionMode(ConvolutionMode.Causal)
                .build()),
        sequences(
            "1D average pooling", new Subsampling1DLayer.Builder(PoolingType.AVG, 3, 2, 0).build()),
        sequences(
            "1D 2-norm pooling, mode same",
            new Subsampling1DLayer.Builder(PoolingType.PNORM, 3, 2, 0)
                .pnorm(2)
                .convolutionMode(ConvolutionMode.Same)
                .build()),
        maskedSequences(
            "1D max pooling, masked",
            new Subsampling1DLayer.Builder(PoolingType.MAX, 2, 2, 0).build()));
  }

  private static List<NetworkCase> ofVolumes() {
    return List.of(
        volumes(
            "3D max pooling",
            Convolution3D.DataFormat.NCDHW,
            pooling3d(Subsampling3DLayer.PoolingType.MAX).build(),
            2,
            1,
            2),
        volumes(
            "3D max pooling, padding, channels last",
            Convolution3D.DataFormat.NDHWC,
            pooling3d(Subsampling3DLayer.PoolingType.MAX)
                .padding(1, 1, 0)
                .dataFormat(Convolution3D.DataFormat.NDHWC)
                .build(),
            4,
            2,
            2),
        volumes(
            "3D average pooling, mode same",
            Convolution3D.DataFormat.NCDHW,
            pooling3d(Subsampling3DLayer.PoolingType.AVG)
                .convolutionMode(ConvolutionMode.Same)
                .build(),
            3,
            2,
            3),
        volumes(
            "3D average pooling with padding, channels last",
            Convolution3D.DataFormat.NDHWC,
            pooling3d(Subsampling3DLayer.PoolingType.AVG)
                .padding(1, 1, 0)
                .dataFormat(Convolution3D.DataFormat.NDHWC)
                .build(),
            4,
            2,
            2),
        volumes(
            "3D max pooling with dilation",
            Convolution3D.DataFormat.NCDHW,
            pooling3d(Subsampling3DLayer.PoolingType.MAX).dilation(2, 1, 1).build(),
            1,
            1,
            2),
        volumes(
            "3D average pooling with dilation",
            Convolution3D.DataFormat.NCDHW,
            pooling3d(Subsampling3DLayer.PoolingType.AVG).dilation(2, 1, 1).build(),
            1,
            1,
            2));
  }

  private static Subsampling3DLayer.Builder pooling3d(Subsampling3DLayer.PoolingType type) {
    return new Subsampling3DLayer.Builder(type, new int[] {2, 3, 2})
        .stride(1, 2, 1)
        .convolutionMode(ConvolutionMode.Truncate);
  }
}
