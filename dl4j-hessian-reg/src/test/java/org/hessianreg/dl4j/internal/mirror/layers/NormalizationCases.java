package org.hessianreg.dl4j.internal.mirror.layers;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.convolutions.ImageNetworks.images;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.dl4j.internal.mirror.convolutions.ImageNetworks;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Networks with normalisation. */
public final class NormalizationCases {

  private NormalizationCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        rows("batch normalisation of rows", batchNorm()),
        rows("batch normalisation of rows, no log deviation", batchNorm().useLogStd(false)),
        rows(
            "batch normalisation of rows, locked",
            batchNorm().lockGammaBeta(true).gamma(1.5).beta(-0.3)),
        rows(
            "batch normalisation of rows, locked, only beta",
            batchNorm().lockGammaBeta(true).beta(0.7)),
        images(
            "batch normalisation of images",
            CNN2DFormat.NCHW,
            batchNorm().gamma(0.8).beta(0.2).build()),
        images(
            "batch normalisation of images, locked",
            CNN2DFormat.NCHW,
            batchNorm().lockGammaBeta(true).gamma(1.5).beta(-0.3).build()),
        images(
            "batch normalisation of images, channels last",
            CNN2DFormat.NHWC,
            batchNorm().dataFormat(CNN2DFormat.NHWC).build()),
        frozen("frozen batch normalisation", batchNorm().gamma(0.8).beta(0.2)),
        frozen("frozen batch normalisation, no log deviation", batchNorm().useLogStd(false)),
        images(
            "local response normalisation of each channel",
            CNN2DFormat.NCHW,
            new LocalResponseNormalization.Builder(2.0, 1.0, 0.3, 0.75).build()),
        images(
            "local response normalisation of all channels, channels last",
            CNN2DFormat.NHWC,
            new LocalResponseNormalization.Builder(2.0, 3.0, 0.3, 0.75)
                .dataFormat(CNN2DFormat.NHWC)
                .build()),
        images(
            "local response normalisation across channels, alpha as usual",
            CNN2DFormat.NCHW,
            new ConvolutionLayer.Builder(1, 1).nOut(4).build(),
            new LocalResponseNormalization.Builder(2.0, 3.0, 1e-4, 0.75).build()));
  }

  private static BatchNormalization.Builder batchNorm() {
    return new BatchNormalization.Builder().eps(1e-3);
  }

  private static NetworkCase rows(String name, BatchNormalization.Builder normalization) {
    return NetworkCase.layers(
        name,
        () ->
            ImageNetworks.sequence(
                InputType.feedForward(4),
                new DenseLayer.Builder().nOut(4).build(),
                normalization.build()),
        () -> batch(normal(1, 6, 4), classes(6, 3)));
  }

  /** With running statistics as training might have left them. */
  private static NetworkCase frozen(String name, BatchNormalization.Builder normalization) {
    return NetworkCase.network(
        name,
        () -> {
          MultiLayerNetwork net =
              new MultiLayerNetwork(
                  ImageNetworks.sequence(
                      InputType.feedForward(4),
                      new FrozenLayer(normalization.nIn(4).nOut(4).build()),
                      new DenseLayer.Builder().nOut(4).build()));
          net.init();
          for (int i = 2; i < 4; i++) {
            net.getLayer(0)
                .params()
                .get(NDArrayIndex.interval(4L * i, 4L * i + 4))
                .assign(normal(i, 4).mul(0.1).add(0.3));
          }
          return net;
        },
        () -> batch(normal(1, 6, 4), classes(6, 3)));
  }
}
