package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The arrays of the values of a program while it is bound, and the memory that they occupy. Memory
 * is free for others after the last op that reads what lies in it.
 */
final class ValueArrays {

  private final ArrayPool.Allocation allocation;
  private final StepStacks stacks;
  private final List<INDArray> values;
  private final List<Storage> storages;
  private final List<Integer> uses;
  private long serials;

  /**
   * Creates the values of a program, none of which has an array yet.
   *
   * @param stacks keeps the values that a recurrence keeps of each step
   * @param uses how often the elements of each value are read
   */
  ValueArrays(ArrayPool.Allocation allocation, StepStacks stacks, int... uses) {
    this.allocation = allocation;
    this.stacks = stacks;
    this.values = new ArrayList<>(Arrays.asList(new INDArray[uses.length]));
    this.storages = new ArrayList<>(Arrays.asList(new Storage[uses.length]));
    this.uses = Arrays.stream(uses).boxed().collect(Collectors.toCollection(ArrayList::new));
  }

  /** Memory that one value or several views of it occupy; none once another value took it over. */
  private static final class Storage {
    private final long serial;
    private final Optional<StepStack> stack;
    private INDArray vector;
    private int uses;

    Storage(long serial, INDArray vector, int uses) {
      this(serial, vector, uses, Optional.empty());
    }

    Storage(long serial, INDArray vector, int uses, Optional<StepStack> stack) {
      this.serial = serial;
      this.vector = vector;
      this.uses = uses;
      this.stack = stack;
    }
  }

  INDArray get(int number) {
    return values.get(number);
  }

  /** Gives a value an array whose memory is not managed here. */
  void set(int number, INDArray array) {
    values.set(number, array);
  }

  /** Adds a value that is read once; returns its number. */
  int add() {
    values.add(null);
    storages.add(null);
    uses.add(1);
    return values.size() - 1;
  }

  INDArray[] toArray() {
    return values.toArray(new INDArray[0]);
  }

  /** Whether a value's elements lie in memory in the order of their indices, without gaps. */
  boolean isDense(int number) {
    INDArray array = values.get(number);
    return !array.isEmpty()
        && array.rank() > 0
        && Arrays.equals(array.stride(), Nd4j.getStrides(array.shape(), 'c'));
  }

  /** The array that an output is computed into. */
  INDArray allocate(int number, DataType type, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    INDArray array;
    if (length == 0) {
      array = Nd4j.create(type, shape);
    } else if (stacks.keep(number)) {
      place(new int[] {number}, stacks.create(type, length, number), shape);
      array = values.get(number);
    } else {
      INDArray vector = allocation.acquire(type, length);
      storages.set(number, new Storage(serials++, vector, uses.get(number)));
      array = part(vector, 0, shape);
    }
    values.set(number, array);
    return array;
  }

  /**
   * The array that an output is computed into element by element: that of an operand which nothing
   * reads any more, so that less memory is touched, or one of its own.
   *
   * @param operands values that the op may overwrite; each element of the output must depend on the
   *     elements at its own place in those of the output's shape
   */
  INDArray allocateOver(int number, DataType type, long[] shape, int... operands) {
    for (int operand : stacks.keep(number) ? new int[0] : operands) {
      Storage storage = storages.get(operand);
      INDArray array = values.get(operand);
      if (storage != null
          && storage.uses == 1
          && storage.vector != null
          && array.dataType() == type
          && Arrays.equals(array.shape(), shape)
          && isDense(operand)) {
        storages.set(number, new Storage(serials++, storage.vector, uses.get(number)));
        storage.vector = null;
        values.set(number, array);
        return array;
      }
    }
    return allocate(number, type, shape);
  }

  /** Adjacent memory for several outputs of one shape. */
  void allocateStack(int[] outputs, DataType type, long... shape) {
    long length = outputs.length * Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    if (stacks.keep(outputs)) {
      place(outputs, stacks.create(type, length, outputs), shape);
    } else {
      place(outputs, allocation.acquire(type, length), 0, Optional.empty(), shape);
    }
  }

