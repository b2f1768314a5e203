package org.hessianreg.samediff.internal.calculus;

import java.util.Arrays;
import java.util.OptionalInt;
import org.nd4j.autodiff.samediff.SDVariable;

/** One number for each channel, in the shape that is broadcast along an axis. */
public final class Channels {

  private Channels() {}

  /**
   * Reshapes a vector.
   *
   * @param vector as many numbers as {@code x} has channels
   * @param x what it is to be broadcast to
   * @param axis the dimension of the channels, negative if it is counted from the last
   * @param rank the number of dimensions of {@code x}, if it is known
   * @return the numbers along the axis
   */
  public static SDVariable spread(SDVariable vector, SDVariable x, int axis, OptionalInt rank) {
    if (axis == -1 || (rank.isPresent() && axis == rank.getAsInt() - 1)) {
      return vector;
    }
    if (rank.isEmpty()) {
      return vector.reshape(LayerNormalization.channelShape(x, axis));
    }
    long[] shape = new long[rank.getAsInt()];
    Arrays.fill(shape, 1);
    shape[axis < 0 ? axis + shape.length : axis] = -1;
    return vector.reshape(shape);
  }
}
