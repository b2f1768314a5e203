package org.hessianreg.dl4j.spark.internal;

import java.io.Serializable;
import java.util.List;
import org.bytedeco.javacpp.BytePointer;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The elements of an array as they travel: bytes in the order of the machine, copied at once, which
 * Java's serialisation and Kryo write as fast as the network takes them. Immutable.
 */
public final class Numbers implements Serializable {

  private static final long serialVersionUID = 1L;

  private final DataType type;
  private final byte[] bytes;

  private Numbers(DataType type, byte[] bytes) {
    this.type = type;
    this.bytes = bytes;
  }

  /**
   * Copies the elements of an array in the order 'c'.
   *
   * @param array an array of any shape
   * @return its elements
   * @throws HessianTraceException if the array has more than 2 GiB
   */
  static Numbers of(INDArray array) {
    long size = array.length() * array.dataType().width();
    if (size > Integer.MAX_VALUE - 8) {
      throw new HessianTraceException(
          String.format(
              "An array of %d bytes is too large to be sent, expected at most 2 GiB.", size),
          "train a model whose parameters, and whose updater's state, take less.");
    }
    INDArray flat = array.dup('c');
    Nd4j.getExecutioner().commit();
    Nd4j.getAffinityManager().ensureLocation(flat, Location.HOST);
    byte[] bytes = new byte[(int) size];
    try (BytePointer source = new BytePointer(flat.data().addressPointer())) {
      source.get(bytes);
    }
    return new Numbers(array.dataType(), bytes);
  }

  /** A new row with the elements. */
  INDArray toArray() {
    INDArray row = Nd4j.createUninitialized(type, bytes.length / type.width());
    try (BytePointer target = new BytePointer(row.data().addressPointer())) {
      target.put(bytes);
    }
    Nd4j.getAffinityManager().tagLocation(row, Location.HOST);
    return row;
  }

  /** Copies the elements into an array of as many, in the order 'c'. */
  void copyTo(INDArray array) {
    array.assign(toArray().reshape('c', array.shape()));
  }

  /** The element-wise sum, added one after the other. */
  static Numbers sum(List<Numbers> terms) {
    INDArray sum = terms.get(0).toArray();
    terms.subList(1, terms.size()).forEach(term -> sum.addi(term.toArray()));
    return of(sum);
  }

  /** The elements divided by a number. */
  Numbers dividedBy(int divisor) {
    return of(toArray().divi(divisor));
  }

  /** How many bytes travel. */
  long size() {
    return bytes.length;
  }
}
