package org.hessianreg.dl4j;

import java.util.function.BiConsumer;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.ListenerResponse;
import org.nd4j.autodiff.listeners.Loss;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.listeners.records.LossCurve;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Does something whenever SameDiff makes one kind of call, but not in the middle of doing it. */
final class MeddlingListener extends BaseListener {

  /** What SameDiff calls listeners for while it trains. */
  enum Call {
    OPERATION_START,
    OPERATION_END,
    EPOCH_START,
    EPOCH_END,
    VALIDATION_DONE,
    ITERATION_START,
    ITERATION_DONE,
    PRE_OP_EXECUTION,
    OP_EXECUTION,
    ACTIVATION_AVAILABLE,
    PRE_UPDATE
  }

  private final Call call;
  private final BiConsumer<SameDiff, HessianTraceRegularization> deed;
  private SameDiff graph;
  private HessianTraceRegularization option;
  private boolean busy;
  private int times;

  MeddlingListener(Call call, BiConsumer<SameDiff, HessianTraceRegularization> deed) {
    this.call = call;
    this.deed = deed;
  }

  /** Names the graph that is trained, and its option. */
  void meddleWith(SameDiff trained, HessianTraceRegularization itsOption) {
    graph = trained;
    option = itsOption;
  }

  /** How often it was done. */
  int times() {
    return times;
  }

  private void on(Call made) {
    if (made == call && !busy) {
      busy = true;
      deed.accept(graph, option);
      times++;
      busy = false;
    }
  }

  @Override
  public boolean isActive(Operation operation) {
    return operation == Operation.TRAINING;
  }

  @Override
  public void operationStart(SameDiff sd, Operation operation) {
    on(Call.OPERATION_START);
  }

  @Override
  public void operationEnd(SameDiff sd, Operation operation) {
    on(Call.OPERATION_END);
  }

  @Override
  public void epochStart(SameDiff sd, At at) {
    on(Call.EPOCH_START);
  }

  @Override
  public ListenerResponse epochEnd(SameDiff sd, At at, LossCurve losses, long milliseconds) {
    on(Call.EPOCH_END);
    return ListenerResponse.CONTINUE;
  }

  @Override
  public ListenerResponse validationDone(SameDiff sd, At at, long milliseconds) {
    on(Call.VALIDATION_DONE);
    return ListenerResponse.CONTINUE;
  }

  @Override
  public void iterationStart(SameDiff sd, At at, MultiDataSet data, long milliseconds) {
    on(Call.ITERATION_START);
  }

  @Override
  public void iterationDone(SameDiff sd, At at, MultiDataSet data, Loss loss) {
    on(Call.ITERATION_DONE);
  }

  @Override
  public void preOpExecution(SameDiff sd, At at, SameDiffOp op, OpContext context) {
    on(Call.PRE_OP_EXECUTION);
  }

  @Override
  public void opExecution(
      SameDiff sd, At at, MultiDataSet data, SameDiffOp op, OpContext context, INDArray[] outputs) {
    on(Call.OP_EXECUTION);
  }

  @Override
  public void activationAvailable(
      SameDiff sd, At at, MultiDataSet data, SameDiffOp op, String variable, INDArray activation) {
    on(Call.ACTIVATION_AVAILABLE);
  }

  @Override
  public void preUpdate(SameDiff sd, At at, Variable parameter, INDArray update) {
    on(Call.PRE_UPDATE);
  }
}
