package org.hessianreg.dl4j.internal.mirror.outputs;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Output layers of images and volumes: every pixel and voxel is a row. */
final class SpatialOutputs {

  private SpatialOutputs() {}

  static SDVariable cnnLoss(LayerScope<CnnLossLayer> layer, SDVariable input, SDVariable labels) {
    boolean channelsFirst = layer.conf().getFormat() == CNN2DFormat.NCHW;
    return Outputs.ofPreOutput(
        layer,
        layer.conf().getLossFn(),
        layer.conf().getActivationFn(),
        rows(layer, labels, channelsFirst),
        rows(layer, input, channelsFirst),
        imageMask(layer, input, channelsFirst));
  }

  /**
   * A mask of examples {@code [example, 1]}, of pixels {@code [example, height, width]}, or with
   * channels.
   */
  private static SDVariable imageMask(
      LayerScope<CnnLossLayer> layer, SDVariable input, boolean channelsFirst) {
    SDVariable mask = LabelMasks.of(layer);
    if (mask == null) {
      return null;
    }
    long[] shape = layer.shape(mask);
    long[] images = layer.shape(input);
    if (shape.length == 2) {
      int pixels = Math.toIntExact(rowCount(images, channelsFirst) / images[0]);
      return layer.graph().tile(mask, 1, pixels).reshape(images[0] * pixels, 1);
    }
    if (shape.length == 4 && !channelsFirst) {
      throw layer.refusal(
          "Deeplearning4j takes a mask of rank 4 for one with channels first.",
          "use a mask [minibatch, height, width].");
    }
    return shape.length == 3
        ? mask.reshape(Arrays.stream(shape).reduce(1, Math::multiplyExact), 1)
        : rows(layer, mask, true);
  }

  static SDVariable cnn3dLoss(
      LayerScope<Cnn3DLossLayer> layer, SDVariable input, SDVariable labels) {
    boolean channelsFirst = layer.conf().getDataFormat() == Convolution3D.DataFormat.NCDHW;
    return Outputs.ofPreOutput(
        layer,
        layer.conf().getLossFn(),
        layer.conf().getActivationFn(),
        rows(layer, labels, channelsFirst),
        rows(layer, input, channelsFirst),
        volumeMask(layer, input, channelsFirst));
  }

  /** A mask of rank 5 holds for all places along dimensions of size 1. */
  private static SDVariable volumeMask(
      LayerScope<Cnn3DLossLayer> layer, SDVariable input, boolean channelsFirst) {
    SDVariable mask = LabelMasks.of(layer);
    if (mask == null) {
      return null;
    }
    long[] shape = layer.shape(mask);
    long[] volumes = layer.shape(input);
    int[] repeats = new int[shape.length];
    for (int i = 0; i < shape.length; i++) {
      boolean channels = i == (channelsFirst ? 1 : shape.length - 1);
      repeats[i] = channels || shape[i] != 1 ? 1 : Math.toIntExact(volumes[i]);
    }
    return rows(layer, layer.graph().tile(mask, repeats), channelsFirst);
  }

  /** A row with the channels for each place. */
  private static SDVariable rows(MirrorScope<?> layer, SDVariable places, boolean channelsFirst) {
    long[] shape = layer.shape(places);
    int rank = shape.length;
    long channels = channelsFirst ? shape[1] : shape[rank - 1];
    SDVariable last = places;
    if (channelsFirst) {
      int[] order = new int[rank];
      for (int i = 1; i < rank - 1; i++) {
        order[i] = i + 1;
      }
      order[rank - 1] = 1;
      last = places.permute(order);
    }
    return last.reshape(rowCount(shape, channelsFirst), channels);
  }

  private static long rowCount(long[] shape, boolean channelsFirst) {
    long all = Arrays.stream(shape).reduce(1, Math::multiplyExact);
    return all / (channelsFirst ? shape[1] : shape[shape.length - 1]);
  }
}
