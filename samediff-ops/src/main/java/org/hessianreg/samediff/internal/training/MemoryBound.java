package org.hessianreg.samediff.internal.training;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.bytedeco.javacpp.Pointer;

/**
 * A map that keeps the entries used last, as many as fit into a share of memory, and always the
 * newest. What is not there is built again. Not thread-safe.
 */
public final class MemoryBound<K, V> {

  /** What an op of a program, and of the graph that it was read off, occupy of the heap. */
  public static final long BYTES_PER_OP = 3 << 10;

  private static final int SHARE = 4;

  private final long limit;
  private final ToLongFunction<V> bytes;
  private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

  /**
   * Creates an empty map.
   *
   * @param limit in bytes
   * @param bytes gives how many bytes an entry occupies, which may grow while it is kept
   */
  public MemoryBound(long limit, ToLongFunction<V> bytes) {
    this.limit = limit;
    this.bytes = bytes;
  }

  /**
   * A quarter of the heap, or of what JavaCPP may allocate outside of it if that is less: an op
   * takes about as much there.
   *
   * @return bytes
   */
  public static long ofMachine() {
    long outside = Pointer.maxBytes();
    long heap = Runtime.getRuntime().maxMemory();
    return (outside > 0 ? Math.min(heap, outside) : heap) / SHARE;
  }

  /**
   * Looks an entry up, which is then the one used last.
   *
   * @param key the key
   * @return the value, if there is one
   */
  public Optional<V> get(K key) {
    return Optional.ofNullable(entries.get(key));
  }

  /**
   * Adds an entry.
   *
   * @param key the key
   * @param value the value
   * @return how many others were dropped for it
   */
  public int put(K key, V value) {
    int dropped = shrink();
    entries.put(key, value);
    return dropped;
  }

  /**
   * What all entries occupy.
   *
   * @return bytes
   */
  public long bytes() {
    return entries.values().stream().mapToLong(bytes).sum();
  }

  /** Drops what was not used for longest, until the rest fits. */
  private int shrink() {
    long total = bytes();
    int dropped = 0;
    for (Iterator<V> eldest = entries.values().iterator(); total > limit && eldest.hasNext(); ) {
      total -= bytes.applyAsLong(eldest.next());
      eldest.remove();
      dropped++;
    }
    return dropped;
  }

  /**
   * The number of entries.
   *
   * @return at least 0
   */
  public int size() {
    return entries.size();
  }
}
