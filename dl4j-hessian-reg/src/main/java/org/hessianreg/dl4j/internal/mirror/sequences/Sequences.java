package org.hessianreg.dl4j.internal.mirror.sequences;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Layouts of sequences. Sequences of layers are {@code [example, feature, step]} (NCW) or {@code
 * [example, step, feature]} (NWC); for matrix products the examples of all steps are rows, those of
 * the first step first.
 */
public final class Sequences {

  private Sequences() {}

  /** Where the steps are in sequences of a format; where none is set, Deeplearning4j takes NCW. */
  static int timeAxis(RNNFormat format) {
    return format == RNNFormat.NWC ? 1 : 2;
  }

  /**
   * A row for each example and step, the examples of a step together.
   *
   * @param scope where the graph is
   * @param sequences sequences of vectors
   * @param format their layout; where none is set, Deeplearning4j takes NCW
   * @return a matrix
   */
  public static SDVariable rows(MirrorScope<?> scope, SDVariable sequences, RNNFormat format) {
    long[] shape = scope.shape(sequences);
    int time = timeAxis(format);
    return sequences.permute(time, 0, 3 - time).reshape(-1, shape[3 - time]);
  }

  /** What {@link #rows} makes rows of. */
  static SDVariable ofRows(MirrorScope<?> scope, SDVariable rows, long examples, RNNFormat format) {
    return sequences(steps(scope, rows, examples), format);
  }

  /** The rows of each step, {@code [step, example, feature]}, from the rows of all. */
  static SDVariable steps(MirrorScope<?> scope, SDVariable rows, long examples) {
    return rows.reshape(-1, examples, scope.shape(rows)[1]);
  }

  /** A column for each step of a mask {@code [example, step]}, {@code [step, example, 1]}. */
  static SDVariable columns(MirrorScope<?> scope, SDVariable mask) {
    return mask.permute(1, 0).reshape(-1, scope.shape(mask)[0], 1);
  }

  /** Sequences of the rows of each step, {@code [step, example, feature]}. */
  static SDVariable sequences(SDVariable steps, RNNFormat format) {
    return timeAxis(format) == 2 ? steps.permute(1, 2, 0) : steps.permute(1, 0, 2);
  }

  /** A mask {@code [example, step]} shaped to be multiplied with sequences. */
  static SDVariable alongTime(MirrorScope<?> scope, SDVariable mask, RNNFormat format) {
    return scope.graph().expandDims(mask, 3 - timeAxis(format));
  }

  /**
   * Some columns of a matrix.
   *
   * @param scope where the graph is
   * @param matrix a matrix
   * @param from the first column
   * @param to the column after the last
   * @return as many rows
   */
  public static SDVariable columns(MirrorScope<?> scope, SDVariable matrix, long from, long to) {
    int rows = Math.toIntExact(scope.shape(matrix)[0]);
    return scope
        .graph()
        .slice(matrix, new int[] {0, Math.toIntExact(from)}, rows, Math.toIntExact(to - from));
  }

  /** The last step of sequences, a row for each example. */
  static SDVariable lastStep(MirrorScope<?> scope, SDVariable sequences, RNNFormat format) {
    long[] shape = scope.shape(sequences);
    int time = timeAxis(format);
    int[] size = {Math.toIntExact(shape[0]), Math.toIntExact(shape[1]), Math.toIntExact(shape[2])};
    size[time] = 1;
    // The last step comes first, so that no attribute depends on how many there are.
    SDVariable reversed = scope.graph().reverse(sequences, time);
    return scope
        .graph()
        .slice(reversed, new int[] {0, 0, 0}, size)
        .reshape(shape[0], shape[3 - time]);
  }
}
