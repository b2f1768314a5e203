package org.hessianreg.samediff.internal.calculus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;

/** The parts of a dynamic stitch, and what of them its output has. Immutable. */
public final class Stitch {

  private final SameDiff sd;
  private final List<SDVariable> indices;
  private final List<SDVariable> parts;

  private Stitch(SameDiff sd, List<SDVariable> inputs) {
    this.sd = sd;
    this.indices = inputs.subList(0, inputs.size() / 2);
    this.parts = inputs.subList(inputs.size() / 2, inputs.size());
  }

  /**
   * Reads a dynamic stitch.
   *
   * @param op the op; its inputs are the indices of all parts, then the parts
   * @return its parts
   */
  public static Stitch of(DifferentialFunction op) {
    return new Stitch(op.getSameDiff(), Arrays.asList(op.args()));
  }

  /**
   * The number of parts.
   *
   * @return the number
   */
  public int size() {
    return parts.size();
  }

  /**
   * The rows of the output that a part is meant for.
   *
   * @param part the number of the part
   * @return the indices
   */
  public SDVariable indices(int part) {
    return indices.get(part);
  }

  /**
   * Marks which elements of the parts the output has: of several with the same index, the last.
   *
   * @return for each part 1 for what the output has and 0 for what it has not; empty if it has all
   */
  public Optional<List<SDVariable>> kept() {
    if (Attributes.areDistinct(indices)) {
      return Optional.empty();
    }
    List<SDVariable> serials = new ArrayList<>();
    SDVariable first = sd.constant(0L);
    SDVariable one = sd.constant(1L);
    for (SDVariable part : parts) {
      SDVariable end = first.add(sd.size(part));
      serials.add(sd.range(first, end, one, DataType.INT64).reshape(sd.shape(part)));
      first = end;
    }
    SDVariable last =
        sd.dynamicStitch(indices.toArray(new SDVariable[0]), serials.toArray(new SDVariable[0]));
    List<SDVariable> kept = new ArrayList<>();
    for (int i = 0; i < parts.size(); i++) {
      SDVariable there = sd.gather(last, indices.get(i), 0);
      kept.add(there.eq(serials.get(i)).castTo(parts.get(i).dataType()));
    }
    return Optional.of(kept);
  }

  /**
   * Returns whether the parts are the rows of the output, each once, and those of a part in order.
   *
   * @return false also if the indices are not constants
   */
  public boolean isPartition() {
    int length = 0;
    int largest = -1;
    for (SDVariable index : indices) {
      int[] numbers = Attributes.constant(index).orElse(new int[0]);
      for (int i = 1; i < numbers.length; i++) {
        if (numbers[i - 1] > numbers[i]) {
          return false;
        }
      }
      length += numbers.length;
      largest = Math.max(largest, Arrays.stream(numbers).max().orElse(-1));
    }
    return Attributes.areDistinct(indices) && largest == length - 1;
  }
}
