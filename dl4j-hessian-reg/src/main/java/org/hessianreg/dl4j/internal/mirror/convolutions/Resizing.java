package org.hessianreg.dl4j.internal.mirror.convolutions;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Layers that repeat, add or leave out elements along the dimensions of space or time. */
final class Resizing {

  private Resizing() {}

  static SDVariable upsampling(LayerScope<Upsampling1D> layer, SDVariable x) {
    return repeated(layer, x, 2, layer.conf().getSize()[0]);
  }

  static SDVariable upsampling2d(LayerScope<Upsampling2D> layer, SDVariable x) {
    return repeated(layer, x, first(layer.conf().getFormat()), layer.conf().getSize());
  }

  static SDVariable upsampling3d(LayerScope<Upsampling3D> layer, SDVariable x) {
    boolean channelsFirst = layer.conf().getDataFormat() == Convolution3D.DataFormat.NCDHW;
    return repeated(layer, x, channelsFirst ? 2 : 1, layer.conf().getSize());
  }

  static SDVariable zeroPadding(LayerScope<ZeroPadding1DLayer> layer, SDVariable x) {
    return padded(layer, x, 2, layer.conf().getPadding());
  }

  static SDVariable zeroPadding2d(LayerScope<ZeroPaddingLayer> layer, SDVariable x) {
    return padded(layer, x, first(layer.conf().getDataFormat()), layer.conf().getPadding());
  }

  static SDVariable zeroPadding3d(LayerScope<ZeroPadding3DLayer> layer, SDVariable x) {
    return padded(layer, x, 2, layer.conf().getPadding());
  }

  static SDVariable cropping(LayerScope<Cropping1D> layer, SDVariable x) {
    return cropped(layer, x, 2, layer.conf().getCropping());
  }

  static SDVariable cropping2d(LayerScope<Cropping2D> layer, SDVariable x) {
    return cropped(layer, x, first(layer.conf().getDataFormat()), layer.conf().getCropping());
  }

  static SDVariable cropping3d(LayerScope<Cropping3D> layer, SDVariable x) {
    return cropped(layer, x, 2, layer.conf().getCropping());
  }

  private static int first(CNN2DFormat format) {
    return format == CNN2DFormat.NCHW ? 2 : 1;
  }

  /** Repeats each element along {@code times.length} dimensions. */
  private static SDVariable repeated(MirrorScope<?> layer, SDVariable x, int first, int... times) {
    long[] shape = layer.shape(x);
    long[] split = new long[shape.length + times.length];
    int[] repeats = new int[split.length];
    long[] joined = shape.clone();
    int j = 0;
    for (int i = 0; i < shape.length; i++) {
      split[j] = shape[i];
      repeats[j++] = 1;
      if (i >= first && i < first + times.length) {
        split[j] = 1;
        repeats[j++] = times[i - first];
        joined[i] *= times[i - first];
      }
    }
    return layer.graph().tile(x.reshape(split), repeats).reshape(joined);
  }

  private static SDVariable padded(MirrorScope<?> layer, SDVariable x, int first, int[] padding) {
    long[][] counts = new long[layer.shape(x).length][];
    for (int i = 0; i < padding.length / 2; i++) {
      counts[first + i] = new long[] {padding[2 * i], padding[2 * i + 1]};
    }
    return Windows.padded(layer, x, counts);
  }

  /** Leaves out elements before and behind, of dimensions from the first on. */
  static SDVariable cropped(MirrorScope<?> layer, SDVariable x, int first, int[] cropping) {
    if (Arrays.stream(cropping).allMatch(count -> count == 0)) {
      return x;
    }
    long[] end = layer.shape(x);
    long[] begin = new long[end.length];
    long[] strides = new long[end.length];
    Arrays.fill(strides, 1);
    for (int i = 0; i < cropping.length / 2; i++) {
      begin[first + i] = cropping[2 * i];
      end[first + i] -= cropping[2 * i + 1];
    }
    return layer.graph().stridedSlice(x, begin, end, strides);
  }
}