  /**
   * Gives several outputs the memory of a stack of operands of their shape and type.
   *
   * @return whether the operands are a stack, in this order, that nothing else reads
   */
  boolean allocateStackOver(int[] outputs, int... operands) {
    Storage storage = storages.get(operands[0]);
    boolean taken = storage == null || storage.vector == null || storage.uses != operands.length;
    if (taken || stacks.keep(outputs)) {
      return false;
    }
    for (int i = 1; i < operands.length; i++) {
      if (!areAdjacent(operands[i - 1], operands[i])) {
        return false;
      }
    }
    INDArray first = values.get(operands[0]);
    place(outputs, storage.vector, first.offset(), Optional.empty(), first.shape());
    storage.vector = null;
    return true;
  }

  private void place(int[] outputs, StepStack stack, long... shape) {
    place(outputs, stack.first(), 0, Optional.of(stack), shape);
    Arrays.stream(outputs).forEach(output -> stacks.note(output, stack, values.get(output)));
  }

  private void place(
      int[] outputs, INDArray vector, long offset, Optional<StepStack> stack, long... shape) {
    long length = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    int readers = Arrays.stream(outputs).map(uses::get).sum();
    Storage storage = new Storage(serials++, vector, readers, stack);
    for (int i = 0; i < outputs.length; i++) {
      storages.set(outputs[i], storage);
      values.set(outputs[i], part(vector, offset + i * length, shape));
    }
  }

  /** Gives several values the memory that their arrays are views of. */
  void share(INDArray vector, Map<Integer, INDArray> views) {
    int readers = views.keySet().stream().mapToInt(uses::get).sum();
    Storage storage = new Storage(serials++, vector, readers);
    views.forEach(
        (number, array) -> {
          storages.set(number, storage);
          values.set(number, array);
        });
  }

  /** Whether the elements of a value will be read that no op has read yet. */
  boolean isUsed(int number) {
    return uses.get(number) > 0;
  }

  /** The memory of all steps in which a value lies, if it is kept of each. */
  Optional<StepStack> stepsOf(int number) {
    Storage storage = storages.get(number);
    return storage == null ? Optional.empty() : storage.stack;
  }

  /** Whether a value lies at another place in each step of a recurrence. */
  boolean isOfStep(int number) {
    return stacks.holds(number);
  }

  ArrayPool.Allocation allocation() {
    return allocation;
  }

  /** Whether the second of two values of one shape begins in memory where the first ends. */
  boolean areAdjacent(int first, int second) {
    Storage storage = storages.get(first);
    INDArray before = values.get(first);
    INDArray after = values.get(second);
    return storage != null
        && storages.get(second) == storage
        && isDense(first)
        && isDense(second)
        && before.dataType() == after.dataType()
        && before.offset() + before.length() == after.offset();
  }

  /** A number for the memory that a value shares with others only if they lie beside it. */
  long stackOf(int number) {
    Storage storage = storages.get(number);
    return storage == null ? -1L - number : storage.serial;
  }

  /** Makes a value another view of the memory of a value. */
  void alias(int number, int of, INDArray array) {
    values.set(number, array);
    Storage storage = storages.get(of);
    if (storage != null) {
      storages.set(number, storage);
      storage.uses += uses.get(number);
    }
  }

  /** A view of consecutive elements of an array without gaps. */
  static INDArray part(INDArray array, long offset, long... shape) {
    return Nd4j.create(
        array.data(),
        shape,
        Nd4j.getStrides(shape, 'c'),
        array.offset() + offset,
        'c',
        array.dataType());
  }

  /** One reader of a value is done. */
  void released(int number) {
    Storage storage = storages.get(number);
    if (storage != null && --storage.uses == 0) {
      release(storage);
    }
  }

  void releaseIfUnused(int number) {
    Storage storage = storages.get(number);
    if (storage != null && storage.uses == 0) {
      release(storage);
    }
  }

  private void release(Storage storage) {
    if (storage.vector != null) {
      allocation.release(storage.vector);
      storage.vector = null;
    }
  }
}
