package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;

import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs with vertices of sequences. */
public final class SequenceVertexCases {

  private static final int STEPS = 4;

  private SequenceVertexCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        graph("last step", SequenceVertexCases::lastStep, classes(3, 3), false),
        graph("last step that a mask leaves", SequenceVertexCases::lastStep, classes(3, 3), true),
        graph(
            "row repeated along time",
            g ->
                g.addLayer("h", rnn(), "x")
                    .addVertex("l", new LastTimeStepVertex("x"), "h")
                    .addVertex("d", new DuplicateToTimeSeriesVertex("x"), "l")
                    .addVertex("m", new MergeVertex(), "d", "h")
                    .addLayer("y", output(8), "m"),
            sequenceClasses(3, 2, STEPS),
            false),
        graph(
            "reversed",
            g -> reversed(g, new ReverseTimeSeriesVertex()),
            sequenceClasses(3, 2, STEPS),
            false),
        graph(
            "reversed regardless of a mask",
            g -> reversed(g, new ReverseTimeSeriesVertex()),
            sequenceClasses(3, 2, STEPS),
            true),
        graph(
            "reversed within a mask",
            g -> reversed(g, new ReverseTimeSeriesVertex("x")),
            sequenceClasses(3, 2, STEPS),
            true),
        graph(
            "subset and product of sequences",
            g ->
                g.addLayer("h", rnn(), "x")
                    .addVertex("a", new SubsetVertex(0, 1), "h")
                    .addVertex("b", new SubsetVertex(2, 3), "h")
                    .addVertex("s", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")
                    .addLayer("y", output(2), "s"),
            sequenceClasses(3, 2, STEPS),
            false),
        NetworkCase.graph(
            "stack of sequences of different lengths",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x", "z")
                    .addLayer("a", rnn(), "x")
                    .addLayer("b", rnn(), "z")
                    .addVertex("s", new StackVertex(), "a", "b")
                    .addVertex("u", new UnstackVertex(0, 2), "s")
                    .addVertex("v", new UnstackVertex(1, 2), "s")
                    .addVertex("m", new MergeVertex(), "u", "v")
                    .addLayer("y", output(8), "m")
                    .setOutputs("y")
                    .build(),
            () ->
                new MultiDataSet(
                    new INDArray[] {normal(1, 3, 3, STEPS), normal(2, 3, 3, 2)},
                    new INDArray[] {sequenceClasses(3, 2, STEPS)})));
  }

  private static void lastStep(GraphBuilder g) {
    g.addLayer("h", rnn(), "x")
        .addVertex("l", new LastTimeStepVertex("x"), "h")
        .addLayer(
            "y",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(4)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build(),
            "l");
  }

  private static void reversed(GraphBuilder g, ReverseTimeSeriesVertex reverse) {
    g.addLayer("h", rnn(), "x")
        .addVertex("r", reverse, "h")
        .addLayer("k", new SimpleRnn.Builder().nIn(4).nOut(4).build(), "r")
        .addLayer("y", output(4), "k");
  }

  private static NetworkCase graph(
      String name, Consumer<GraphBuilder> layers, INDArray labels, boolean masked) {
    return NetworkCase.graph(
        name,
        () -> {
          GraphBuilder builder = conf().graphBuilder().addInputs("x").setOutputs("y");
          layers.accept(builder);
          return builder.build();
        },
        () -> {
          INDArray[] features = {normal(1, 3, 3, STEPS)};
          if (!masked) {
            return new MultiDataSet(features, new INDArray[] {labels});
          }
          INDArray mask =
              Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 1, 0}, {1, 1, 0, 0}});
          return new MultiDataSet(
              features,
              new INDArray[] {labels},
              new INDArray[] {mask},
              labels.rank() == 3 ? new INDArray[] {mask} : null);
        });
  }

  private static SimpleRnn rnn() {
    return new SimpleRnn.Builder().nIn(3).nOut(4).build();
  }

  private static RnnOutputLayer output(int in) {
    return RecurrentCases.output(in, RNNFormat.NCW);
  }
}
