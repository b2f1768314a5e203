package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Transposed convolutions with every mode, kernel, stride and format. */
public final class DeconvolutionCases {

  private static final int HEIGHT = 4;
  private static final int WIDTH = 3;
  private static final int CHANNELS = 2;

  private DeconvolutionCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (CNN2DFormat format : CNN2DFormat.values()) {
      for (ConvolutionMode mode :
          new ConvolutionMode[] {
            ConvolutionMode.Same, ConvolutionMode.Truncate, ConvolutionMode.Strict
          }) {
        for (int kernel = 1; kernel <= 3; kernel++) {
          for (int stride = 1; stride <= 3; stride++) {
            cases.add(deconvolution(format, mode, kernel, stride, stride % 2 == 0));
          }
        }
      }
    }
    cases.add(decoder());
    return cases;
  }

  private static NetworkCase deconvolution(
      CNN2DFormat format, ConvolutionMode mode, int kernel, int stride, boolean bias) {
    return NetworkCase.layers(
        String.format(
            "deconvolution, %s, mode %s, kernel %d, stride %d, %s",
            format, mode, kernel, stride, bias ? "bias" : "no bias"),
        () ->
            conf()
                .list()
                .layer(
                    new Deconvolution2D.Builder(kernel, Math.max(1, kernel - 1))
                        .dataFormat(format)
                        .nOut(2)
                        .stride(stride, stride)
                        .convolutionMode(mode)
                        .hasBias(bias)
                        .build())
                .layer(
                    new OutputLayer.Builder(LossFunction.MCXENT)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(HEIGHT, WIDTH, CHANNELS, format))
                .build(),
        () -> batch(images(format), classes(4, 3)));
  }

  /**
   * As Keras models are imported. With max pooling the elements of a window tie after upsampling,
   * and the network's gradient jumps at its very parameters, so that no difference quotient of it
   * has a limit.
   */
  private static NetworkCase decoder() {
    return NetworkCase.layers(
        "decoder of transposed convolutions, upsampling and average pooling",
        () ->
            conf()
                .list()
                .layer(transposed())
                .layer(new ZeroPaddingLayer.Builder(1, 1).dataFormat(CNN2DFormat.NHWC).build())
                .layer(new Upsampling2D.Builder(2).dataFormat(CNN2DFormat.NHWC).build())
                .layer(new Cropping2D.Builder(1, 1).dataFormat(CNN2DFormat.NHWC).build())
                .layer(
                    new SubsamplingLayer.Builder(PoolingType.AVG)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .dataFormat(CNN2DFormat.NHWC)
                        .build())
                .layer(transposed())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(
                    new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build())
                .setInputType(InputType.convolutional(HEIGHT, WIDTH, CHANNELS, CNN2DFormat.NHWC))
                .build(),
        () -> batch(images(CNN2DFormat.NHWC), normal(2, 4, 3)));
  }

  private static Deconvolution2D transposed() {
    return new Deconvolution2D.Builder(3, 3)
        .dataFormat(CNN2DFormat.NHWC)
        .nOut(3)
        .stride(2, 2)
        .convolutionMode(ConvolutionMode.Same)
        .build();
  }

  private static INDArray images(CNN2DFormat format) {
    INDArray images = normal(1, 4, CHANNELS, HEIGHT, WIDTH);
    return format == CNN2DFormat.NCHW ? images : images.permute(0, 2, 3, 1).dup('c');
  }
}
