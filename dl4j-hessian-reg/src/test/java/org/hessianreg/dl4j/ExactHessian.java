package org.hessianreg.dl4j;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.HessianOps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The whole Hessian of an oracle's loss, column by column, for the variance formulas. */
final class ExactHessian {

  private final double[][] h;
  private final List<int[]> blocks = new ArrayList<>();

  private ExactHessian(double[][] h) {
    this.h = h;
  }

  /** Differentiates the gradient-dot-v by SameDiff for each unit direction. */
  static ExactHessian of(String oracle, List<String> parameters) {
    OracleTraining training = new OracleTraining(oracle, DataType.DOUBLE);
    SameDiff sd = training.graph();
    Map<String, SDVariable> direction = new LinkedHashMap<>();
    List<int[]> blocks = new ArrayList<>();
    int size = 0;
    for (String name : parameters) {
      INDArray array = sd.getVariable(name).getArr();
      direction.put(name, sd.constant("v_" + name, Nd4j.zeros(DataType.DOUBLE, array.shape())));
      blocks.add(new int[] {size, size + (int) array.length()});
      size += (int) array.length();
    }
    new HessianOps(sd).gradientDot("gv", sd.getVariable("loss"), direction);
    sd.setLossVariables("gv");
    double[][] h = new double[size][];
    int row = 0;
    for (String name : parameters) {
      INDArray unit = sd.getVariable("v_" + name).getArr();
      for (int i = 0; i < unit.length(); i++) {
        unit.putScalar(i, 1.0);
        h[row++] = flat(sd.calculateGradients(training.arrays("inputs"), parameters), parameters);
        unit.putScalar(i, 0.0);
      }
    }
    ExactHessian exact = new ExactHessian(h);
    exact.blocks.addAll(blocks);
    return exact;
  }

  private static double[] flat(Map<String, INDArray> gradients, List<String> parameters) {
    INDArray[] parts =
        parameters.stream()
            .map(name -> gradients.get(name).dup('c').reshape(-1))
            .toArray(INDArray[]::new);
    return Nd4j.concat(0, parts).toDoubleVector();
  }

  double trace() {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += h[i][i];
    }
    return sum;
  }

  double traceOf(int tensor) {
    double sum = 0;
    for (int i = blocks.get(tensor)[0]; i < blocks.get(tensor)[1]; i++) {
      sum += h[i][i];
    }
    return sum;
  }

  int tensors() {
    return blocks.size();
  }

  /** Σ of H_ij² over the pair of blocks. */
  double squaresOf(int s, int t) {
    double sum = 0;
    for (int i = blocks.get(s)[0]; i < blocks.get(s)[1]; i++) {
      for (int j = blocks.get(t)[0]; j < blocks.get(t)[1]; j++) {
        sum += h[i][j] * h[i][j];
      }
    }
    return sum;
  }

  double squares() {
    double sum = 0;
    for (int s = 0; s < tensors(); s++) {
      for (int t = 0; t < tensors(); t++) {
        sum += squaresOf(s, t);
      }
    }
    return sum;
  }

  double diagonalSquares() {
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      sum += h[i][i] * h[i][i];
    }
    return sum;
  }
}
