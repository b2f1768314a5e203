package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of images that a case puts its layers into. */
public final class ImageNetworks {

  private ImageNetworks() {}

  /** Layers on images with 2 channels of 5 by 4 pixels, between a convolution and a softmax. */
  public static NetworkCase images(String name, CNN2DFormat format, Layer... layers) {
    Layer[] all = new Layer[layers.length + 1];
    System.arraycopy(layers, 0, all, 1, layers.length);
    boolean first = format == CNN2DFormat.NCHW;
    return NetworkCase.layers(
        name,
        () -> {
          all[0] = new ConvolutionLayer.Builder(1, 1).nOut(2).dataFormat(format).build();
          return sequence(InputType.convolutional(5, 4, 2, format), all);
        },
        () -> batch(first ? normal(1, 3, 2, 5, 4) : normal(1, 3, 5, 4, 2), classes(3, 3)));
  }

  /** The layers, and a softmax over 3 classes. */
  public static MultiLayerConfiguration sequence(InputType input, Layer... layers) {
    NeuralNetConfiguration.ListBuilder list = conf().list();
    for (Layer layer : layers) {
      list.layer(layer.clone());
    }
    return list.layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        .setInputType(input)
        .build();
  }

  public static SubsamplingLayer maxPooling(int size) {
    return new SubsamplingLayer.Builder(PoolingType.MAX, new int[] {size, size})
        .stride(size, size)
        .build();
  }
}
