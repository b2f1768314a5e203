package org.hessianreg.samediff.internal.execution;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Memory for the intermediate values of programs. Programs that share a pool share its memory, so
 * only one of them may run at a time. Not thread-safe.
 */
public final class ArrayPool {

  /** A free array serves if it is at most this many times too long. */
  private static final long WASTE = 2;

  private final List<INDArray> arrays = new ArrayList<>();

  /** Creates an empty pool. */
  public ArrayPool() {}

  /** How many arrays the memory consists of. */
  int size() {
    return arrays.size();
  }

  /** How many elements they have. */
  long elements() {
    return arrays.stream().mapToLong(INDArray::length).sum();
  }

  /** Starts to share the memory out to one program, all of it. */
  Allocation allocation() {
    Allocation allocation = new Allocation(Optional.empty());
    arrays.forEach(allocation::release);
    return allocation;
  }

  /** What is free while a program is bound. */
  final class Allocation {

    private final Map<DataType, TreeMap<Long, Deque<INDArray>>> free = new HashMap<>();

    private final Optional<Allocation> parent;

    private Allocation(Optional<Allocation> parent) {
      this.parent = parent;
    }

    /**
     * Starts to share memory out to the step of a recurrence. What the step releases is free for
     * itself only, since it runs again; {@link #close} makes it free for others.
     */
    Allocation ofStep() {
      return new Allocation(Optional.of(this));
    }

    /** Returns what is free to the allocation that this is one of a step of. */
    void close() {
      for (TreeMap<Long, Deque<INDArray>> arraysOfType : free.values()) {
        arraysOfType.values().forEach(arrays -> arrays.forEach(parent.orElseThrow()::release));
      }
      free.clear();
    }

    /** Returns a free vector of at least some length, with any content. */
    INDArray acquire(DataType type, long length) {
      Map.Entry<Long, Deque<INDArray>> best =
          free.computeIfAbsent(type, t -> new TreeMap<>()).ceilingEntry(length);
      if (best == null || best.getKey() > WASTE * length) {
        return parent.isPresent() ? parent.get().acquire(type, length) : fresh(type, length);
      }
      INDArray reused = best.getValue().pop();
      if (best.getValue().isEmpty()) {
        free.get(type).remove(best.getKey());
      }
      return reused;
    }

    private INDArray fresh(DataType type, long length) {
      INDArray fresh = Nd4j.createUninitializedDetached(type, length);
      arrays.add(fresh);
      return fresh;
    }

    void release(INDArray array) {
      free.computeIfAbsent(array.dataType(), t -> new TreeMap<>())
          .computeIfAbsent(array.length(), l -> new ArrayDeque<>())
          .push(array);
    }
  }
}
