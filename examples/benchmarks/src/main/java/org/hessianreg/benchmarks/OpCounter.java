package org.hessianreg.benchmarks;

import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Counts the ops that SameDiff's session executes. */
final class OpCounter extends BaseListener {

  private long executed;

  long executed() {
    return executed;
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void opExecution(
      SameDiff sd, At at, MultiDataSet data, SameDiffOp op, OpContext context, INDArray[] outputs) {
    executed++;
  }
}
