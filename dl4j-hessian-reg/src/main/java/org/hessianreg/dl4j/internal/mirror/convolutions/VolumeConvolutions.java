package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.params.ConvolutionParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.ops.SDCNN;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv3DConfig;

/** Convolutions of volumes. */
final class VolumeConvolutions {

  private VolumeConvolutions() {}

  /** Weights are [out, in, depth, height, width]; the op takes [depth, height, width, in, out]. */
  static SDVariable convolution(LayerScope<Convolution3D> layer, SDVariable volumes) {
    Convolution3D conf = layer.conf();
    boolean same = conf.getConvolutionMode() == ConvolutionMode.Same;
    boolean channelsFirst = conf.getDataFormat() == Convolution3D.DataFormat.NCDHW;
    Conv3DConfig config =
        Conv3DConfig.builder()
            .kD(conf.getKernelSize()[0])
            .kH(conf.getKernelSize()[1])
            .kW(conf.getKernelSize()[2])
            .sD(conf.getStride()[0])
            .sH(conf.getStride()[1])
            .sW(conf.getStride()[2])
            .pD(same ? 0 : conf.getPadding()[0])
            .pH(same ? 0 : conf.getPadding()[1])
            .pW(same ? 0 : conf.getPadding()[2])
            .dD(conf.getDilation()[0])
            .dH(conf.getDilation()[1])
            .dW(conf.getDilation()[2])
            .paddingMode(Windows.paddingMode(layer, conf.getConvolutionMode()))
            .dataFormat(channelsFirst ? Conv3DConfig.NCDHW : Conv3DConfig.NDHWC)
            .build();
    SDVariable weights =
        layer.parameter(ConvolutionParamInitializer.WEIGHT_KEY).permute(2, 3, 4, 1, 0);
    SDCNN cnn = layer.graph().cnn();
    SDVariable z =
        conf.hasBias()
            ? cnn.conv3d(volumes, weights, ImageConvolutions.bias(layer), config)
            : cnn.conv3d(volumes, weights, config);
    return ImageConvolutions.activated(layer, z);
  }
}
