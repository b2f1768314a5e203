package org.hessianreg.examples.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.learning.regularization.Regularization;

/** How one run trains: what a {@link Method} changes about it. */
final class Recipe {

  /** Examples in each minibatch, in every run. */
  static final int BATCH = 50;

  private final Classifier network;
  private final int steps;
  private final long seed;
  private final List<Regularization> regularizations = new ArrayList<>();
  private final List<DataSetPreProcessor> preprocessors = new ArrayList<>();
  private OptionalDouble climb = OptionalDouble.empty();

  Recipe(Classifier network, int steps, long seed) {
    this.network = network;
    this.steps = steps;
    this.seed = seed;
  }

  Classifier network() {
    return network;
  }

  int steps() {
    return steps;
  }

  long seed() {
    return seed;
  }

  /** Minimises something else than the cross entropy. */
  void minimise(SDVariable objective) {
    network.graph().setLossVariables(objective.name());
  }

  void regularise(Regularization regularization) {
    regularizations.add(regularization);
  }

  void preprocess(DataSetPreProcessor preprocessor) {
    preprocessors.add(preprocessor);
  }

  /** Trains by sharpness-aware minimisation. */
  void climb(double rho) {
    climb = OptionalDouble.of(rho);
  }

  List<Regularization> regularizations() {
    return regularizations;
  }

  List<DataSetPreProcessor> preprocessors() {
    return preprocessors;
  }

  OptionalDouble climb() {
    return climb;
  }
}
