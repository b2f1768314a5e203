package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.OneOpGraph.op;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDIndex;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.reduce.custom.LogSumExp;
import org.nd4j.linalg.api.ops.impl.shape.Concat;
import org.nd4j.linalg.api.ops.impl.shape.Gather;
import org.nd4j.linalg.api.ops.impl.shape.Split;
import org.nd4j.linalg.api.ops.impl.shape.Squeeze;
import org.nd4j.linalg.api.ops.impl.shape.Transpose;
import org.nd4j.linalg.api.ops.impl.transforms.custom.BatchToSpace;
import org.nd4j.linalg.api.ops.impl.transforms.custom.SpaceToBatch;
import org.nd4j.linalg.api.ops.impl.transforms.strict.Mish;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.conditions.Conditions;

/** Graphs that SameDiff cannot copy or differentiate: refused by name before anything trains. */
class RefusedGraphTest {

  @TempDir Path folder;

  private static Arguments bad(OneOpGraph graph, String... message) {
    return Arguments.of(graph, List.of(message));
  }

  private static OneOpGraph graph(String name, OneOpGraph.Body body) {
    return OneOpGraph.graph(name, body);
  }

  static Stream<Arguments> uncopied() {
    int[] one = {1};
    return Stream.of(
        bad(
            graph("logSoftmax", (sd, w) -> sd.nn().logSoftmax(w[0], 1)).parameter(2, 3),
            "'log_softmax'",
            "copy",
            "softmax(x, dimension)"),
        bad(
            graph("getView", (sd, w) -> w[0].getView(SDIndex.interval(0, 1), SDIndex.all()))
                .parameter(2, 3),
            "(create_view)",
            "get(SDIndex...)"),
        bad(
            graph("get", (sd, w) -> w[0].get(sd.constant(Nd4j.createFromArray(one))))
                .parameter(2, 3),
            "(invoke)",
            "gather"),
        bad(
            graph(
                    "put",
                    (sd, w) -> {
                      SDVariable row = w[0].mul(2).get(SDIndex.interval(0, 1));
                      SDVariable index = sd.constant(Nd4j.createFromArray(one));
                      return w[0].put(index, row, index);
                    })
                .parameter(2, 3),
            "(invoke)",
            "concat"),
        bad(
            graph("mish", (sd, w) -> new Mish(sd, w[0], false).outputVariable()).parameter(2, 3),
            "'mish'",
            "softplus"),
        bad(
            graph(
                    "col2im",
                    (sd, w) ->
                        sd.cnn()
                            .col2Im(
                                w[0],
                                Conv2DConfig.builder().kH(2).kW(2).sH(1).sW(1).dH(1).dW(1).build()))
                .parameter(1, 1, 2, 2, 2, 2),
            "'col2im'",
            "transposed convolution"));
  }

  static Stream<Arguments> undifferentiated() {
    return Stream.of(
        bad(
            graph("concat", (sd, w) -> op(dynamicConcat(), w[0], w[1], sd.constant(1))[0])
                .parameter(2, 3)
                .parameter(2, 2),
            "'concat'",
            "dimension as a number"),
        bad(
            graph("split", (sd, w) -> op(splitInTwo(), sd.constant(1), w[0])[0]).parameter(2, 4),
            "'split'",
            "dimension as a number"),
        bad(
            graph("squeeze", (sd, w) -> op(new Squeeze(), w[0])[0]).parameter(2, 1, 3),
            "'squeeze'",
            "reshape"),
        bad(
            graph("transpose", (sd, w) -> op(with(new Transpose(), 1, 2, 0), w[0])[0])
                .parameter(2, 3, 4),
            "'transpose'",
            "permute"),
        bad(
            graph("gather", (sd, w) -> op(with(new Gather(), 1, 1, 0, 1), w[0])[0]).parameter(2, 3),
            "'gather'",
            "indices as an input"),
        bad(
            graph("logSumExp", (sd, w) -> op(logSumExp(), w[0], sd.constant(1))[0]).parameter(2, 3),
            "'reduce_logsumexp'",
            "dimension as a number"),
        bad(
            graph("clipByNorm", (sd, w) -> sd.math().clipByNorm(w[0], 1.1)).parameter(2, 3),
            "'clipbynorm'",
            "give the dimensions"),
        bad(
            graph("dropout", (sd, w) -> sd.nn().dropout(w[0], 0.5)).parameter(2, 3),
            "(dropout)",
            "bernoulli"),
        bad(
            graph("flatten", (sd, w) -> sd.flatten(w)).parameter(2, 3).parameter(2),
            "'flatten'",
            "concat"),
        bad(
            graph("batchToSpace", (sd, w) -> op(with(new BatchToSpace(), 2), w[0], margins(sd))[0])
                .parameter(4, 2, 2, 1),
            "'batch_to_space'",
            "cnn().batchToSpace"),
        bad(
            graph("spaceToBatch", (sd, w) -> op(with(new SpaceToBatch(), 2), w[0], margins(sd))[0])
                .parameter(1, 3, 3, 1),
            "'space_to_batch'",
            "cnn().spaceToBatch"));
  }

