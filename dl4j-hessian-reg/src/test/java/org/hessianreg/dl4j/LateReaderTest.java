package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * SameDiff changes a parameter in place as soon as its gradient has been computed. No op of the
 * step may read the parameter after that.
 */
class LateReaderTest {

  @Test
  void everyReaderOfAParameterRunsBeforeTheParameterChanges() {
    for (String name : List.of("mlp_tanh_ce", "rnn_unrolled_ce", "tied_autoencoder_mse")) {
      assertThat(lateReads(name, false)).as(name).isEmpty();
    }
  }

  /** The check above can fail: without the ordering there are late readers. */
  @Test
  void withoutTheOrderThereAreLateReaders() {
    List<String> late = new ArrayList<>();
    for (String name : List.of("mlp_tanh_ce", "rnn_unrolled_ce", "tied_autoencoder_mse")) {
      late.addAll(lateReads(name, true));
    }
    assertThat(late).isNotEmpty();
  }

  private static List<String> lateReads(String name, boolean removeOrder) {
    OracleTraining training = new OracleTraining(name, DataType.DOUBLE);
    training.configure(
        new Sgd(0.5),
        HessianTraceRegularization.builder()
            .coefficient(0.1)
            .direction(training.arrays("direction"))
            .build());
    HessianTrace.enable(training.graph());
    ReadRecorder recorder = new ReadRecorder(removeOrder);
    training.fit(1, recorder);
    return recorder.late;
  }

  /** Finds ops that read a parameter after it was changed. */
  private static final class ReadRecorder extends BaseListener {

    private final boolean removeOrder;
    private final Set<String> changed = new HashSet<>();
    private final List<String> late = new ArrayList<>();

    ReadRecorder(boolean removeOrder) {
      this.removeOrder = removeOrder;
    }

    @Override
    public boolean isActive(Operation operation) {
      return operation == Operation.TRAINING;
    }

    @Override
    public void iterationStart(SameDiff sd, At at, MultiDataSet data, long etlMilliseconds) {
      if (removeOrder) {
        SameDiff gradient = sd.getFunction("grad");
        for (SameDiffOp op : gradient.getOps().values()) {
          op.setControlDeps(Collections.emptyList());
        }
        for (Variable variable : gradient.getVariables().values()) {
          variable.setControlDepsForOp(Collections.emptyList());
        }
      }
    }

    @Override
    public void preOpExecution(SameDiff sd, At at, SameDiffOp op, OpContext context) {
      for (String input : op.getInputsToOp()) {
        if (changed.contains(input)) {
          late.add(op.getName() + " reads " + input);
        }
      }
    }

    @Override
    public void preUpdate(SameDiff sd, At at, Variable parameter, INDArray update) {
      changed.add(parameter.getName());
    }
  }
}
