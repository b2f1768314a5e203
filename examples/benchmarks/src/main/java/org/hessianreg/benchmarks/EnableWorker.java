package org.hessianreg.benchmarks;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.examples.internal.Json;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * One process that enables the penalty on a graph. It answers {@code enable OPS} with {@link
 * EnableTimes} as JSON.
 */
final class EnableWorker {

  private static final int WIDTH = 8;
  private static final int OPS_OF_LAYER = 10;

  /** The library itself is loaded and compiled before what counts. */
  private static final int WARM_UP = 300;

  private EnableWorker() {}

  public static void main(String[] arguments) throws IOException {
    CommandLoop.standard().run(EnableWorker::answer);
  }

  private static String answer(String[] command) throws JsonProcessingException {
    measure(WARM_UP);
    return Json.line(measure(Integer.parseInt(command[1])));
  }

  private static EnableTimes measure(int ops) {
    DataSet batch =
        new DataSet(
            Nd4j.rand(DataType.FLOAT, WIDTH, WIDTH), Nd4j.rand(DataType.FLOAT, WIDTH, WIDTH));
    SameDiff plain = graph(ops);
    plain.setTrainingConfig(config().build());
    double ofPlain = seconds(plain::createGradFunction);
    double plainStep = seconds(() -> plain.fit(batch));
    SameDiff penalised = graph(ops);
    penalised.setTrainingConfig(
        config()
            .regularization(HessianTraceRegularization.builder().coefficient(1e-3).build())
            .build());
    double enable = seconds(() -> HessianTrace.enable(penalised));
    double ofPenalised = seconds(penalised::createGradFunction);
    double penalisedStep = seconds(() -> penalised.fit(batch));
    return new EnableTimes(
        penalised.getOps().size(), enable, (ofPlain + ofPenalised) / 2, plainStep, penalisedStep);
  }

  private static TrainingConfig.Builder config() {
    return TrainingConfig.builder()
        .updater(new Sgd(1e-3))
        .dataSetFeatureMapping("x")
        .dataSetLabelMapping("y");
  }

  private static double seconds(Runnable part) {
    long start = System.nanoTime();
    part.run();
    return (System.nanoTime() - start) / 1e9;
  }

  /** Dense layers with tanh, each followed by elementwise ops. */
  private static SameDiff graph(int ops) {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, WIDTH);
    SDVariable y = sd.placeHolder("y", DataType.FLOAT, -1, WIDTH);
    SDVariable h = x;
    for (int layer = 0; layer < ops / OPS_OF_LAYER; layer++) {
      SDVariable w = sd.var("w" + layer, Nd4j.randn(DataType.FLOAT, WIDTH, WIDTH).muli(0.3));
      SDVariable b = sd.var("b" + layer, Nd4j.zeros(DataType.FLOAT, WIDTH));
      h = sd.math().tanh(h.mmul(w).add(b));
      for (int i = 3; i < OPS_OF_LAYER; i++) {
        h = sd.math().sin(h);
      }
    }
    sd.loss().meanSquaredError("loss", y, h, null);
    sd.setLossVariables("loss");
    return sd;
  }
}
