package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.reduce.bp.MeanBp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.SubBpOp;

/**
 * Ops drawn by chance, each reading values drawn by chance: inputs, early and late values, with one
 * reader, several or none. All values are matrices with 1 or {@code n} rows and 1 or {@code m}
 * columns, so that all kinds of broadcasting occur; magnitudes stay moderate.
 */
final class RandomProgram implements ProgramProblem.Body {

  private final long seed;
  private final int ops;
  private Random random;
  private SameDiff sd;
  private List<SDVariable> full;
  private List<SDVariable> rows;
  private List<SDVariable> columns;

  RandomProgram(long seed, int ops) {
    this.seed = seed;
    this.ops = ops;
  }

  /** Inputs are a matrix, a row and a column. */
  @Override
  public List<SDVariable> of(SameDiff graph, SDVariable... inputs) {
    random = new Random(seed);
    sd = graph;
    full = new ArrayList<>(List.of(inputs[0]));
    rows = new ArrayList<>(List.of(inputs[1]));
    columns = new ArrayList<>(List.of(inputs[2]));
    for (int i = 0; i < ops; i++) {
      append();
    }
    List<SDVariable> all = new ArrayList<>(full);
    all.addAll(rows);
    all.addAll(columns);
    List<SDVariable> results = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      results.add(all.get(random.nextInt(all.size())));
    }
    return results;
  }

  private SDVariable one(List<SDVariable> values) {
    return values.get(random.nextInt(values.size()));
  }

  /** A value that broadcasts to a matrix. */
  private SDVariable any() {
    return one(Arrays.asList(one(full), one(full), one(rows), one(columns)));
  }

  private void append() {
    SDVariable x = one(full);
    switch (random.nextInt(14)) {
      case 0:
        full.add(sd.math().tanh(x.add(any())));
        break;
      case 1:
        full.add(sd.math().tanh(x).mul(any()));
        break;
      case 2:
        full.add(sd.math().sin(x.sub(any())));
        break;
      case 3:
        full.add(sd.math().tanh(sd.math().mergeAdd(x, one(full), one(full))));
        break;
      case 4:
        full.add(x.mul(random.nextBoolean() ? 1.0 : 0.5));
        break;
      case 5:
        full.add(sd.identity(x));
        break;
      case 6:
        full.add(sd.math().cos(x.reshape(-1)).reshape(sd.shape(x)));
        break;
      case 7:
        full.add(sd.permute(sd.math().sin(sd.permute(x, 1, 0)), 1, 0));
        break;
      case 8:
        rows.add(sd.math().tanh(x.sum(true, 0)));
        break;
      case 9:
        columns.add(x.mean(true, 1));
        break;
      case 10:
        full.add(sd.squeeze(sd.math().tanh(sd.expandDims(x, 1)), 1));
        break;
      case 11:
        rows.add(sd.math().sin(one(rows)));
        columns.add(sd.math().tanh(one(columns).add(one(columns))));
        break;
      case 12:
        full.add(sd.nn().softmax(x, 1));
        break;
      default:
        backward();
    }
  }

  /** One or both outputs of a backward op are values. */
  private void backward() {
    List<SDVariable> smaller = random.nextBoolean() ? rows : columns;
    SDVariable x = one(full);
    SDVariable y = one(smaller);
    SDVariable[] outputs;
    switch (random.nextInt(4)) {
      case 0:
        full.add(new MeanBp(sd, x, y, true, smaller == rows ? 0 : 1).outputVariable());
        return;
      case 1:
        outputs = new AddBpOp(sd, x, y, one(full)).outputVariables();
        break;
      case 2:
        outputs = new SubBpOp(sd, x, y, one(full)).outputVariables();
        break;
      default:
        outputs = new MulBpOp(sd, sd.math().tanh(x), y, one(full)).outputVariables();
    }
    int read = 1 + random.nextInt(3);
    if ((read & 1) != 0) {
      full.add(sd.math().tanh(outputs[0]));
    }
    if ((read & 2) != 0) {
      smaller.add(sd.math().tanh(outputs[1]));
    }
  }

  @Override
  public String toString() {
    return ops + " ops drawn by seed " + seed;
  }
}
