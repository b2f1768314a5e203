package org.hessianreg.dl4j.spark.internal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.learning.regularization.Regularization;

/** Makes copies of a SameDiff graph, with the option that its training configuration holds. */
public final class SameDiffBlueprint implements Blueprint {

  private static final long serialVersionUID = 1L;

  private final byte[] graph;

  /**
   * Takes what copies are made of.
   *
   * @param graph a graph with a training configuration
   * @throws HessianTraceException if it has none, or its option cannot be sent
   */
  public SameDiffBlueprint(SameDiff graph) {
    if (graph.getTrainingConfig() == null) {
      throw new HessianTraceException(
          "The graph has no training configuration.", "call sd.setTrainingConfig first.");
    }
    options(graph.getTrainingConfig()).forEach(OptionText::of);
    ByteBuffer written = graph.asFlatBuffers(false);
    this.graph = new byte[written.remaining()];
    written.get(this.graph);
  }

  private static List<HessianTraceRegularization> options(TrainingConfig config) {
    List<HessianTraceRegularization> options = new ArrayList<>();
    for (Regularization each : regularizations(config)) {
      if (each instanceof HessianTraceRegularization) {
        options.add((HessianTraceRegularization) each);
      }
    }
    return options;
  }

  private static List<Regularization> regularizations(TrainingConfig config) {
    return config.getRegularization() == null ? List.of() : config.getRegularization();
  }

  @Override
  public Trainee create(int worker) {
    SameDiff copy = read();
    TrainingConfig config = copy.getTrainingConfig();
    boolean penalised = !options(config).isEmpty();
    List<Regularization> own = new ArrayList<>(regularizations(config));
    own.replaceAll(
        each ->
            each instanceof HessianTraceRegularization
                ? ((HessianTraceRegularization) each).ofWorker(worker)
                : each);
    config.setRegularization(own);
    Optional<HessianTrace> trace =
        penalised ? Optional.of(HessianTrace.enable(copy)) : Optional.empty();
    return new SameDiffTrainee(copy, trace);
  }

  private SameDiff read() {
    try {
      return SameDiff.fromFlatBuffers(ByteBuffer.wrap(graph), false);
    } catch (IOException e) {
      throw new IllegalStateException("The graph that the driver has written cannot be read", e);
    }
  }
}
