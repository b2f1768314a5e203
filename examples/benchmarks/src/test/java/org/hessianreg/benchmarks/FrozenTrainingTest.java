package org.hessianreg.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.dl4j.PenaltyRecord;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

class FrozenTrainingTest {

  private final Network network = Networks.perceptron(3, 8);
  private final MultiDataSet batch = network.batch(1).toMultiDataSet();
  private final Pretraining pretraining = new Pretraining(network, batch);

  @Tag("slow")
  @Test
  void readsTheGradientOfTheLoss() {
    FrozenTraining training = training(Optional.empty());

    training.steps(2, gradient -> {});

    assertThat(training.gradient()).containsExactly(gradient(), within(1e-6f));
    assertThat(training.millis()).isPositive();
    assertThat(training.estimates()).isEmpty();
  }

  @Tag("slow")
  @Test
  void drawsAnewAtEachStep() {
    FrozenTraining training =
        training(Optional.of(HessianTraceRegularization.builder().coefficient(1.0).build()));
    List<float[]> gradients = new ArrayList<>();

    training.steps(3, gradient -> gradients.add(gradient.clone()));

    assertThat(gradients).hasSize(3).doesNotHaveDuplicates();
    assertThat(training.estimates())
        .extracting(PenaltyRecord::quadraticForm)
        .hasSize(3)
        .doesNotHaveDuplicates();
  }

  private FrozenTraining training(Optional<HessianTraceRegularization> option) {
    return new FrozenTraining(network, pretraining.parameters(), batch, option);
  }

  private float[] gradient() {
    SameDiff graph = network.graph(0);
    List<SDVariable> parameters = Parameters.of(graph);
    List<String> names = new ArrayList<>();
    for (SDVariable parameter : parameters) {
      parameter.getArr().assign(pretraining.parameters().get(parameter.name()));
      names.add(parameter.name());
    }
    Map<String, INDArray> gradients =
        graph.calculateGradients(
            Map.of(Network.FEATURES, batch.getFeatures(0), Network.LABELS, batch.getLabels(0)),
            names);
    List<Float> values = new ArrayList<>();
    for (String name : names) {
      for (float value : gradients.get(name).dup('c').data().asFloat()) {
        values.add(value);
      }
    }
    float[] all = new float[values.size()];
    for (int i = 0; i < all.length; i++) {
      all[i] = values.get(i);
    }
    return all;
  }
}
