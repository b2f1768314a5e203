package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Sums over dimensions. ND4J's reductions run an order of magnitude below the speed of memory; a
 * matrix product with a vector of ones does not.
 */
final class Sums {

  /** Below this many elements a reduction costs less than a matrix product. */
  private static final long SMALL = 1 << 14;

  private static final NativeOp MATRIX_PRODUCT = NativeOp.of("matmul", 0, 0, 0);

  private static final NativeOp MULTIPLY = NativeOp.of("multiply");

  private Sums() {}

  /**
   * Appends {@code scale · Σ x} over some dimensions.
   *
   * @param output a value, not yet allocated, that gets the given shape
   * @param reduced for each dimension of x, whether it is summed over
   * @return whether the sum could be appended
   */
  static boolean append(
      Binder binder, int output, int x, boolean[] reduced, double scale, long... shape) {
    if (!binder.isDense(x)) {
      return false;
    }
    long[] sizes = binder.shape(x);
    int first = 0;
    while (first < sizes.length && reduced[first]) {
      first++;
    }
    int last = sizes.length;
    while (last > first && reduced[last - 1]) {
      last--;
    }
    for (int i = first; i < last; i++) {
      if (reduced[i]) {
        return false;
      }
    }
    long leading = product(sizes, 0, first);
    long kept = product(sizes, first, last);
    long trailing = product(sizes, last, sizes.length);
    if (leading * kept * trailing < SMALL || kept == 1) {
      return false;
    }
    DataType type = binder.value(x).dataType();
    binder.allocate(output, type, shape);
    if (trailing == 1) {
      columns(binder, output, x, leading, kept, scale);
    } else if (leading == 1) {
      rows(binder, output, x, kept, trailing, scale);
    } else {
      int partial = binder.temporary(type, leading * kept, 1);
      rows(binder, partial, x, leading * kept, trailing, scale);
      columns(binder, output, partial, leading, kept, 1.0);
      binder.released(partial);
    }
    return true;
  }

  /**
   * Appends the sum of images over everything but the channels, which come second.
   *
   * @param output a value, not yet allocated, that gets the given shape
   */
  static void perChannel(Binder binder, int output, int images, long... shape) {
    boolean[] reduced = {true, false, true, true};
    if (!append(binder, output, images, reduced, 1.0, shape)) {
      binder.allocate(output, binder.value(images).dataType(), shape);
      binder.compute(output, NativeOp.of("reduce_sum", 0, 2, 3), images);
    }
  }

  /**
   * Appends the sum of a cotangent over the dimensions along which an operand was broadcast.
   *
   * @param output a value, not yet allocated, that gets the operand's shape
   */
  static void toShapeOf(Binder binder, int output, int cotangent, int operand) {
    long[] full = binder.shape(cotangent);
    long[] shape = binder.shape(operand);
    if (Arrays.equals(full, shape)) {
      binder.same(output, cotangent);
      return;
    }
    boolean[] reduced = new boolean[full.length];
    int missing = full.length - shape.length;
    for (int i = 0; i < full.length; i++) {
      reduced[i] = i < missing || shape[i - missing] != full[i];
    }
    if (!append(binder, output, cotangent, reduced, 1.0, shape)) {
      DataType type = binder.value(cotangent).dataType();
      binder.allocate(output, type, shape);
      long[] dimensions =
          IntStream.range(0, full.length).filter(i -> reduced[i]).asLongStream().toArray();
      long[] kept =
          IntStream.range(0, full.length)
              .filter(i -> !reduced[i])
              .mapToLong(i -> full[i])
              .toArray();
      binder.compute(
          binder.reshaped(output, kept), NativeOp.of("reduce_sum", dimensions), cotangent);
    }
  }

  /**
   * Appends {@code scale · y} for every element of the output that {@code y} is the sum over, the
   * backward pass of a sum. ND4J's own takes five times as long as a product that broadcasts.
   *
   * @param output a value, not yet allocated, that gets the given shape
   * @param reduced for each dimension of the output, whether the sum goes over it
   * @return whether the spread could be appended
   */
  static boolean spread(
      Binder binder, int output, int y, boolean[] reduced, double scale, long... shape) {
    long[] kept = shape.clone();
    long[] others = shape.clone();
    for (int i = 0; i < shape.length; i++) {
      if (reduced[i]) {
        kept[i] = 1;
      } else {
        others[i] = 1;
      }
    }
    long length = binder.value(y).length();
    if (length == 0 || length != product(kept, 0, kept.length)) {
      return false;
    }
    DataType type = binder.value(y).dataType();
    binder.allocate(output, type, shape);
    binder.compute(
        output, MULTIPLY, binder.reshaped(y, kept), binder.constant(type, scale, others));
    return true;
  }

  private static void rows(
      Binder binder, int output, int x, long count, long length, double scale) {
    int factors = binder.constant(binder.value(x).dataType(), scale, length, 1);
    binder.compute(
        binder.reshaped(output, count, 1),
        MATRIX_PRODUCT,
        binder.reshaped(x, count, length),
        factors);
  }

  private static void columns(
      Binder binder, int output, int x, long length, long count, double scale) {
    int factors = binder.constant(binder.value(x).dataType(), scale, 1, length);
    binder.compute(
        binder.reshaped(output, 1, count),
        MATRIX_PRODUCT,
        factors,
        binder.reshaped(x, length, count));
  }

  private static long product(long[] sizes, int from, int to) {
    return Arrays.stream(sizes, from, to).reduce(1, (a, b) -> a * b);
  }
}
