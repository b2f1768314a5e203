package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.convolutions.ImageNetworks.images;
import static org.hessianreg.dl4j.internal.mirror.convolutions.SequenceNetworks.sequences;
import static org.hessianreg.dl4j.internal.mirror.convolutions.VolumeNetworks.volumes;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;

/** Networks with layers that repeat, add, leave out or move elements. */
public final class ResizingCases {

  private ResizingCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        sequences("1D upsampling", new Upsampling1D.Builder(2).build()),
        images("upsampling", CNN2DFormat.NCHW, upsampling(CNN2DFormat.NCHW)),
        images("upsampling, channels last", CNN2DFormat.NHWC, upsampling(CNN2DFormat.NHWC)),
        volumes(
            "3D upsampling",
            Convolution3D.DataFormat.NCDHW,
            upsampling3d(Convolution3D.DataFormat.NCDHW),
            6,
            4,
            9),
        volumes(
            "3D upsampling, channels last",
            Convolution3D.DataFormat.NDHWC,
            upsampling3d(Convolution3D.DataFormat.NDHWC),
            6,
            4,
            9),
        sequences("1D zero padding", new ZeroPadding1DLayer.Builder(1, 2).build()),
        images(
            "zero padding",
            CNN2DFormat.NCHW,
            new ZeroPaddingLayer.Builder(1, 2, 0, 3).build(),
            conv3x3()),
        images(
            "zero padding, channels last",
            CNN2DFormat.NHWC,
            new ZeroPaddingLayer.Builder(1, 2, 0, 3).dataFormat(CNN2DFormat.NHWC).build(),
            conv3x3()),
        volumes(
            "3D zero padding",
            Convolution3D.DataFormat.NCDHW,
            new ZeroPadding3DLayer.Builder(1, 0, 2, 1, 0, 1).build(),
            4,
            7,
            4),
        sequences("1D cropping", new Cropping1D.Builder(1, 2).build()),
        images("cropping", CNN2DFormat.NCHW, new Cropping2D.Builder(1, 2, 0, 1).build()),
        images(
            "cropping, channels last",
            CNN2DFormat.NHWC,
            new Cropping2D.Builder(1, 2, 0, 1).dataFormat(CNN2DFormat.NHWC).build()),
        volumes(
            "3D cropping",
            Convolution3D.DataFormat.NCDHW,
            new Cropping3D.Builder(1, 0, 2, 1, 0, 1).build(),
            2,
            1,
            2),
        spaceToDepth(CNN2DFormat.NCHW),
        spaceToDepth(CNN2DFormat.NHWC),
        spaceToBatch(CNN2DFormat.NCHW),
        spaceToBatch(CNN2DFormat.NHWC));
  }

  private static Upsampling2D upsampling(CNN2DFormat format) {
    return new Upsampling2D.Builder(1).size(new int[] {2, 3}).dataFormat(format).build();
  }

  private static Upsampling3D upsampling3d(Convolution3D.DataFormat format) {
    return new Upsampling3D.Builder(1).dataFormat(format).size(new int[] {2, 1, 3}).build();
  }

  private static ConvolutionLayer conv3x3() {
    return new ConvolutionLayer.Builder(3, 3).nOut(2).build();
  }

  private static NetworkCase spaceToDepth(CNN2DFormat format) {
    return NetworkCase.layers(
        "space to depth, " + format,
        () ->
            ImageNetworks.sequence(
                InputType.convolutional(4, 6, 1, format),
                new ConvolutionLayer.Builder(1, 1).nOut(2).build(),
                new SpaceToDepthLayer.Builder<>(2, format).build(),
                new ConvolutionLayer.Builder(2, 2).nOut(2).build()),
        () ->
            batch(
                format == CNN2DFormat.NCHW ? normal(1, 2, 1, 4, 6) : normal(1, 2, 4, 6, 1),
                classes(2, 3)));
  }

  private static NetworkCase spaceToBatch(CNN2DFormat format) {
    return NetworkCase.layers(
        "space to batch, " + format,
        () ->
            ImageNetworks.sequence(
                InputType.convolutional(3, 5, 1, format),
                new ConvolutionLayer.Builder(1, 1).nOut(2).build(),
                new SpaceToBatchLayer.Builder<>(
                        new int[] {2, 3}, new int[][] {new int[] {0, 1}, new int[] {1, 0}})
                    .dataFormat(format)
                    .build()),
        () ->
            batch(
                format == CNN2DFormat.NCHW ? normal(1, 2, 1, 3, 5) : normal(1, 2, 3, 5, 1),
                classes(12, 3)));
  }
}
