package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.listeners.At;
import org.nd4j.autodiff.listeners.BaseListener;
import org.nd4j.autodiff.listeners.Operation;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.autodiff.samediff.internal.Variable;
import org.nd4j.evaluation.classification.Evaluation;
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

  @Tag("slow")
  @Test
  void everyReaderOfAParameterRunsBeforeTheParameterChanges() {
    for (String name : List.of("mlp_tanh_ce", "rnn_unrolled_ce", "tied_autoencoder_mse")) {
      OracleTraining training = new OracleTraining(name, DataType.DOUBLE);
      assertThat(reads(training, config(training), false).late).as(name).isEmpty();
    }
  }

  @Tag("slow")
  @Test
  void anEvaluationThatBecomesReadyLateIsWaitedFor() {
    ReadRecorder reads = readsOfLateEvaluation(false);
    assertThat(reads.all).contains("late_reader reads w2");
    assertThat(reads.late).isEmpty();
  }

  @Tag("slow")
  @Test
  void aLossThatBecomesReadyLateIsWaitedFor() {
    ReadRecorder reads = readsOfLateLoss(false);
    assertThat(reads.all).contains("late_reader reads w2");
    assertThat(reads.late).isEmpty();
  }

  /**
   * The checks above can fail: if the gradients wait for nobody, what is evaluated is late, and a
   * loss that nobody waits for is not computed at all.
   */
  @Tag("slow")
  @Test
  void withoutTheOrderTheyAreNot() {
    assertThat(readsOfLateEvaluation(true).late).containsExactly("late_reader reads w2");
    assertThat(readsOfLateLoss(true).all).doesNotContain("late_reader reads w2");
  }

  /** A prediction that reads a parameter only after something that takes longer than the losses. */
  private static ReadRecorder readsOfLateEvaluation(boolean removeOrder) {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    SameDiff sd = training.graph();
    String logits = sd.getOps().get("softmax_cross_entropy_loss").getInputsToOp().get(0);
    SDVariable reader = sd.getVariable("w2").mul("late_reader", late(sd)).sum();
    sd.nn().softmax("prediction", sd.getVariable(logits).add(reader), 1);
    TrainingConfig.Builder config =
        config(training).trainEvaluation("prediction", 0, new Evaluation());
    return reads(training, config, removeOrder);
  }

  /** A second loss that does. */
  private static ReadRecorder readsOfLateLoss(boolean removeOrder) {
    OracleTraining training = new OracleTraining("mlp_tanh_ce", DataType.DOUBLE);
    SameDiff sd = training.graph();
    SDVariable reader = sd.getVariable("w2").gt("late_reader", late(sd));
    reader.castTo(DataType.DOUBLE).sum("above");
    sd.setLossVariables("loss", "above");
    return reads(training, config(training), removeOrder);
  }

  private static SDVariable late(SameDiff sd) {
    SDVariable late = sd.getVariable("x").mean();
    for (int i = 0; i < 300; i++) {
      late = sd.math().tanh(late);
    }
    return late;
  }

  private static TrainingConfig.Builder config(OracleTraining training) {
    return training.builder(
        new Sgd(0.5),
        HessianTraceRegularization.builder()
            .coefficient(0.1)
            .direction(training.arrays("direction"))
            .build());
  }

  private static ReadRecorder reads(
      OracleTraining training, TrainingConfig.Builder config, boolean removeOrder) {
    training.graph().setTrainingConfig(config.build());
    HessianTrace.enable(training.graph());
    ReadRecorder recorder = new ReadRecorder(removeOrder);
    training.graph().addListeners(recorder);
    training.fitEpochs(1);
    return recorder;
  }

  /** Finds ops that read a parameter, and those that do so after it was changed. */
  private static final class ReadRecorder extends BaseListener {

    private final boolean removeOrder;
    private final Set<String> changed = new HashSet<>();
    private final List<String> all = new ArrayList<>();
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
        sd.getFunction("grad").getOps().values().stream()
            .filter(op -> op.getOp() instanceof StepOp)
            .forEach(op -> op.setControlDeps(null));
      }
    }

    @Override
    public void preOpExecution(SameDiff sd, At at, SameDiffOp op, OpContext context) {
      for (String input : op.getInputsToOp()) {
        String read = op.getOutputsOfOp().get(0) + " reads " + input;
        all.add(read);
        if (changed.contains(input)) {
          late.add(read);
        }
      }
    }

    @Override
    public void preUpdate(SameDiff sd, At at, Variable parameter, INDArray update) {
      changed.add(parameter.getName());
    }
  }
}
