package org.hessianreg.dl4j.mirror;

import static org.hessianreg.dl4j.mirror.ImageNetworks.images;
import static org.hessianreg.dl4j.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.mirror.NetworkCase.normal;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.nd4j.linalg.activations.Activation;

/** Networks with convolutions. */
final class ConvolutionCases {

  private ConvolutionCases() {}

  static List<NetworkCase> all() {
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
            new Convolution2D.Builder(3, 2)
                .nOut(2)
                .stride(2, 2)
                .convolutionMode(ConvolutionMode.Same)
                .build()));
  }
}
