package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The rows that a matrix has in consecutive steps of a recurrence, one below another. */
final class SegmentRows {

  private final Slices slices;
  private final Optional<INDArray> memory;
  private final Block[] blocks;
  private final OpStep copy = OpStep.free(NativeOp.of("identity"), 1);
  private INDArray base;
  private INDArray current;

  /**
   * Finds the rows.
   *
   * @param slices where the matrix is in each step
   * @param segments how many segments there are
   * @param memory a vector that the rows of a segment fit into; none if they lie one below another
   *     already
   */
  SegmentRows(Slices slices, int segments, Optional<INDArray> memory) {
    this.slices = slices;
    this.memory = memory;
    this.blocks = new Block[segments];
    this.base = slices.base();
  }

  /** The matrices of a segment, where they lie and where they are read. Immutable. */
  private static final class Block {

    private final INDArray source;
    private final INDArray dense;
    private final INDArray rows;

    Block(INDArray source, Optional<INDArray> memory) {
      this.source = source;
      this.dense = memory.map(m -> ValueArrays.part(m, 0, source.shape())).orElse(source);
      this.rows = ValueArrays.part(dense, 0, source.size(0) * source.size(1), source.size(2));
    }
  }

  /** Whether the rows of each segment are copied. */
  boolean areCopied() {
    return memory.isPresent();
  }

  /** Turns to a segment whose steps have run. */
  @SuppressWarnings("ReferenceEquality") // Another array of equal content is another array.
  void turnTo(int segment, int firstStep, int count) {
    if (base != slices.base()) {
      base = slices.base();
      Arrays.fill(blocks, null);
    }
    if (blocks[segment] == null) {
      blocks[segment] = new Block(slices.block(firstStep, count), memory);
    }
    Block block = blocks[segment];
    if (memory.isPresent()) {
      copy.run(new INDArray[] {block.source, block.dense});
    }
    current = block.rows;
  }

  /** The rows in all steps of the current segment. */
  INDArray matrix() {
    return current;
  }
}
