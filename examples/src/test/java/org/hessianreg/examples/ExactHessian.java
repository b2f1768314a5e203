package org.hessianreg.examples;

import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** The Hessian of a small network's score, by central differences of DL4J's own gradient. */
final class ExactHessian {

  private static final double STEP = 1e-5;

  private final INDArray hessian;

  /**
   * @param network of type double, without dropout; ends as it was
   */
  ExactHessian(MultiLayerNetwork network, DataSet data) {
    INDArray parameters = network.params().dup();
    int count = (int) parameters.length();
    hessian = Nd4j.create(DataType.DOUBLE, count, count);
    for (int i = 0; i < count; i++) {
      INDArray ahead = gradient(network, data, moved(parameters, i, STEP));
      INDArray behind = gradient(network, data, moved(parameters, i, -STEP));
      hessian.putRow(i, ahead.sub(behind).div(2 * STEP));
    }
    network.setParams(parameters);
  }

  double trace() {
    return diagonal().sumNumber().doubleValue();
  }

  /** Of the mean of {@code vᵀHv} over Rademacher probes: only off the diagonal is there chance. */
  double standardError(int probes) {
    double all = hessian.mul(hessian).sumNumber().doubleValue();
    double certain = diagonal().mul(diagonal()).sumNumber().doubleValue();
    return Math.sqrt(2 * Math.max(0, all - certain) / probes);
  }

  private INDArray diagonal() {
    return Nd4j.diag(hessian);
  }

  private static INDArray moved(INDArray parameters, int i, double step) {
    INDArray moved = parameters.dup();
    moved.putScalar(i, moved.getDouble(i) + step);
    return moved;
  }

  private static INDArray gradient(MultiLayerNetwork network, DataSet data, INDArray parameters) {
    network.setParams(parameters);
    network.setInput(data.getFeatures());
    network.setLabels(data.getLabels());
    network.computeGradientAndScore();
    // DL4J sums over the minibatch here and divides later.
    return network.gradient().gradient().div(data.numExamples());
  }
}
