package org.hessianreg.samediff.internal.compositions;

import java.util.List;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Images of other sizes, {@code y = R·x·Cᵀ} for each example and channel, with matrices that
 * interpolate rows and columns. Images have the channels last.
 */
final class Resizes {

  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;

  /** ND4J's bicubic op makes no images that are narrower. */
  private static final long LEAST_WIDTH = 4;

  private Resizes() {}

  /** SameDiff cannot copy ND4J's op. */
  static List<SDVariable> bilinear(OriginalOp op) {
    boolean[] arguments = op.booleans();
    boolean alignCorners = arguments.length > 0 && arguments[0];
    boolean halfPixels = arguments.length > 1 && arguments[1];
    SDVariable x = op.input(0);
    SDVariable size = size(op);
    SDVariable rows = bilinear(x, HEIGHT, element(size, 0), alignCorners, halfPixels);
    SDVariable columns = bilinear(x, WIDTH, element(size, 1), alignCorners, halfPixels);
    return OriginalOp.result(resized(x, rows, columns));
  }

  /** Weights for a dimension, computed in FLOAT as ND4J does: of shape {@code [new size, size]}. */
  private static SDVariable bilinear(
      SDVariable x, int dimension, SDVariable newSize, boolean alignCorners, boolean halfPixels) {
    SameDiff sd = x.getSameDiff();
    SDVariable size = sd.sizeAt(x, dimension).castTo(DataType.INT64);
    SDVariable from = size.castTo(DataType.FLOAT);
    SDVariable to = newSize.castTo(DataType.FLOAT);
    // A single new row or column is taken for not aligned.
    SDVariable less = alignCorners ? to.gt(1.0).castTo(DataType.FLOAT) : to.mul(0.0);
    SDVariable scale = from.sub(less).div(to.sub(less)).castTo(DataType.DOUBLE);
    SDVariable places = numbers(sd, newSize).castTo(DataType.DOUBLE).reshape(-1, 1);
    // ND4J rounds the sum to FLOAT, but not the product, where the processor can do so.
    SDVariable exact = halfPixels ? places.add(0.5).mul(scale).sub(0.5) : places.mul(scale);
    SDVariable source = exact.castTo(DataType.FLOAT);
    SDVariable before = sd.math().floor(source);
    SDVariable weight = source.sub(before).castTo(x.dataType());
    SDVariable all = numbers(sd, size).castTo(DataType.FLOAT).reshape(1, -1);
    SDVariable first = all.eq(sd.scalarMax(before, 0.0)).castTo(x.dataType());
    SDVariable last = from.sub(1.0);
    SDVariable second = all.eq(sd.math().min(before.add(1.0), last)).castTo(x.dataType());
    return first.mul(weight.rsub(1.0)).add(second.mul(weight));
  }

  /** Any other: the matrices are what ND4J's op makes of images that hold an identity matrix. */
  static List<SDVariable> other(OriginalOp op) {
    boolean isImageResize = "image_resize".equals(op.function().opName());
    if (isImageResize && op.booleans().length > 0 && op.booleans()[0]) {
      throw op.unsupported("it keeps the aspect ratio");
    }
    if (isBicubic(op) && op.input(0).dataType() != DataType.FLOAT) {
      throw op.unsupported("ND4J computes it wrongly in other types than FLOAT");
    }
    SDVariable x = op.input(0);
    SDVariable size = size(op);
    return OriginalOp.result(
        resized(x, matrix(op, HEIGHT, element(size, 0)), matrix(op, WIDTH, element(size, 1))));
  }

  private static boolean isBicubic(OriginalOp op) {
    return "resize_bicubic".equals(op.function().opName());
  }

  private static SDVariable matrix(OriginalOp op, int dimension, SDVariable newSize) {
    SameDiff sd = op.graph();
    SDVariable x = op.input(0);
    SDVariable size = sd.sizeAt(x, dimension).castTo(DataType.INT64);
    SDVariable all = numbers(sd, size);
    SDVariable identity = all.reshape(-1, 1).eq(all.reshape(1, -1)).castTo(x.dataType());
    SDVariable one = sd.constant(Nd4j.createFromArray(1L));
    SDVariable image = identity.reshape(sd.concat(0, one, size.reshape(1), one, size.reshape(1)));
    SDVariable width = sd.constant(Nd4j.createFromArray(LEAST_WIDTH));
    SDVariable newSizes =
        sd.concat(0, newSize.reshape(1), isBicubic(op) ? width : one).castTo(DataType.INT32);
    SDVariable made = OpReapplication.reapplyIn(sd, op.function(), image, newSizes)[0];
    // The columns are all the same.
    return made.mean(2).reshape(sd.concat(0, newSize.reshape(1), size.reshape(1)));
  }

  /** The new height and width. */
  private static SDVariable size(OriginalOp op) {
    if (op.count() > 1) {
      return op.input(1).castTo(DataType.INT64);
    }
    int[] arguments = op.integers();
    if (arguments.length < 2) {
      throw op.unsupported("it has no size");
    }
    return op.graph().constant(Nd4j.createFromArray((long) arguments[0], (long) arguments[1]));
  }

  private static SDVariable element(SDVariable size, int index) {
    SDVariable place = size.getSameDiff().constant(Nd4j.createFromArray(1L - index, index));
    return size.mul(place).sum();
  }

  private static SDVariable numbers(SameDiff sd, SDVariable count) {
    return sd.range(sd.constant(0L), count, sd.constant(1L), DataType.INT64);
  }

  /** Multiplies along the height, then along the width. */
  private static SDVariable resized(SDVariable x, SDVariable rows, SDVariable columns) {
    SDVariable narrow = product(x.permute(0, 2, 3, 1), rows);
    return product(narrow.permute(0, 3, 2, 1), columns).permute(0, 1, 3, 2);
  }

  /** Multiplies along the last of four dimensions, of which the others stay. */
  private static SDVariable product(SDVariable x, SDVariable matrix) {
    SameDiff sd = x.getSameDiff();
    SDVariable before = sd.shape(x).mul(sd.constant(Nd4j.createFromArray(1L, 1L, 1L, 0L)));
    SDVariable last = sd.shape(matrix).mul(sd.constant(Nd4j.createFromArray(1L, 0L))).sum();
    SDVariable shape = before.add(sd.constant(Nd4j.createFromArray(0L, 0L, 0L, 1L)).mul(last));
    SDVariable one = sd.constant(Nd4j.createFromArray(-1L));
    SDVariable size = sd.sizeAt(x, -1).castTo(DataType.INT64).reshape(1);
    SDVariable vectors = x.reshape(sd.concat(0, one, size));
    return sd.mmul(vectors, matrix, false, true, false).reshape(shape);
  }
}
