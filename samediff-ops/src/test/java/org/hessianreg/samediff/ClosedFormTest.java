package org.hessianreg.samediff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * Models whose Hessian has a closed form, which shares no mistake with a differentiation of any
 * kind: linear, logistic and softmax regression of {@code n} examples.
 */
class ClosedFormTest {

  private static final int EXAMPLES = 7;
  private static final int FEATURES = 4;
  private static final int CLASSES = 3;

  /** Exact mathematics in float64: rounding only. */
  private static final double TOLERANCE = 1e-11;

  private final SameDiff sd = SameDiff.create();
  private INDArray examples;
  private SDVariable x;

  @BeforeEach
  void drawExamples() {
    Nd4j.getRandom().setSeed(42);
    examples = Nd4j.randn(DataType.DOUBLE, EXAMPLES, FEATURES);
    x = sd.placeHolder("x", DataType.DOUBLE, -1, FEATURES);
  }

  /** {@code L = |Xw − y|²/n}: {@code H = (2/n)·XᵀX}. */
  @Test
  void linearRegression() {
    SDVariable w = parameter(1);
    SDVariable y = sd.constant(Nd4j.randn(DataType.DOUBLE, EXAMPLES, 1));
    sd.math().square(x.mmul(w).sub(y)).mean("loss");
    checkHessian(examples.transpose().mmul(examples).mul(2.0 / EXAMPLES));
  }

  /** {@code L = mean(ln(1 + exp z) − y·z)}, {@code z = Xw}: {@code H = Xᵀ·diag(s(1−s))·X/n}. */
  @Test
  void logisticRegression() {
    SDVariable z = x.mmul(parameter(1));
    SDVariable y =
        sd.constant(Nd4j.rand(DataType.DOUBLE, EXAMPLES, 1).gt(0.5).castTo(DataType.DOUBLE));
    sd.nn().softplus(z).sub(y.mul(z)).mean("loss");
    INDArray s = Transforms.sigmoid(examples.mmul(sd.getVariable("w").getArr()));
    INDArray weights = s.mul(s.rsub(1.0)).div(EXAMPLES);
    checkHessian(examples.transpose().mmul(examples.mulColumnVector(weights)));
  }

  /** {@code H = Σ xxᵀ ⊗ (diag p − ppᵀ)/n} for cross-entropy after softmax. */
  @Test
  void softmaxRegression() {
    SDVariable w = parameter(CLASSES);
    SDVariable labels =
        sd.constant(Nd4j.eye(CLASSES).castTo(DataType.DOUBLE).getRows(0, 1, 2, 0, 1, 2, 0));
    sd.loss().softmaxCrossEntropy("loss", labels, x.mmul(w), null);
    INDArray hessian = Nd4j.zeros(DataType.DOUBLE, FEATURES * CLASSES, FEATURES * CLASSES);
    for (int i = 0; i < EXAMPLES; i++) {
      INDArray row = examples.getRow(i, true);
      INDArray p = Transforms.softmax(row.mmul(w.getArr()));
      INDArray ofClasses = Nd4j.diag(p.reshape(CLASSES)).sub(p.transpose().mmul(p));
      hessian.addi(kronecker(row.transpose().mmul(row), ofClasses).div(EXAMPLES));
    }
    checkHessian(hessian);
  }

  /** The Hessian is diagonal if the features are orthogonal: one probe gives the exact trace. */
  @Test
  void oneRademacherProbeIsExactForADiagonalHessian() {
    SDVariable w = sd.var("w", Nd4j.randn(DataType.DOUBLE, FEATURES, 1));
    INDArray scales = Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0);
    sd.math().square(sd.constant(Nd4j.diag(scales)).mmul(w)).sum("loss");
    HutchinsonConfig config = HutchinsonConfig.builder().probes(1).build();
    new HessianOps(sd).trace("trace", sd.getVariable("loss"), config);
    assertThat(sd.getVariable("trace").eval().getDouble(0)).isCloseTo(60.0, within(TOLERANCE));
  }

  private static INDArray kronecker(INDArray a, INDArray b) {
    long m = b.rows();
    INDArray product = Nd4j.create(DataType.DOUBLE, a.rows() * m, a.columns() * m);
    for (long i = 0; i < product.rows(); i++) {
      for (long j = 0; j < product.columns(); j++) {
        product.putScalar(i, j, a.getDouble(i / m, j / m) * b.getDouble(i % m, j % m));
      }
    }
    return product;
  }

  private SDVariable parameter(int columns) {
    return sd.var("w", Nd4j.randn(DataType.DOUBLE, FEATURES, columns));
  }

  /** Compares every element, from quadratic forms along unit vectors and their sums. */
  private void checkHessian(INDArray expected) {
    SDVariable w = sd.getVariable("w");
    SDVariable v = sd.placeHolder("v", DataType.DOUBLE, w.getShape());
    new HessianOps(sd).quadraticForm("vhv", sd.getVariable("loss"), Map.of("w", v));
    long n = w.getArr().length();
    assertThat(expected.shape()).containsExactly(n, n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        INDArray direction = Nd4j.zeros(DataType.DOUBLE, w.getShape());
        direction.putScalar(i, direction.getDouble(i) + 1.0);
        direction.putScalar(j, direction.getDouble(j) + 1.0);
        double sum =
            expected.getDouble(i, i) + expected.getDouble(j, j) + 2 * expected.getDouble(i, j);
        assertThat(quadraticForm(direction)).isCloseTo(sum, within(TOLERANCE));
      }
    }
  }

  private double quadraticForm(INDArray direction) {
    Map<String, INDArray> placeholders = new HashMap<>();
    placeholders.put("x", examples);
    placeholders.put("v", direction);
    return sd.output(placeholders, "vhv").get("vhv").getDouble(0);
  }
}
