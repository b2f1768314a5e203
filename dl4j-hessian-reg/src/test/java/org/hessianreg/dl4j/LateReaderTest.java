package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
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
      assertThat(lateReads(new OracleTraining(name, DataType.DOUBLE), false)).as(name).isEmpty();
    }
  }

  @Test
  void aReaderThatBecomesReadyLateIsWaitedFor() {
    assertThat(lateReads(withLateReader(), false)).isEmpty();
  }

  /** The checks above can fail: if w2's gradient waits for nobody, the late reader is late. */
  @Test
  void withoutTheOrderItIsNot() {
    assertThat(lateReads(withLateReader(), true)).hasSize(1).first().asString().contains("w2");
  }

  /**
   * A second loss that compares a parameter with something that takes longer than the gradients.
   */
  private static OracleTraining withLateReader() {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    SameDiff sd = training.graph();
    SDVariable late = sd.getVariable("x").mean();
    for (int i = 0; i < 300; i++) {
      late = sd.math().tanh(late);
    }
    sd.gt(sd.getVariable("w2"), late).castTo(DataType.DOUBLE).sum("above");
    sd.setLossVariables("loss", "above");
    return training;
  }

  private static List<String> lateReads(OracleTraining training, boolean removeOrder) {
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
        String head = gradient.getVariables().get("w2").getGradient().name();
        gradient
            .getOps()
            .get(gradient.getVariables().get(head).getOutputOfOp())
            .setControlDeps(null);
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
