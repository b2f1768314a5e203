package org.hessianreg.samediff;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The whole Hessian of a small network's loss, row by row, for the variance formulas. */
public final class ExactHessian {

  private static final double STEP = 1e-4;

  private final double[][] h;
  private final List<int[]> blocks = new ArrayList<>();

  private ExactHessian(int... tensors) {
    int size = 0;
    for (int length : tensors) {
      blocks.add(new int[] {size, size + length});
      size += length;
    }
    h = new double[size][];
  }

  /**
   * Of the loss of an oracle's network, by SameDiff's gradient of gradient-dot-v for each unit
   * direction.
   */
  public static ExactHessian ofOracle(String name, List<String> parameters) {
    Oracle oracle = Oracle.load(name);
    SameDiff sd = OracleNetworks.build(oracle, DataType.DOUBLE, true);
    Map<String, INDArray> inputs = oracle.arrays("inputs", DataType.DOUBLE);
    Map<String, SDVariable> direction = new LinkedHashMap<>();
    List<INDArray> units = new ArrayList<>();
    for (String parameter : parameters) {
      INDArray array = sd.getVariable(parameter).getArr();
      SDVariable v = sd.constant("v_" + parameter, Nd4j.zeros(DataType.DOUBLE, array.shape()));
      direction.put(parameter, v);
      units.add(v.getArr());
    }
    new HessianOps(sd).gradientDot("gv", sd.getVariable("loss"), direction);
    sd.setLossVariables("gv");
    ExactHessian exact =
        new ExactHessian(units.stream().mapToInt(unit -> (int) unit.length()).toArray());
    int row = 0;
    for (INDArray unit : units) {
      for (int i = 0; i < unit.length(); i++) {
        unit.putScalar(i, 1.0);
        exact.h[row++] = flat(sd.calculateGradients(inputs, parameters), parameters);
        unit.putScalar(i, 0.0);
      }
    }
    return exact;
  }

  private static double[] flat(Map<String, INDArray> gradients, List<String> parameters) {
    INDArray[] parts =
        parameters.stream()
            .map(name -> gradients.get(name).dup('c').reshape(-1))
            .toArray(INDArray[]::new);
    return Nd4j.concat(0, parts).toDoubleVector();
  }

  /**
   * By difference quotients of a gradient.
   *
   * @param parameters all parameters, a vector or a row, of type DOUBLE
   * @param gradient the gradient at other parameters, an array of its own of the same length
   */
  public static ExactHessian ofGradient(INDArray parameters, UnaryOperator<INDArray> gradient) {
    ExactHessian exact = new ExactHessian((int) parameters.length());
    for (int i = 0; i < exact.h.length; i++) {
      int moved = i;
      INDArray row =
          Differences.firstOfArrays(
              t -> {
                INDArray at = parameters.dup();
                at.putScalar(moved, at.getDouble(moved) + t);
                return gradient.apply(at);
              },
              STEP);
      exact.h[i] = row.reshape(-1).toDoubleVector();
    }
    return exact;
  }

  /** {@code tr H}. */
  public double trace() {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += h[i][i];
    }
    return sum;
  }

  /** The trace of the block of one tensor of parameters. */
  public double traceOf(int tensor) {
    double sum = 0;
    for (int i = blocks.get(tensor)[0]; i < blocks.get(tensor)[1]; i++) {
      sum += h[i][i];
    }
    return sum;
  }

  /** How many tensors of parameters there are. */
  public int tensors() {
    return blocks.size();
  }

  /** Σ of H_ij² over the pair of blocks. */
  public double squaresOf(int s, int t) {
    double sum = 0;
    for (int i = blocks.get(s)[0]; i < blocks.get(s)[1]; i++) {
      for (int j = blocks.get(t)[0]; j < blocks.get(t)[1]; j++) {
        sum += h[i][j] * h[i][j];
      }
    }
    return sum;
  }

  /** Σ of H_ij². */
  public double squares() {
    double sum = 0;
    for (int s = 0; s < tensors(); s++) {
      for (int t = 0; t < tensors(); t++) {
        sum += squaresOf(s, t);
      }
    }
    return sum;
  }

  /** Σ of H_ii². */
  public double diagonalSquares() {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += h[i][i] * h[i][i];
    }
    return sum;
  }

  /**
   * Of the mean of {@code vᵀHv} over joint Rademacher probes: only off the diagonal is there
   * chance.
   */
  public double standardError(int probes) {
    return Math.sqrt(2 * Math.max(0, squares() - diagonalSquares()) / probes);
  }
}
