package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Memory is used again when nobody needs it, and by nobody else before. */
class ArrayPoolTest {

  private final ArrayPool pool = new ArrayPool();
  private final ArrayPool.Allocation allocation = pool.allocation();

  private INDArray acquire(long length) {
    return allocation.acquire(DataType.DOUBLE, length);
  }

  @Test
  void arraysInUseAreDistinct() {
    assertThat(acquire(10)).isNotSameAs(acquire(10));
  }

  @Test
  void aReleasedArrayIsUsedAgainOnce() {
    INDArray first = acquire(10);
    allocation.release(first);
    assertThat(acquire(10)).isSameAs(first);
    assertThat(acquire(10)).isNotSameAs(first);
  }

  @Test
  void severalReleasedArraysAreUsedAgain() {
    INDArray first = acquire(10);
    INDArray second = acquire(10);
    allocation.release(first);
    allocation.release(second);
    assertThat(new INDArray[] {acquire(10), acquire(10)})
        .usingElementComparator((a, b) -> System.identityHashCode(a) - System.identityHashCode(b))
        .containsExactlyInAnyOrder(first, second);
  }

  @Test
  void aShorterArrayDoes() {
    INDArray array = acquire(10);
    allocation.release(array);
    assertThat(acquire(6)).isSameAs(array);
  }

  @Test
  void theShortestThatSuffices() {
    INDArray longer = acquire(10);
    INDArray shorter = acquire(9);
    allocation.release(longer);
    allocation.release(shorter);
    assertThat(acquire(8)).isSameAs(shorter);
    assertThat(acquire(8)).isSameAs(longer);
  }

  @Test
  void aMuchLongerArrayIsNotWasted() {
    INDArray array = acquire(10);
    allocation.release(array);
    assertThat(acquire(4)).isNotSameAs(array);
  }

  @Test
  void aLongerArrayIsNotFound() {
    INDArray array = acquire(10);
    allocation.release(array);
    assertThat(acquire(11).length()).isGreaterThanOrEqualTo(11);
  }

  @Test
  void typesAreKeptApart() {
    INDArray array = acquire(10);
    allocation.release(array);
    INDArray floats = allocation.acquire(DataType.FLOAT, 10);
    assertThat(floats.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(floats).isNotSameAs(array);
  }

  @Test
  void theNextProgramGetsAllOfThem() {
    INDArray inUse = acquire(10);
    INDArray released = acquire(20);
    allocation.release(released);
    ArrayPool.Allocation next = pool.allocation();
    assertThat(next.acquire(DataType.DOUBLE, 10)).isSameAs(inUse);
    assertThat(next.acquire(DataType.DOUBLE, 20)).isSameAs(released);
  }

  @Test
  void anotherPoolHasOthers() {
    INDArray array = acquire(10);
    assertThat(new ArrayPool().allocation().acquire(DataType.DOUBLE, 10)).isNotSameAs(array);
  }
}
