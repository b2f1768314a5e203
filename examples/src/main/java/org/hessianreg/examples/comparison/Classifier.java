package org.hessianreg.examples.comparison;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** A network with softmax cross entropy as a SameDiff graph. */
final class Classifier {

  static final String IMAGES = "images";
  static final String LABELS = "labels";

  private static final String LOSS = "loss";
  private static final String LOGITS = "logits";

  /** Images that are evaluated at a time: memory is bounded, whatever their number. */
  private static final int CHUNK = 1000;

  private final SameDiff graph = SameDiff.create();

  /** Builds the graph; the same seed gives the same initial parameters. */
  Classifier(Architecture architecture, long seed) {
    SDVariable images = graph.placeHolder(IMAGES, DataType.FLOAT, -1, FashionMnist.PIXELS);
    SDVariable labels = graph.placeHolder(LABELS, DataType.FLOAT, -1, FashionMnist.CLASSES);
    SDVariable logits =
        architecture.logits(graph, images, Nd4j.getRandomFactory().getNewRandomInstance(seed));
    graph.loss().softmaxCrossEntropy(LOSS, labels, logits.rename(LOGITS), null);
    graph.setLossVariables(LOSS);
  }

  SameDiff graph() {
    return graph;
  }

  SDVariable images() {
    return graph.getVariable(IMAGES);
  }

  SDVariable logits() {
    return graph.getVariable(LOGITS);
  }

  /** The cross entropy, without any penalty. */
  SDVariable loss() {
    return graph.getVariable(LOSS);
  }

  List<SDVariable> parameters() {
    List<SDVariable> parameters = new ArrayList<>();
    for (SDVariable variable : graph.variables()) {
      if (variable.getVariableType() == VariableType.VARIABLE) {
        parameters.add(variable);
      }
    }
    return parameters;
  }

  /** Whether every parameter is a number. */
  boolean isFinite() {
    return parameters().stream()
        .allMatch(p -> Double.isFinite(p.getArr().sumNumber().doubleValue()));
  }

  /** Overwrites this network's parameters with those of another one. */
  void copyParametersOf(Classifier other) {
    for (SDVariable parameter : parameters()) {
      parameter.getArr().assign(other.graph.getVariable(parameter.name()).getArr());
    }
  }

  /** Share of the images whose most likely class is that of their label. */
  double accuracyOn(DataSet data) {
    int examples = data.numExamples();
    long right = 0;
    for (int from = 0; from < examples; from += CHUNK) {
      DataSet chunk = (DataSet) data.getRange(from, Math.min(from + CHUNK, examples));
      INDArray logits = graph.output(inputs(chunk), LOGITS).get(LOGITS);
      INDArray hits = logits.argMax(1).eq(chunk.getLabels().argMax(1));
      right += hits.castTo(DataType.INT64).sumNumber().longValue();
    }
    return (double) right / examples;
  }

  /** The values of the placeholders for some data. */
  static Map<String, INDArray> inputs(DataSet data) {
    return Map.of(IMAGES, data.getFeatures(), LABELS, data.getLabels());
  }
}
