package org.hessianreg.examples.comparison;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.hessianreg.samediff.HessianTraceException;

/**
 * An array of unsigned bytes in the IDX format of the MNIST files: two zero bytes, the type (8),
 * the number of dimensions, each dimension's size as a big-endian 32-bit integer, and the values.
 */
final class IdxFile {

  private static final int UNSIGNED_BYTES = 8;
  private static final int GZIP_MAGIC = 0x1f8b;
  private static final long LARGEST = 1L << 30;
  private static final String FIX = "get the file again.";

  private final int[] sizes;
  private final byte[] values;

  private IdxFile(int[] sizes, byte[] values) {
    this.sizes = sizes;
    this.values = values;
  }

  /**
   * Reads a file, compressed by gzip or not.
   *
   * @param dimensions how many there must be
   * @throws HessianTraceException if the file is no such array, or shorter or longer than it says
   */
  static IdxFile read(Path file, int dimensions) throws IOException {
    try (DataInputStream in = open(file)) {
      int magic = in.readInt();
      int expected = UNSIGNED_BYTES << 8 | dimensions;
      if (magic != expected) {
        throw bad(
            file,
            String.format(
                "starts with 0x%08x, expected 0x%08x (an IDX file of unsigned bytes in %d"
                    + " dimension(s))",
                magic, expected, dimensions));
      }
      int[] sizes = new int[dimensions];
      long count = 1;
      for (int d = 0; d < dimensions; d++) {
        sizes[d] = in.readInt();
        count = sizes[d] > 0 && count <= LARGEST ? count * sizes[d] : Long.MAX_VALUE;
      }
      if (count > LARGEST) {
        throw bad(file, "claims the sizes " + Arrays.toString(sizes));
      }
      byte[] values = new byte[(int) count];
      in.readFully(values);
      if (in.read() >= 0) {
        throw bad(file, "goes on after the " + count + " values that it announces");
      }
      return new IdxFile(sizes, values);
    } catch (EOFException e) {
      throw bad(file, "ends too early", e);
    } catch (ZipException e) {
      throw bad(file, "is damaged: " + e.getMessage(), e);
    }
  }

  private static DataInputStream open(Path file) throws IOException {
    InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
    in.mark(2);
    int magic = in.read() << 8 | in.read();
    in.reset();
    try {
      return new DataInputStream(
          magic == GZIP_MAGIC ? new BufferedInputStream(new GZIPInputStream(in)) : in);
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  private static HessianTraceException bad(Path file, String what) {
    return bad(file, what, null);
  }

  private static HessianTraceException bad(Path file, String what, IOException cause) {
    return new HessianTraceException("File " + file + " " + what + ".", FIX, cause);
  }

  /** The size of a dimension. */
  int size(int dimension) {
    return sizes[dimension];
  }

  /** The values, the last dimension running fastest. Not a copy. */
  byte[] values() {
    return values;
  }
}