  private static Concat dynamicConcat() {
    Concat concat = new Concat();
    // What the importer does.
    concat.initFromTensorFlow(null, null, null, null);
    return concat;
  }

  private static Split splitInTwo() {
    Split split = new Split();
    split.addIArgument(2);
    split.setPropertiesForFunction(Map.of("numSplit", 2));
    return split;
  }

  private static LogSumExp logSumExp() {
    LogSumExp op = new LogSumExp();
    op.addTArgument(0.0);
    return op;
  }

  private static DynamicCustomOp with(DynamicCustomOp op, int... arguments) {
    op.addIArgument(arguments);
    return op;
  }

  private static SDVariable margins(SameDiff sd) {
    return sd.constant(Nd4j.createFromArray(new int[][] {{1, 0}, {0, 1}}));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"uncopied", "undifferentiated"})
  void isRefused(OneOpGraph graph, List<String> message) {
    requireRefusal(graph.penalised(), message.toArray(new String[0]));
  }

  private static void requireRefusal(SameDiff sd, String... message) {
    List<String> ops = List.copyOf(sd.getOps().keySet());
    List<String> variables = List.copyOf(sd.getVariables().keySet());
    assertThatThrownBy(() -> HessianTrace.enable(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll(message)
        .hasMessageContainingAll("Variable '", "Fix: ");
    assertThat(sd.getOps().keySet()).containsExactlyElementsOf(ops);
    assertThat(sd.getVariables().keySet()).containsExactlyElementsOf(variables);
    assertThat(sd.getListeners()).isEmpty();
    assertThat(sd.getFunction("grad")).isNull();
  }

  /** It can be copied until it has been saved. */
  @Test
  void aLoadedReplaceWhereIsRefused() throws IOException {
    OneOpGraph graph =
        graph("replace", (sd, w) -> sd.replaceWhere(w[0], w[1], Conditions.lessThan(0.8)))
            .parameter(2, 3)
            .parameter(2, 3);
    File file = folder.resolve("graph.fb").toFile();
    graph.build().save(file, false);
    SameDiff loaded = SameDiff.load(file, false);
    loaded.setLossVariables("loss");
    OneOpGraph.configured(loaded, HessianTraceRegularization.builder().coefficient(0.1).build());
    requireRefusal(loaded, "car", "mask");
  }

  /** A vector that the graph does not know to be one. */
  @Test
  void whatOnlyShapesTellIsNamedInTheFirstStep() {
    OneOpGraph graph =
        graph("vector", (sd, w) -> sd.getVariable("x").mmul(w[0].mul(1.0)).rename("product"))
            .parameter(3, 2)
            .fed(Nd4j.createFromArray(0.3, -0.7, 1.1));
    SameDiff sd = graph.penalised();
    HessianTrace.enable(sd);
    INDArray before = sd.getVariable("w0").getArr().dup();
    assertThatThrownBy(() -> graph.fit(sd))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'product'", "(matmul)", "[3]", "Fix: ");
    assertThat(sd.getVariable("w0").getArr()).isEqualTo(before);
  }

  @Test
  void linearInFloatIsWarnedOf() {
    SameDiff sd = SameDiff.create();
    SDVariable x = sd.placeHolder("x", DataType.FLOAT, -1, 5);
    SDVariable w = sd.var("w", Nd4j.ones(DataType.FLOAT, 5, 2));
    sd.nn().linear("y", x, w, sd.var("b", Nd4j.zeros(DataType.FLOAT, 2)));
    sd.math().square(sd.getVariable("y")).mean("loss");
    sd.setLossVariables("loss");
    OneOpGraph.configured(sd, HessianTraceRegularization.builder().coefficient(0.1).build());
    assertThat(HessianTrace.enable(sd).warnings())
        .hasSize(1)
        .first()
        .asString()
        .contains("'y'", "xw_plus_b", "oneDNN", "mmul");
  }
}
