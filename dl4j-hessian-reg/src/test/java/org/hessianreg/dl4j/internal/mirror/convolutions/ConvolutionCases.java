package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.convolutions.ImageNetworks.images;
import static org.hessianreg.dl4j.internal.mirror.convolutions.SequenceNetworks.maskedSequences;
import static org.hessianreg.dl4j.internal.mirror.convolutions.SequenceNetworks.sequences;
import static org.hessianreg.dl4j.internal.mirror.convolutions.VolumeNetworks.volumes;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;

/** Networks with convolutions. */
public final class ConvolutionCases {

  private ConvolutionCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>(ofImages());
    cases.addAll(ofSequences());
    cases.addAll(ofVolumes());
    return cases;
  }

  private static List<NetworkCase> ofImages() {
    return List.of(
        NetworkCase.layers(
            "LeNet from rows",
            () ->
                ImageNetworks.sequence(
                    InputType.convolutionalFlat(8, 8, 1),
                    new ConvolutionLayer.Builder(3, 3)
                        .nOut(2)
                        .activation(Activation.IDENTITY)
                        .build(),
                    ImageNetworks.maxPooling(2),
                    new ConvolutionLayer.Builder(2, 2).nOut(3).build(),
                    ImageNetworks.maxPooling(2),
                    new DenseLayer.Builder().nOut(4).activation(Activation.RELU).build()),
            () -> batch(normal(1, 3, 64), classes(3, 3))),
        images(
            "convolution with stride and padding, no bias",
            CNN2DFormat.NCHW,
            new ConvolutionLayer.Builder(3, 2)
                .nOut(2)
                .stride(2, 1)
                .padding(1, 1)
                .hasBias(false)
                .build()),
        images(
            "convolution, mode same with stride",
            CNN2DFormat.NCHW,
            new ConvolutionLayer.Builder(2, 3)
                .nOut(2)
                .stride(1, 2)
                .convolutionMode(ConvolutionMode.Same)
                .build()),
        images(
            "convolution with dilation",
            CNN2DFormat.NCHW,
            new ConvolutionLayer.Builder(2, 2).nOut(2).dilation(2, 1).build()),
        images(
            "convolution, mode same with dilation",
            CNN2DFormat.NCHW,
            new ConvolutionLayer.Builder(2, 2)
                .nOut(2)
                .dilation(2, 1)
                .convolutionMode(ConvolutionMode.Same)
                .build()),
        images(
            "convolution, mode strict, channels last",
            CNN2DFormat.NHWC,
            new ConvolutionLayer.Builder(3, 3)
                .nOut(2)
                .convolutionMode(ConvolutionMode.Strict)
                .build()),
        images(
            "convolution, mode same with stride, channels last",
            CNN2DFormat.NHWC,
            new ConvolutionLayer.Builder(3, 2)
                .nOut(2)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Same)
                .build()),
        images(
            "depthwise convolution with stride and padding",
            CNN2DFormat.NCHW,
            new DepthwiseConvolution2D.Builder(3, 2)
                .depthMultiplier(2)
                .nOut(4)
                .stride(2, 1)
                .padding(1, 0)
                .build()),
        images(
            "depthwise convolution, mode same, dilation, no bias, channels last",
            CNN2DFormat.NHWC,
            new DepthwiseConvolution2D.Builder(2, 2)
                .depthMultiplier(2)
                .nOut(4)
                .dilation(1, 2)
                .hasBias(false)
                .convolutionMode(ConvolutionMode.Same)
                .build()),
        images(
            "separable convolution with stride and padding",
            CNN2DFormat.NCHW,
            new SeparableConvolution2D.Builder(3, 2)
                .depthMultiplier(2)
                .nOut(3)
                .stride(2, 1)
                .padding(0, 1)
                .build()),
        images(
            "separable convolution, mode same, dilation, no bias",
            CNN2DFormat.NCHW,
            new SeparableConvolution2D.Builder(2, 2)
                .nOut(2)
                .dilation(2, 1)
                .hasBias(false)
                .convolutionMode(ConvolutionMode.Same)
                .build()),
        images(
            "separable convolution, channels last",
            CNN2DFormat.NHWC,
            new SeparableConvolution2D.Builder(2, 2).nOut(3).build()),
        images(
            "deconvolution with stride and padding",
            CNN2DFormat.NCHW,
            new Deconvolution2D.Builder(3, 2).nOut(2).stride(2, 2).padding(1, 0).build()),
        images(
            "deconvolution, mode same, no bias, channels last",
            CNN2DFormat.NHWC,
            new Deconvolution2D.Builder(3, 2)
                .nOut(2)
                .stride(2, 1)
                .hasBias(false)
                .convolutionMode(ConvolutionMode.Same)
                .build()),
        images(
            "deconvolution with dilation",
            CNN2DFormat.NCHW,
            new Deconvolution2D.Builder(2, 2).nOut(2).dilation(2, 1).build()));
  }

  private static List<NetworkCase> ofSequences() {
    return List.of(
        sequences(
            "1D convolution with padding and stride",
            conv1d(3).stride(2).padding(1).nOut(4).build()),
        sequences(
            "1D convolution, no bias, dilation",
            conv1d(2).dilation(2).hasBias(false).nOut(4).build()),
        sequences(
            "1D convolution, mode same",
            conv1d(3).convolutionMode(ConvolutionMode.Same).nOut(4).build()),
        sequences(
            "1D convolution, causal, dilation",
            conv1d(2).dilation(2).convolutionMode(ConvolutionMode.Causal).nOut(4).build()),
        sequences(
            "1D convolution, causal, stride",
            conv1d(3).stride(2).convolutionMode(ConvolutionMode.Causal).nOut(4).build()),
        maskedSequences(
            "1D convolution, masked",
            conv1d(3).nOut(4).convolutionMode(ConvolutionMode.Same).build()),
        maskedSequences(
            "1D convolution with stride, masked",
            conv1d(2).nOut(4).stride(2).convolutionMode(ConvolutionMode.Same).build()));
  }

  private static Convolution1DLayer.Builder conv1d(int kernel) {
    return new Convolution1DLayer.Builder(kernel);
  }

  private static List<NetworkCase> ofVolumes() {
    return List.of(
        volumes(
            "3D convolution with stride and padding",
            Convolution3D.DataFormat.NCDHW,
            new Convolution3D.Builder(2, 3, 2)
                .nIn(2)
                .nOut(2)
                .stride(1, 2, 1)
                .padding(0, 1, 1)
                .dataFormat(Convolution3D.DataFormat.NCDHW)
                .build(),
            2,
            2,
            4),
        volumes(
            "3D convolution, mode same, no bias",
            Convolution3D.DataFormat.NCDHW,
            new Convolution3D.Builder(2, 2, 3)
                .nIn(2)
                .nOut(2)
                .stride(2, 1, 1)
                .hasBias(false)
                .convolutionMode(ConvolutionMode.Same)
                .dataFormat(Convolution3D.DataFormat.NCDHW)
                .build(),
            2,
            4,
            3),
        volumes(
            "3D convolution with dilation, channels last",
            Convolution3D.DataFormat.NDHWC,
            new Convolution3D.Builder(2, 1, 2)
                .nIn(2)
                .nOut(2)
                .dilation(1, 1, 2)
                .dataFormat(Convolution3D.DataFormat.NDHWC)
                .build(),
            2,
            4,
            1),
        volumes(
            "3D deconvolution with stride and padding",
            Convolution3D.DataFormat.NCDHW,
            deconvolution3d()
                .stride(2, 1, 2)
                .padding(0, 1, 1)
                .convolutionMode(ConvolutionMode.Truncate)
                .build(),
            6,
            4,
            4),
        volumes(
            "3D deconvolution, mode same, no bias",
            Convolution3D.DataFormat.NCDHW,
            deconvolution3d()
                .stride(2, 1, 1)
                .hasBias(false)
                .convolutionMode(ConvolutionMode.Same)
                .build(),
            6,
            4,
            3),
        volumes(
            "3D deconvolution with dilation, channels last",
            Convolution3D.DataFormat.NDHWC,
            deconvolution3d()
                .dilation(2, 1, 1)
                .convolutionMode(ConvolutionMode.Truncate)
                .dataFormat(Convolution3D.DataFormat.NDHWC)
                .build(),
            5,
            6,
            4));
  }

  private static Deconvolution3D.Builder deconvolution3d() {
    return new Deconvolution3D.Builder().kernelSize(2, 3, 2).nIn(2).nOut(2);
  }
}
