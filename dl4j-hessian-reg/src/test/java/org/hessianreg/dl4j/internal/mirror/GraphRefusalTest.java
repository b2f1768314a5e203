package org.hessianreg.dl4j.internal.mirror;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.dropout.Dropout;
import org.deeplearning4j.nn.conf.dropout.GaussianNoise;
import org.deeplearning4j.nn.conf.dropout.IDropout;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.hessianreg.dl4j.internal.mirror.layers.SameDiffLayerCases;
import org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Parts that have no mirror, or that DL4J does not train by the gradient of a score. */
class GraphRefusalTest {

  static List<Arguments> cases() {
    List<Arguments> cases = new ArrayList<>();
    cases.add(
        layers(
            "weight noise",
            "'0' (DenseLayer): weight noise DropConnect",
            new DenseLayer.Builder().nIn(4).nOut(5).weightNoise(new DropConnect(0.5)).build()));
    cases.add(
        layers(
            "dropout of the user's own",
            "'0': dropout " + Halving.class.getName(),
            dense(new Halving())));
    cases.add(
        layers(
            "noise that dropout overwrites",
            "'1': DL4J applies dropout in place, to the result of the GaussianNoise",
            new DropoutLayer(new GaussianNoise(0.5)),
            dense(new Dropout(0.5))));
    cases.add(
        layers(
            "multiplication with dropout",
            "'1' (ElementWiseMultiplicationLayer): DL4J's forward pass",
            dense(null),
            new ElementWiseMultiplicationLayer.Builder().nIn(5).nOut(5).dropOut(0.5).build()));
    cases.add(
        layers(
            "dropout frozen with backprop",
            "'1' (DenseLayer): inside of FrozenLayerWithBackprop, DL4J applies dropout",
            dense(null),
            new FrozenLayerWithBackprop(
                new DenseLayer.Builder().nIn(5).nOut(5).dropOut(0.5).build())));
    cases.add(
        Arguments.of(
            NetworkCase.layers(
                "normalisation frozen with backprop",
                () ->
                    conf()
                        // In workspaces, DL4J's own backward pass fails.
                        .trainingWorkspaceMode(WorkspaceMode.NONE)
                        .list(
                            dense(null),
                            new FrozenLayerWithBackprop(
                                new BatchNormalization.Builder().nIn(5).nOut(5).build()),
                            softmax())
                        .build(),
                () -> batch(normal(1, 6, 4), classes(6, 3))),
            "'1' (BatchNormalization): inside of FrozenLayerWithBackprop, DL4J differentiates"));
    cases.add(
        layers(
            "auto-encoder",
            "layer " + AutoEncoder.class.getName() + " is not supported",
            new AutoEncoder.Builder().nIn(4).nOut(5).build()));
    cases.add(
        layers(
            "variational auto-encoder",
            "layer " + VariationalAutoencoder.class.getName() + " is not supported",
            new VariationalAutoencoder.Builder()
                .nIn(4)
                .nOut(5)
                .encoderLayerSizes(3)
                .decoderLayerSizes(3)
                .build()));
    cases.add(
        graph(
            "in-place dropout of what another layer reads",
            "'g': DL4J applies dropout in place, to the activations of 'h', which 'k' reads",
            g ->
                g.addLayer("h", dense(null), "x")
                    .addLayer("k", hidden(null), "h")
                    .addLayer("g", hidden(new Dropout(0.5)), "h")
                    .addVertex("s", new ElementWiseVertex(ElementWiseVertex.Op.Add), "k", "g")
                    .addLayer("y", softmax(), "s")));
    cases.add(
        graph(
            "paths with and without a SameDiff vertex",
            "'h': DL4J doubles the gradient",
            g ->
                g.addLayer("h", dense(null), "x")
                    .addVertex("v", new SameDiffLayerCases.Gate(), "h", "h")
                    .addVertex("s", new ElementWiseVertex(ElementWiseVertex.Op.Add), "h", "v")
                    .addLayer("y", softmax(), "s")));
    cases.add(
        graph(
            "norm along one dimension of images",
            "'n' (L2NormalizeVertex): the norm is not taken over whole examples",
            g ->
                g.addLayer("h", dense(null), "x")
                    .addVertex("n", new L2NormalizeVertex(new int[] {0, 1}, 1e-8), "h")
                    .addLayer("y", softmax(), "n")));
    cases.add(
        sequences(
            "dropout inside of Bidirectional",
            "'0' (SimpleRnn): the mask that its dropout has drawn cannot be read",
            new Bidirectional(
                new SimpleRnn.Builder().nIn(3).nOut(4).dropOut(new GaussianNoise(0.5)).build()),
            8));
    cases.add(
        sequences(
            "recurrent attention",
            "multi_head_dot_product_attention",
            new RecurrentAttentionLayer.Builder()
                .nIn(3)
                .nOut(4)
                .nHeads(2)
                .projectInput(true)
                .activation(Activation.TANH)
                .build(),
            4));
    cases.add(
        Arguments.of(
            NetworkCase.graph(
                "attention vertex with a mask",
                () ->
                    conf()
                        .graphBuilder()
                        .addInputs("x")
                        .addVertex(
                            "a",
                            new AttentionVertex.Builder()
                                .nInKeys(3)
                                .nInQueries(3)
                                .nInValues(3)
                                .nOut(4)
                                .nHeads(2)
                                .projectInput(true)
                                .build(),
                            "x",
                            "x",
                            "x")
                        .addLayer("y", RecurrentCases.output(4, RNNFormat.NCW), "a")
                        .setOutputs("y")
                        .build(),
                RecurrentCases::maskedData),
            "'a' (AttentionVertex): the masks that the vertex is given cannot be read"));
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void refuses(NetworkCase problem, String message) {
    assertThatThrownBy(() -> new MirrorBattery(problem).train())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining(message)
        .hasMessageContaining("Fix: ");
  }

  private static Arguments layers(String name, String message, Layer... layers) {
    return Arguments.of(
        NetworkCase.layers(
            name,
            () -> {
              var list = conf().list();
              for (Layer layer : layers) {
                list.layer(layer.clone());
              }
              return list.layer(softmax()).build();
            },
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        message);
  }

  private static Arguments graph(String name, String message, Consumer<GraphBuilder> layers) {
    return Arguments.of(
        NetworkCase.graph(
            name,
            () -> {
              GraphBuilder builder = conf().graphBuilder().addInputs("x").setOutputs("y");
              layers.accept(builder);
              return builder.build();
            },
            () ->
                new MultiDataSet(new INDArray[] {normal(1, 6, 4)}, new INDArray[] {classes(6, 3)})),
        message);
  }

  private static Arguments sequences(String name, String message, Layer layer, int out) {
    return Arguments.of(
        NetworkCase.layers(
            name,
            () -> conf().list(layer.clone(), RecurrentCases.output(out, RNNFormat.NCW)).build(),
            () -> batch(normal(1, 3, 3, 4), sequenceClasses(3, 2, 4))),
        message);
  }

  private static DenseLayer dense(IDropout dropout) {
    return new DenseLayer.Builder().nIn(4).nOut(5).dropOut(dropout).build();
  }

  private static DenseLayer hidden(IDropout dropout) {
    return new DenseLayer.Builder().nIn(5).nOut(5).dropOut(dropout).build();
  }

  private static OutputLayer softmax() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(5)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Dropout that this library does not know. */
  public static final class Halving implements IDropout {

    private static final long serialVersionUID = 1L;

    @Override
    public INDArray applyDropout(
        INDArray input, INDArray result, int iteration, int epoch, LayerWorkspaceMgr workspaces) {
      return result.assign(input).muli(0.5);
    }

    @Override
    public INDArray backprop(INDArray atOutput, INDArray atInput, int iteration, int epoch) {
      return atInput.assign(atOutput).muli(0.5);
    }

    @Override
    public void clear() {}

    @Override
    public IDropout clone() {
      return new Halving();
    }
  }
}
