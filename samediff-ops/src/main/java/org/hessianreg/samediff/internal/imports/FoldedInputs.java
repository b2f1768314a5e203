package org.hessianreg.samediff.internal.imports;

import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.factory.Nd4j;

/** Ops with constant inputs that become numbers, which SameDiff's gradients ask for. */
final class FoldedInputs {

  private static final String FED = "has attributes that are known only when it is computed";

  private FoldedInputs() {}

  static Repaired clip(ImportedOp op) {
    if (op.count() == 1) {
      return Repaired.unneeded();
    }
    Optional<Double> lower = op.number(1);
    Optional<Double> upper = op.count() > 2 ? op.number(2) : Optional.empty();
    if (lower.isEmpty() || upper.isEmpty()) {
      return Repaired.left(FED);
    }
    return Repaired.equal(
        "has its bounds as numbers",
        op.graph().math().clipByValue(op.input(0), lower.get(), upper.get()));
  }

  static Repaired permute(ImportedOp op) {
    boolean isInput = op.count() > 1;
    if (!isInput && ("permute".equals(op.kind()) || op.integers().length == 0)) {
      return Repaired.unneeded();
    }
    Optional<int[]> order = isInput ? op.constant(1) : Optional.of(op.integers());
    return order
        .map(o -> Repaired.equal("has its permutation as numbers", op.input(0).permute(o)))
        .orElse(Repaired.left(FED));
  }

  static Repaired expandDims(ImportedOp op) {
    int[] arguments = op.integers();
    Optional<int[]> axis =
        op.count() > 1 ? op.constant(1) : Optional.of(arguments).filter(a -> a.length > 0);
    if (axis.isEmpty() || axis.get().length != 1) {
      return Repaired.left(FED);
    }
    OptionalInt rank = op.rank(0);
    OptionalInt after = rank.isPresent() ? OptionalInt.of(rank.getAsInt() + 1) : rank;
    return Repaired.equal(
        "has its dimension as a number",
        op.graph().expandDims(op.input(0), op.fromFirst(axis.get()[0], after)));
  }

  /** SameDiff wants the dimensions in ascending order. */
  static Repaired squeeze(ImportedOp op) {
    if (op.integers().length == 1 && op.integers()[0] >= 0) {
      return Repaired.unneeded();
    }
    Optional<long[]> shape = op.shape(0);
    if (shape.isEmpty()) {
      return Repaired.left(FED);
    }
    int[] all = IntStream.range(0, shape.get().length).toArray();
    int[] dimensions =
        op.integers().length == 0
            ? Arrays.stream(all).filter(d -> shape.get()[d] == 1).toArray()
            : op.fromFirst(op.integers(), 0);
    Arrays.sort(dimensions);
    SDVariable x = op.input(0);
    for (int i = dimensions.length - 1; i >= 0; i--) {
      x = op.graph().squeeze(x, dimensions[i]);
    }
    return Repaired.equal("has its dimensions as numbers, in order", x);
  }

  /** The dimension is the first input in TensorFlow's files. */
  static Repaired split(ImportedOp op) {
    int[] arguments = op.integers();
    int array = op.input(0).dataType().isFPType() ? 0 : 1;
    Optional<int[]> dimension =
        op.count() > 1
            ? op.constant(1 - array)
            : Optional.of(arguments).filter(a -> a.length > 1).map(a -> new int[] {a[1]});
    if (dimension.isEmpty() || dimension.get().length != 1) {
      return Repaired.left(FED);
    }
    if (arguments[0] == 1) {
      return Repaired.equal("is left out, for there is one part", op.input(array));
    }
    if (op.count() == 1) {
      return Repaired.unneeded();
    }
    return Repaired.equal(
        "has its dimension as a number",
        op.graph()
            .split(
                op.input(array), arguments[0], op.fromFirst(dimension.get()[0], op.rank(array))));
  }

  /** A copy does not know how many parts there are. */
  static Repaired unstack(ImportedOp op) {
    int axis = op.integers().length > 0 ? op.integers()[0] : 0;
    return Repaired.equal(
        "has its number of parts", op.graph().unstack(op.input(0), axis, op.results()));
  }

