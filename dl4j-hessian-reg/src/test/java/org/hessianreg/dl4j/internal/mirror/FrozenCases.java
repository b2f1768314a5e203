package org.hessianreg.dl4j.internal.mirror;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.List;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks with frozen parts. */
public final class FrozenCases {

  private FrozenCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        NetworkCase.layers(
            "frozen layer, with dropout that it does not apply, cuts the layers before off",
            () ->
                conf()
                    .list(
                        dense(4, false),
                        new FrozenLayer(dense(5, true)),
                        dense(5, false),
                        softmax())
                    .build(),
            FrozenCases::data),
        NetworkCase.layers(
            "layers are trained through a frozen layer with backprop",
            () ->
                conf()
                    .list(
                        dense(4, true),
                        new FrozenLayerWithBackprop(dense(5, false)),
                        dense(5, false),
                        softmax())
                    .build(),
            FrozenCases::data),
        NetworkCase.layers(
            "frozen output layer with backprop",
            () ->
                conf()
                    .list(dense(4, false), dense(5, false), new FrozenLayerWithBackprop(softmax()))
                    .build(),
            FrozenCases::data),
        NetworkCase.graph(
            "graph with a frozen layer beside another path",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("f", new FrozenLayer(dense(4, true)), "x")
                    .addLayer("h", dense(4, false), "x")
                    .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Product), "f", "h")
                    .addLayer("y", softmax(), "sum")
                    .setOutputs("y")
                    .build(),
            FrozenCases::data),
        NetworkCase.graph(
            "graph trained through a frozen layer and a frozen output",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("h", dense(4, false), "x")
                    .addLayer("f", new FrozenLayerWithBackprop(dense(5, false)), "h")
                    .addLayer("y", new FrozenLayerWithBackprop(softmax()), "f")
                    .setOutputs("y")
                    .build(),
            FrozenCases::data),
        NetworkCase.graph(
            "frozen vertex of a layer, which runs as in training",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addVertex(
                        "f",
                        new FrozenVertex(
                            new LayerVertex(
                                conf().layer(named("f", dense(4, true))).build(), null)),
                        "x")
                    .addLayer("h", dense(5, false), "f")
                    .addLayer("y", softmax(), "h")
                    .setOutputs("y")
                    .build(),
            FrozenCases::data),
        NetworkCase.network(
            "layers that transfer learning has frozen",
            () -> {
              MultiLayerNetwork net =
                  new MultiLayerNetwork(
                      conf()
                          .list(dense(4, true), dense(5, true), dense(5, true), softmax())
                          .build());
              net.init();
              return new TransferLearning.Builder(net).setFeatureExtractor(1).build();
            },
            FrozenCases::data),
        NetworkCase.network(
            "vertices that transfer learning has frozen",
            () -> {
              ComputationGraph net =
                  new ComputationGraph(
                      conf()
                          .graphBuilder()
                          .addInputs("x")
                          .addLayer("h", dense(4, true), "x")
                          .addVertex("s", new ScaleVertex(2.0), "h")
                          .addLayer("g", dense(5, true), "s")
                          .addLayer("y", softmax(), "g")
                          .setOutputs("y")
                          .build());
              net.init();
              ComputationGraph frozen =
                  new TransferLearning.GraphBuilder(net).setFeatureExtractor("s").build();
              return frozen.convertDataType(DataType.DOUBLE);
            },
            FrozenCases::data));
  }

  /**
   * Of a path that is cut the gradient is one of a score with that path held constant, which moves
   * with the parameters all the same: no difference quotients of it are a Hessian's.
   */
  public static NetworkCase cutBesideAnotherPath() {
    return NetworkCase.graph(
        "frozen vertex cuts one path of two",
        () ->
            conf()
                .graphBuilder()
                .addInputs("x")
                .addLayer("h", dense(4, false), "x")
                .addVertex("f", new FrozenVertex(new MergeVertex()), "h", "x")
                .addLayer("g", dense(5, false), "h")
                .addVertex("all", new MergeVertex(), "f", "g")
                .addLayer("k", new DenseLayer.Builder().nIn(14).nOut(5).build(), "all")
                .addLayer("y", softmax(), "k")
                .setOutputs("y")
                .build(),
        FrozenCases::data);
  }

  private static DenseLayer named(String name, DenseLayer layer) {
    layer.setLayerName(name);
    return layer;
  }

  private static MultiDataSet data() {
    return batch(normal(1, 6, 4), classes(6, 3));
  }

  private static DenseLayer dense(int in, boolean dropout) {
    return new DenseLayer.Builder()
        .nIn(in)
        .nOut(5)
        .dropOut(dropout ? new Dropout(0.6) : null)
        .build();
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(5)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
