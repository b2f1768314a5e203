package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.examples.QuietGradient;
import org.hessianreg.examples.baselines.SharpnessAware;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/**
 * Trains as a task says and measures the outcome. The outcome, except for the time, is a function
 * of the task: whatever draws from ND4J's global random generator finds it at the same place.
 */
final class Trial {

  private static final double LEARNING_RATE = 0.02;
  private static final double MOMENTUM = 0.9;

  private final FashionMnist files;
  private final LabelledImages source;
  private LabelledImages test;

  Trial(FashionMnist files) throws IOException {
    this.files = files;
    this.source = files.training();
  }

  Outcome run(Task task) throws IOException {
    Setting setting = task.setting();
    TrialData data =
        TrialData.draw(
            source, setting.images(), task.validationImages(), setting.noisePercent(), task.seed());
    Classifier network = new Classifier(setting.network(), task.seed());
    Recipe recipe = new Recipe(network, task.steps(), task.seed());
    task.method().apply(recipe, task.strength());
    Minibatches batches =
        new Minibatches(
            data.training(), Recipe.BATCH, task.steps(), task.seed(), recipe.preprocessors());
    Nd4j.getRandom().setSeed(task.seed());
    boolean finite = train(recipe, batches) && network.isFinite();
    boolean isFinal = task.stage() == Task.Stage.FINAL;
    return new Outcome(
        task,
        network.accuracyOn(isFinal ? data.prepared(test()) : data.validation()),
        network.accuracyOn(data.training()),
        isFinal ? trace(network, setting.network(), data.training()) : null,
        median(batches.stepMillis()),
        !finite);
  }

  private LabelledImages test() throws IOException {
    if (test == null) {
      test = files.test();
    }
    return test;
  }

  private static Double trace(Classifier network, Architecture architecture, DataSet training) {
    double trace = FinalTrace.of(network, architecture, training);
    return Double.isFinite(trace) ? trace : null;
  }

  private static double median(List<Double> values) {
    return new Median().evaluate(values.stream().mapToDouble(Double::doubleValue).toArray());
  }

  /** Trains, and reports whether the penalty stayed a number. */
  private static boolean train(Recipe recipe, Minibatches batches) {
    SameDiff sd = recipe.network().graph();
    IUpdater updater = new Nesterovs(LEARNING_RATE, MOMENTUM);
    if (recipe.climb().isPresent()) {
      QuietGradient.create(sd);
      SharpnessAware training = new SharpnessAware(sd, updater, recipe.climb().getAsDouble());
      while (batches.hasNext()) {
        training.step(placeholders(batches.next()));
      }
      return true;
    }
    TrainingConfig.Builder config =
        TrainingConfig.builder()
            .updater(updater)
            .dataSetFeatureMapping(Classifier.IMAGES)
            .dataSetLabelMapping(Classifier.LABELS);
    recipe.regularizations().forEach(config::regularization);
    sd.setTrainingConfig(config.build());
    boolean penalised =
        recipe.regularizations().stream().anyMatch(HessianTraceRegularization.class::isInstance);
    if (penalised) {
      HessianTrace.enable(sd);
    }
    QuietGradient.create(sd);
    try {
      sd.fit(batches, 1);
      return true;
    } catch (HessianTraceException e) {
      // What the graph cannot do was found by enable: what is left is a penalty that is not finite.
      if (penalised) {
        return false;
      }
      throw e;
    }
  }

  private static Map<String, INDArray> placeholders(MultiDataSet batch) {
    Map<String, INDArray> values = new HashMap<>();
    values.put(Classifier.IMAGES, batch.getFeatures(0));
    values.put(Classifier.LABELS, batch.getLabels(0));
    return values;
  }
}
