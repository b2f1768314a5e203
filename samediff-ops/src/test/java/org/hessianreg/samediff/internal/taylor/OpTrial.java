package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.Differences;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A graph with one op, to see whether SameDiff alone computes and differentiates it. */
final class OpTrial {

  private static final double STEP = 1e-5;

  private final String op;
  private final RuleCase.Body body;
  private final long[][] shapes;

  private OpTrial(String op, RuleCase.Body body, long[][] shapes) {
    this.op = op;
    this.body = body;
    this.shapes = shapes;
  }

  /** An op on parameters of some shapes. */
  static OpTrial of(String op, RuleCase.Body body, long[]... shapes) {
    return new OpTrial(op, body, shapes);
  }

  String op() {
    return op;
  }

  /** Whether SameDiff's gradient equals difference quotients; false also if anything throws. */
  boolean isRight() {
    try {
      return distance() < 1e-6;
    } catch (RuntimeException e) {
      return false;
    }
  }

  /** Appends an op that no public method makes, as importers do. */
  static SDVariable append(SameDiff sd, DifferentialFunction op, SDVariable... inputs) {
    op.setSameDiff(sd);
    op.setOwnName(sd.getOpName(op.opName()));
    sd.addArgsFor(inputs, op);
    return op.outputVariables()[0];
  }

  private double distance() {
    SameDiff sd = SameDiff.create();
    SDVariable[] inputs = new SDVariable[shapes.length];
    for (int i = 0; i < inputs.length; i++) {
      inputs[i] = sd.var("w" + i, values(i));
    }
    SDVariable y = body.of(sd, inputs);
    INDArray out = y.eval();
    INDArray weights = Nd4j.linspace(DataType.DOUBLE, 1.0, 0.3, out.length()).reshape(out.shape());
    y.mul(sd.constant(weights)).sum("loss");
    sd.setLossVariables("loss");
    List<String> names = new ArrayList<>();
    Arrays.stream(inputs).forEach(input -> names.add(input.name()));
    Map<String, INDArray> gradients = sd.calculateGradients(Map.of(), names);
    double distance = 0;
    for (String name : names) {
      INDArray x = sd.getVariable(name).getArr();
      INDArray gradient = gradients.get(name).reshape(x.shape());
      for (long k = 0; k < x.length(); k++) {
        distance = Math.max(distance, Math.abs(gradient.getDouble(k) - quotient(sd, x, k)));
      }
    }
    return distance;
  }

  /** Between multiples of a half, different from input to input. */
  private INDArray values(int input) {
    long length = Nd4j.createUninitialized(DataType.DOUBLE, shapes[input]).length();
    double step = 0.23 - 0.04 * input;
    return Nd4j.linspace(DataType.DOUBLE, 0.35 + 0.1 * input, step, length).reshape(shapes[input]);
  }

  private static double quotient(SameDiff sd, INDArray x, long element) {
    double at = x.getDouble(element);
    double quotient =
        Differences.firstOfTwoPoints(
            t -> {
              x.putScalar(element, at + t);
              return sd.getVariable("loss").eval().getDouble(0);
            },
            STEP);
    x.putScalar(element, at);
    return quotient;
  }

  @Override
  public String toString() {
    return op;
  }
}
