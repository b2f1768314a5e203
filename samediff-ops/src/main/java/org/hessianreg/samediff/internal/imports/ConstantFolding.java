package org.hessianreg.samediff.internal.imports;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;

/** Ops that read constants alone; exporters and importers compute axes and shapes with them. */
final class ConstantFolding {

  private ConstantFolding() {}

  /**
   * Looks for the results of an op that are the same every time.
   *
   * @param op an imported op
   * @return its results in the trial, if all its inputs are constants and nothing is drawn by
   *     chance
   */
  static Optional<List<INDArray>> of(ImportedOp op) {
    boolean isConstant = Arrays.stream(op.inputs()).allMatch(SDVariable::isConstant);
    if (!isConstant || !isRepeatable(op.function())) {
      return Optional.empty();
    }
    List<Optional<INDArray>> results =
        IntStream.range(0, op.results()).mapToObj(op::result).collect(Collectors.toList());
    return results.stream().allMatch(Optional::isPresent)
        ? Optional.of(results.stream().map(Optional::get).collect(Collectors.toList()))
        : Optional.empty();
  }

  /**
   * Checks whether an op computes the same from the same inputs every time.
   *
   * @param op an op
   * @return false for random ops, and for control flow, which is no computation
   */
  static boolean isRepeatable(DifferentialFunction op) {
    String name = op.opName();
    return !name.contains("random")
        && !name.contains("distribution")
        && !name.contains("dropout")
        && !(op instanceof BaseCompatOp);
  }
}
