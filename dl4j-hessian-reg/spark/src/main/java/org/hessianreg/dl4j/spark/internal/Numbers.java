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

  /** Bytes that are computed with at a time; a multiple of the size of every type. */
  private static final int PIECE = 1 << 22;

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
    byte[] bytes = new byte[(int) size];
    if (fillsItsBuffer(array)) {
      read(array, bytes, 0);
    } else {
      INDArray flat = array.dup('c');
      read(flat, bytes, 0);
      release(flat);
    }
    return new Numbers(array.dataType(), bytes);
  }

  /** Whether the buffer holds the elements in the order 'c', and nothing else. */
  private static boolean fillsItsBuffer(INDArray array) {
    return array.ordering() == 'c'
        && array.elementWiseStride() == 1
        && array.offset() == 0
        && array.data().length() == array.length();
  }

  private static int size(INDArray array) {
    return Math.toIntExact(array.length() * array.dataType().width());
  }

  /** Copies the elements of an array that fills its buffer to a place among the bytes. */
  private static void read(INDArray array, byte[] bytes, int from) {
    Nd4j.getExecutioner().commit();
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    try (BytePointer source = new BytePointer(array.data().addressPointer())) {
      source.get(bytes, from, size(array));
    }
  }

  /** Copies bytes from a place on to an array that fills its buffer. */
  private void write(int from, INDArray array) {
    Nd4j.getExecutioner().commit();
    Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
    try (BytePointer target = new BytePointer(array.data().addressPointer())) {
      target.put(bytes, from, size(array));
    }
    Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
  }

  /** A new row with elements from a place on. */
  private INDArray row(int from, int size) {
    INDArray row = Nd4j.createUninitialized(type, size / type.width());
    write(from, row);
    return row;
  }

  /** Native memory is given back at once: the collector of garbage does not see how large it is. */
  private static void release(INDArray array) {
    if (array.closeable()) {
      array.close();
    }
  }

  /** Copies the elements into an array of as many, in the order 'c'. */
  void copyTo(INDArray array) {
    if (fillsItsBuffer(array) && array.dataType() == type) {
      write(0, array);
    } else {
      INDArray row = row(0, bytes.length);
      array.assign(row.reshape('c', array.shape()));
      release(row);
    }
  }

  /** The element-wise sum, added one after the other. */
  static Numbers sum(List<Numbers> terms) {
    Numbers first = terms.get(0);
    List<Numbers> others = terms.subList(1, terms.size());
    return others.isEmpty()
        ? first
        : first.inPieces(
            (from, piece) -> {
              for (Numbers other : others) {
                INDArray term = other.row(from, size(piece));
                piece.addi(term);
                release(term);
              }
            });
  }

  /** The elements divided by a number. */
  Numbers dividedBy(int divisor) {
    return divisor == 1 ? this : inPieces((from, piece) -> piece.divi(divisor));
  }

  /** Changes a piece of the elements. */
  private interface Change {

    void apply(int from, INDArray piece);
  }

  /** Computes by pieces, because large arrays are new memory from the system each time. */
  private Numbers inPieces(Change change) {
    byte[] result = new byte[bytes.length];
    for (int from = 0; from < bytes.length; from += PIECE) {
      INDArray piece = row(from, Math.min(PIECE, bytes.length - from));
      change.apply(from, piece);
      read(piece, result, from);
      release(piece);
    }
    return new Numbers(type, result);
  }

  /** How many bytes travel. */
  long size() {
    return bytes.length;
  }
}
