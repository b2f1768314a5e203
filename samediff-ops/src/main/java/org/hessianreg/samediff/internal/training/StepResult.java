package org.hessianreg.samediff.internal.training;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a program has computed in a step: arrays that the next run overwrites. */
final class StepResult {

  private final List<INDArray> reported;
  private final Map<String, INDArray> gradients;
  private final Optional<INDArray> sum;
  private final Optional<INDArray> watch;
  private final Optional<INDArray> scale;
  private final int operations;

  StepResult(
      List<INDArray> reported,
      Map<String, INDArray> gradients,
      Optional<INDArray> sum,
      Optional<INDArray> watch,
      Optional<INDArray> scale,
      int operations) {
    this.reported = reported;
    this.gradients = gradients;
    this.sum = sum;
    this.watch = watch;
    this.scale = scale;
    this.operations = operations;
  }

  /** In the order of {@link ForwardGraph#reported}. */
  List<INDArray> reported() {
    return reported;
  }

  /** By the parameters' names. */
  Map<String, INDArray> gradients() {
    return gradients;
  }

  /** The sum of the quadratic forms over directions and losses, if there is a penalty. */
  Optional<INDArray> sum() {
    return sum;
  }

  /** A number that is finite if and only if the gradients are, if there is a penalty. */
  Optional<INDArray> watch() {
    return watch;
  }

  /** What the gradient of the penalty has been multiplied with, if it has. */
  Optional<INDArray> scale() {
    return scale;
  }

  int operations() {
    return operations;
  }
}
