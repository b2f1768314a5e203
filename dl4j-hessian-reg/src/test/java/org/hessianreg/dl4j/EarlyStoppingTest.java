package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.datasets.iterator.ExistingDataSetIterator;
import org.deeplearning4j.earlystopping.EarlyStoppingConfiguration;
import org.deeplearning4j.earlystopping.EarlyStoppingModelSaver;
import org.deeplearning4j.earlystopping.EarlyStoppingResult;
import org.deeplearning4j.earlystopping.EarlyStoppingResult.TerminationReason;
import org.deeplearning4j.earlystopping.saver.InMemoryModelSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileGraphSaver;
import org.deeplearning4j.earlystopping.saver.LocalFileModelSaver;
import org.deeplearning4j.earlystopping.scorecalc.DataSetLossCalculator;
import org.deeplearning4j.earlystopping.termination.MaxEpochsTerminationCondition;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingGraphTrainer;
import org.deeplearning4j.earlystopping.trainer.EarlyStoppingTrainer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Early stopping, which trains minibatch by minibatch and saves or copies the best network. */
class EarlyStoppingTest {

  private static final int EPOCHS = 3;
  private static final int BATCHES = 4;

  @TempDir java.nio.file.Path directory;

  private static DataSetIterator data() {
    return new ExistingDataSetIterator(DenseNetworks.batches(BATCHES, DataType.DOUBLE));
  }

  private static HessianTraceRegularization option() {
    MapSchedule schedule = new MapSchedule(ScheduleType.EPOCH, Map.of(0, 0.02, 1, 0.04, 2, 0.08));
    return HessianTraceRegularization.builder().coefficient(schedule).seed(8).build();
  }

  private static <M extends Model> EarlyStoppingConfiguration<M> conf(
      EarlyStoppingModelSaver<M> saver) {
    return new EarlyStoppingConfiguration.Builder<M>()
        .modelSaver(saver)
        .scoreCalculator(new DataSetLossCalculator(data(), true))
        .epochTerminationConditions(new MaxEpochsTerminationCondition(EPOCHS))
        .evaluateEveryNEpochs(1)
        .build();
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofLayers(boolean inMemory) {
    MultiLayerNetwork net = DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE));
    HessianTrace trace = HessianTrace.enable(net, option());
    EarlyStoppingModelSaver<MultiLayerNetwork> saver =
        inMemory ? new InMemoryModelSaver<>() : new LocalFileModelSaver(directory.toString());
    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(conf(saver), net, data()).fit();
    check(net, DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE)), trace, result);
    HessianTrace ofBest = HessianTrace.enable(result.getBestModel(), option());
    DenseNetworks.fit(result.getBestModel(), DenseNetworks.batches(1, DataType.DOUBLE));
    assertThat(ofBest.history()).hasSize(1);
  }

  @Tag("slow")
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void ofGraphs(boolean inMemory) {
    ComputationGraph net = DenseNetworks.graph(DenseNetworks.conf(DataType.DOUBLE));
    HessianTrace trace = HessianTrace.enable(net, option());
    EarlyStoppingModelSaver<ComputationGraph> saver =
        inMemory ? new InMemoryModelSaver<>() : new LocalFileGraphSaver(directory.toString());
    EarlyStoppingResult<ComputationGraph> result =
        new EarlyStoppingGraphTrainer(conf(saver), net, data()).fit();
    check(net, DenseNetworks.graph(DenseNetworks.conf(DataType.DOUBLE)), trace, result);
  }

  private static void check(
      Model net, Model plain, HessianTrace trace, EarlyStoppingResult<?> result) {
    assertThat(result.getTerminationReason())
        .isEqualTo(TerminationReason.EpochTerminationCondition);
    assertThat(trace.history()).hasSize(EPOCHS * BATCHES);
    assertThat(trace.history().get(0).iteration()).isZero();
    for (int i = 0; i < EPOCHS * BATCHES; i++) {
      PenaltyRecord step = trace.history().get(i);
      double lambda = new double[] {0.02, 0.04, 0.08}[i / BATCHES];
      assertThat(step.penalty()).isEqualTo(lambda * step.quadraticForm());
    }
    DenseNetworks.enable(plain, option());
    List<DataSet> batches = DenseNetworks.batches(BATCHES, DataType.DOUBLE);
    for (int epoch = 0; epoch < EPOCHS; epoch++) {
      if (plain instanceof MultiLayerNetwork) {
        ((MultiLayerNetwork) plain).setEpochCount(epoch);
      } else {
        ((ComputationGraph) plain).getConfiguration().setEpochCount(epoch);
      }
      DenseNetworks.fit(plain, batches);
    }
    assertThat(net.params()).isEqualTo(plain.params());
  }

  /** Early stopping catches what stops training, and reports it in its result. */
  @Test
  void aPenaltyThatIsNoNumberEndsIt() {
    MultiLayerNetwork net = DenseNetworks.layers(DenseNetworks.conf(DataType.DOUBLE));
    MapSchedule schedule = new MapSchedule(ScheduleType.EPOCH, Map.of(0, 0.1, 1, -0.1));
    HessianTrace.enable(net, HessianTraceRegularization.builder().coefficient(schedule).build());
    EarlyStoppingResult<MultiLayerNetwork> result =
        new EarlyStoppingTrainer(conf(new InMemoryModelSaver<>()), net, data()).fit();
    assertThat(result.getTerminationReason()).isEqualTo(TerminationReason.Error);
    assertThat(result.getTerminationDetails()).contains("-0.1");
  }
}
