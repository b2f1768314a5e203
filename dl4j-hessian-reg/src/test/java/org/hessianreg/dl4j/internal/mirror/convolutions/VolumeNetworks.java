package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks of volumes that a case puts its layer into. */
public final class VolumeNetworks {

  private VolumeNetworks() {}

  /**
   * A layer on volumes with 2 channels of 3 by 4 by 3 voxels, between a convolution of voxels and a
   * softmax.
   *
   * @param sizes depth, height and width of what the layer returns, with 2 channels
   */
  public static NetworkCase volumes(
      String name, Convolution3D.DataFormat format, Layer layer, int... sizes) {
    boolean first = format == Convolution3D.DataFormat.NCDHW;
    return NetworkCase.layers(
        name,
        () -> network(format, layer, sizes),
        () -> batch(first ? normal(1, 2, 2, 3, 4, 3) : normal(1, 2, 3, 4, 3, 2), classes(2, 3)));
  }

  private static MultiLayerConfiguration network(
      Convolution3D.DataFormat format, Layer layer, int... sizes) {
    return conf()
        .list()
        .layer(new Convolution3D.Builder(1, 1, 1).nIn(2).nOut(2).dataFormat(format).build())
        .layer(layer.clone())
        .layer(
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(2 * sizes[0] * sizes[1] * sizes[2])
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build())
        // What DL4J infers from an input type takes all volumes for channels-last ones.
        .inputPreProcessor(
            2, new Cnn3DToFeedForwardPreProcessor(sizes[0], sizes[1], sizes[2], 2, format))
        .build();
  }
}