  static Repaired gather(ImportedOp op) {
    if (op.count() < 3) {
      return Repaired.unneeded();
    }
    return op.constant(2)
        .map(
            axis ->
                Repaired.equal(
                    "has its dimension as a number",
                    op.graph().gather(op.input(0), op.input(1), op.fromFirst(axis[0], op.rank(0)))))
        .orElse(Repaired.left(FED));
  }

  /** An imported slice has a type besides, which it would give its indices, too. */
  static Repaired stridedSlice(ImportedOp op) {
    if (op.count() != 4) {
      return Repaired.unneeded();
    }
    Optional<long[]> begin = op.constant(1).map(FoldedInputs::longs);
    Optional<long[]> end = op.constant(2).map(FoldedInputs::longs);
    Optional<long[]> steps = op.constant(3).map(FoldedInputs::longs);
    if (begin.isEmpty() || end.isEmpty() || steps.isEmpty()) {
      return Repaired.left(FED);
    }
    int[] masks = op.integers();
    return Repaired.equal(
        "has its bounds as numbers",
        op.graph()
            .stridedSlice(
                op.input(0),
                begin.get(),
                end.get(),
                steps.get(),
                masks[0],
                masks[2],
                masks[1],
                masks[3],
                masks[4]));
  }

  private static long[] longs(int... numbers) {
    return Arrays.stream(numbers).asLongStream().toArray();
  }

  static Repaired cumsum(ImportedOp op) {
    if (op.count() < 2) {
      return Repaired.unneeded();
    }
    int[] arguments = op.integers();
    boolean isExclusive = arguments.length > 0 && arguments[0] != 0;
    boolean isReverse = arguments.length > 1 && arguments[1] != 0;
    return op.constant(1)
        .map(
            axis ->
                Repaired.equal(
                    "has its dimension as a number",
                    op.graph().cumsum(op.input(0), isExclusive, isReverse, op.fromFirst(axis, 0))))
        .orElse(Repaired.left(FED));
  }

  /** A quotient by a constant number, of which SameDiff has a right gradient. */
  static Repaired quotient(ImportedOp op) {
    Optional<Double> divisor = op.number(1);
    boolean isNumber = divisor.isPresent() && op.input(1).getArr().rank() == 0;
    boolean isSameType = op.input(0).dataType() == op.input(1).dataType();
    return isNumber && isSameType && op.input(0).dataType().isFPType()
        ? Repaired.equal("is divided by a number", op.input(0).div(divisor.get()))
        : Repaired.unneeded();
  }

  static Repaired spaceToBatch(ImportedOp op) {
    return blocks(op)
        .map(
            b ->
                Repaired.equal(
                    "is written for images",
                    op.graph().cnn().spaceToBatch(op.input(0), b.sizes, b.first, b.second)))
        .orElse(Repaired.left(FED));
  }

  static Repaired batchToSpace(ImportedOp op) {
    return blocks(op)
        .map(
            b ->
                Repaired.equal(
                    "is written for images",
                    op.graph().cnn().batchToSpace(op.input(0), b.sizes, b.first, b.second)))
        .orElse(Repaired.left(FED));
  }

  private static Optional<Blocks> blocks(ImportedOp op) {
    Optional<int[]> sizes = op.count() > 2 ? op.constant(1) : Optional.empty();
    Optional<int[]> margins = op.count() > 2 ? op.constant(2) : Optional.empty();
    boolean isImage =
        op.rank(0).orElse(0) == 4
            && sizes.filter(s -> s.length == 2 && s[0] == s[1]).isPresent()
            && margins.isPresent();
    return isImage ? Optional.of(new Blocks(sizes.get(), margins.get())) : Optional.empty();
  }

  /** Blocks of an image, and its margins. */
  private static final class Blocks {

    private final int[] sizes;
    private final int[] first;
    private final int[] second;

    Blocks(int[] sizes, int... margins) {
      this.sizes = sizes;
      this.first = Arrays.copyOfRange(margins, 0, 2);
      this.second = Arrays.copyOfRange(margins, 2, 4);
    }
  }

  /** The rank of an array does not depend on what is fed. */
  static Repaired rank(ImportedOp op) {
    return op.rank(0).isEmpty() || ((CustomOp) op.function()).iArgs().length > 0
        ? Repaired.unneeded()
        : Repaired.equal("is a number", op.graph().constant(Nd4j.scalar(op.rank(0).getAsInt())));
  }
}
