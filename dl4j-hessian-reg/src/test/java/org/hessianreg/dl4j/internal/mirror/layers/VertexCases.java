package org.hessianreg.dl4j.internal.mirror.layers;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Graphs with vertices. */
public final class VertexCases {

  private VertexCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>();
    for (ElementWiseVertex.Op op : ElementWiseVertex.Op.values()) {
      cases.add(ofTwo("element-wise " + op, new ElementWiseVertex(op), 5));
      cases.add(
          rows(
              "element-wise " + op + " broadcasting a column",
              g ->
                  g.addLayer("a", dense(4, 5), "x")
                      .addLayer("b", dense(4, 1), "x")
                      .addVertex("v", new ElementWiseVertex(op), "a", "b")
                      .addLayer("y", softmax(5), "v")));
      if (op != ElementWiseVertex.Op.Subtract) {
        cases.add(
            rows(
                "element-wise " + op + " of three",
                g ->
                    g.addLayer("a", dense(4, 5), "x")
                        .addLayer("b", dense(4, 5), "x")
                        .addLayer("c", dense(4, 5), "x")
                        .addVertex("v", new ElementWiseVertex(op), "a", "b", "c")
                        .addLayer("y", softmax(5), "v")));
      }
    }
    cases.add(
        rows(
            "element-wise maximum of equals",
            g ->
                g.addLayer("a", dense(4, 5), "x")
                    .addVertex("s", new ScaleVertex(1.0), "a")
                    .addVertex("v", new ElementWiseVertex(ElementWiseVertex.Op.Max), "a", "s")
                    .addLayer("y", softmax(5), "v")));
    cases.add(ofTwo("merge", new MergeVertex(), 10));
    cases.add(ofTwo("distance", new L2Vertex(), 1));
    cases.add(ofOne("merge of one", new MergeVertex(), 5));
    cases.add(ofOne("subset", new SubsetVertex(1, 3), 3));
    cases.add(ofOne("scale", new ScaleVertex(1.5), 5));
    cases.add(ofOne("shift", new ShiftVertex(0.5), 5));
    cases.add(ofOne("norm", new L2NormalizeVertex(), 5));
    cases.add(
        rows(
            "stack and unstack",
            g ->
                g.addLayer("a", dense(4, 5), "x")
                    .addLayer("b", dense(4, 5), "x")
                    .addVertex("s", new StackVertex(), "a", "b")
                    .addLayer("h", dense(5, 5), "s")
                    .addVertex("v", new UnstackVertex(1, 2), "h")
                    .addLayer("y", softmax(5), "v")));
    cases.add(images("merge of channels", new MergeVertex(), true, 6 * 9));
    cases.add(images("merge of rows", mergeAlong(2), true, 3 * 18));
    cases.add(images("distance of images", new L2Vertex(), true, 1));
    cases.add(images("subset of channels", new SubsetVertex(1, 2), false, 2 * 9));
    cases.add(images("pool helper", new PoolHelperVertex(), false, 3 * 4));
    cases.add(images("reshape", new ReshapeVertex('c', new int[] {-1, 9, 3, 1}, null), false, 27));
    cases.add(
        images(
            "reshape columns first",
            new ReshapeVertex('f', new int[] {4, 9, 3, 1}, null),
            false,
            27));
    cases.add(
        images(
            "preprocessor",
            new PreprocessorVertex(new CnnToFeedForwardPreProcessor(3, 3, 3)),
            false,
            27));
    return cases;
  }

  private static MergeVertex mergeAlong(int dimension) {
    MergeVertex merge = new MergeVertex();
    merge.setMergeAxis(dimension);
    return merge;
  }

  private static NetworkCase ofOne(String name, GraphVertex vertex, int out) {
    return rows(
        name,
        g ->
            g.addLayer("a", dense(4, 5), "x")
                .addVertex("v", vertex, "a")
                .addLayer("y", softmax(out), "v"));
  }

  private static NetworkCase ofTwo(String name, GraphVertex vertex, int out) {
    return rows(
        name,
        g ->
            g.addLayer("a", dense(4, 5), "x")
                .addLayer("b", dense(4, 5), "x")
                .addVertex("v", vertex, "a", "b")
                .addLayer("y", softmax(out), "v"));
  }

  private static NetworkCase images(String name, GraphVertex vertex, boolean two, int out) {
    return graph(
        name,
        g -> {
          g.addLayer("a", convolution(), "x").addLayer("b", convolution(), "x");
          if (two) {
            g.addVertex("v", vertex, "a", "b");
          } else {
            g.addVertex("m", new ElementWiseVertex(ElementWiseVertex.Op.Product), "a", "b")
                .addVertex("v", vertex, "m");
          }
          g.addVertex("rows", new ReshapeVertex(-1, out), "v").addLayer("y", softmax(out), "rows");
        },
        new INDArray[] {normal(1, 4, 2, 4, 4)},
        4);
  }

  private static NetworkCase rows(String name, Consumer<GraphBuilder> layers) {
    return graph(name, layers, new INDArray[] {normal(1, 6, 4)}, 6);
  }

  private static NetworkCase graph(
      String name, Consumer<GraphBuilder> layers, INDArray[] features, int examples) {
    return NetworkCase.graph(
        name,
        () -> {
          GraphBuilder builder = conf().graphBuilder().addInputs("x").setOutputs("y");
          layers.accept(builder);
          return builder.build();
        },
        () -> new MultiDataSet(features, new INDArray[] {classes(examples, 3)}));
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).build();
  }

  private static ConvolutionLayer convolution() {
    return new ConvolutionLayer.Builder(2, 2).nIn(2).nOut(3).build();
  }

  private static OutputLayer softmax(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
