package org.hessianreg.dl4j.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hessianreg.dl4j.imports.OnnxModel.integer;
import static org.hessianreg.dl4j.imports.OnnxModel.integers;
import static org.hessianreg.dl4j.imports.OnnxModel.number;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import onnx.Onnx.GraphProto;
import onnx.Onnx.ModelProto;
import onnx.Onnx.NodeProto;
import onnx.Onnx.ValueInfoProto;
import org.hessianreg.samediff.ImportedGraphs;
import org.hessianreg.samediff.OnnxFiles;
import org.hessianreg.samediff.PreparedGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv1DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;
import org.nd4j.samediff.frameworkimport.onnx.importer.OnnxFrameworkImporter;

/** Files that ND4J's importer cannot read, or reads wrongly, until they are written anew. */
class OnnxFilesTest {

  /** Files hold FLOAT numbers, and the graphs compute in FLOAT. */
  private static final double FLOAT_ROUNDING = 1e-5;

  private static final INDArray W = ModelFiles.numbers(1, 0, 4, 3);

  /** Continues the product {@code m} of the data and {@code w} to {@code y}. */
  private interface Nodes {
    OnnxModel of(OnnxModel model);
  }

  /** What the nodes mean. */
  private interface Meaning {
    SDVariable of(SameDiff sd, SDVariable m);
  }

  /** A kind of node that the importer needs written otherwise. */
  private static final class Row {

    private final String name;
    private final String change;
    private final Nodes nodes;
    private final Meaning meaning;

    Row(String name, String change, Nodes nodes, Meaning meaning) {
      this.name = name;
      this.change = change;
      this.nodes = nodes;
      this.meaning = meaning;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static List<Row> rows() {
    return List.of(
        new Row(
            "names with colons",
            "'onnx::Tanh_1' is named 'onnx__Tanh_1'",
            m ->
                m.node("Tanh", "onnx::Tanh_1", List.of("m"))
                    .node("Neg", "y", List.of("onnx::Tanh_1")),
            (sd, m) -> sd.math().tanh(m).neg()),
        new Row(
            "sum",
            "'y' (Sum) is written with Add",
            m -> m.node("Tanh", "t", List.of("m")).node("Sum", "y", List.of("m", "t", "m")),
            (sd, m) -> m.add(sd.math().tanh(m)).add(m)),
        new Row("square", "(Pow) is written with Mul", m -> power(m, 2f), (sd, m) -> m.mul(m)),
        new Row("cube", "(Pow) is written with Mul", m -> power(m, 3f), (sd, m) -> m.mul(m).mul(m)),
        new Row(
            "root",
            "(Pow) is written with Sqrt",
            m ->
                m.tensor("half", Nd4j.scalar(0.5f))
                    .node("Exp", "e", List.of("m"))
                    .node("Pow", "y", List.of("e", "half")),
            (sd, m) -> sd.math().exp(m.mul(0.5))),
        new Row(
            "prelu",
            "(PRelu) is written with Relu, Neg, Mul, Sub",
            m ->
                m.tensor("slope", Nd4j.createFromArray(0.1f, 0.2f, -0.3f))
                    .node("PRelu", "y", List.of("m", "slope")),
            (sd, m) -> sd.nn().relu(m, 0).sub(sd.nn().relu(m.neg(), 0).mul(sd.constant(slope())))),
        new Row(
            "hard sigmoid",
            "(HardSigmoid) is written with Mul, Add, Clip",
            m ->
                m.node(
                    "HardSigmoid", "y", List.of("m"), number("alpha", 0.7f), number("beta", 0.4f)),
            (sd, m) -> sd.math().clipByValue(m.mul(0.7).add(0.4), 0, 1)),
        new Row(
            "hard swish",
            "(HardSwish) is written with Mul, Add, Clip",
            m -> m.node("HardSwish", "y", List.of("m")),
            (sd, m) -> m.mul(sd.math().clipByValue(m.div(6).add(0.5), 0, 1))),
        new Row(
            "dropout",
            "(Dropout) is written with Identity",
            m -> m.node("Dropout", "d", List.of("m")).node("Tanh", "y", List.of("d")),
            (sd, m) -> sd.math().tanh(m)),
        new Row(
            "reshape that copies",
            "(Reshape) is written with Flatten",
            m -> m.longs("shape", 0, -1).node("Reshape", "y", List.of("m", "shape")),
            (sd, m) -> m.reshape(-1, 3)),
        new Row(
            "reshape that copies the first size",
            "(Reshape) is written with Reshape",
            m -> m.longs("shape", 0, 3, 1).node("Reshape", "y", List.of("m", "shape")),
            (sd, m) -> m.reshape(-1, 3, 1)),
        new Row(
            "flatten without an axis",
            "(Flatten) is written with Flatten",
            m -> m.node("Flatten", "y", List.of("m")),
            (sd, m) -> m.reshape(-1, 3)));
  }

  private static OnnxModel power(OnnxModel model, float exponent) {
    return model
        .tensor("exponent", Nd4j.scalar(exponent))
        .node("Pow", "y", List.of("m", "exponent"));
  }

  private static INDArray slope() {
    return Nd4j.createFromArray(0.1, 0.2, -0.3);
  }

  private static OnnxModel product() {
    return new OnnxModel().input("x", -1, 4).tensor("w", W).node("MatMul", "m", List.of("x", "w"));
  }

  private static PreparedGraph imported(OnnxModel model, Path folder, String change)
      throws Exception {
    Path file = folder.resolve("model.onnx");
    Files.write(file, model.bytes());
    assertThat(OnnxFiles.rewrite(file, file)).anySatisfy(line -> assertThat(line).contains(change));
    SameDiff imported =
        new OnnxFrameworkImporter().runImport(file.toString(), new HashMap<>(), true);
    return ImportedGraphs.of(imported).outputs("y").parameters("w"::equals).prepare();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("rows")
  void theFileIsReadAsItIsMeant(Row row, @TempDir Path folder) throws Exception {
    OnnxModel model = row.nodes.of(product()).output("y", -1, 3);
    PreparedGraph prepared = imported(model, folder, row.change);
    assertThat(prepared.remaining()).isEmpty();
    INDArray x = ModelFiles.numbers(2, 0, 5, 4);
    SameDiff sd = SameDiff.create();
    SDVariable m =
        sd.constant(x.castTo(DataType.DOUBLE)).mmul(sd.constant(W.castTo(DataType.DOUBLE)));
    INDArray expected = row.meaning.of(sd, m).eval();
    INDArray actual = prepared.graph().output(Map.of("x", x), "y").get("y");
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.castTo(DataType.DOUBLE).distance2(expected)).isLessThan(FLOAT_ROUNDING);
  }

  /** The importer knows convolutions of images only. */
  @Tag("slow")
  @Test
  void aConvolutionOfSequencesIsOneOfImages(@TempDir Path folder) throws Exception {
    INDArray weights = ModelFiles.numbers(3, 0, 3, 2, 3);
    INDArray bias = ModelFiles.numbers(4, 0, 3);
    OnnxModel model =
        new OnnxModel()
            .input("x", -1, 2, 6)
            .tensor("w", weights)
            .tensor("b", bias)
            .node(
                "Conv",
                "y",
                List.of("x", "w", "b"),
                integers("dilations", 1),
                integer("group", 1),
                integers("kernel_shape", 3),
                integers("pads", 1, 1),
                integers("strides", 2))
            .output("y", -1, 3, 3);
    Path file = folder.resolve("model.onnx");
    Files.write(file, model.bytes());
    assertThat(OnnxFiles.rewrite(file, file))
        .contains("'y' (Conv) is written with Unsqueeze, Conv, Squeeze");
    SameDiff imported =
        new OnnxFrameworkImporter().runImport(file.toString(), new HashMap<>(), true);
    SameDiff prepared = ImportedGraphs.of(imported).outputs("y").prepare().graph();
    INDArray x = ModelFiles.numbers(5, 0, 5, 2, 6);
    SameDiff sd = SameDiff.create();
    Conv1DConfig config =
        Conv1DConfig.builder().k(3).s(2).p(1).paddingMode(PaddingMode.VALID).build();
    INDArray expected =
        sd.cnn()
            .conv1d(
                sd.constant(x.castTo(DataType.DOUBLE)),
                sd.constant(weights.permute(2, 1, 0).castTo(DataType.DOUBLE)),
                sd.constant(bias.castTo(DataType.DOUBLE)),
                config)
            .eval();
    INDArray actual = prepared.output(Map.of("x", x), "y").get("y");
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.castTo(DataType.DOUBLE).distance2(expected)).isLessThan(FLOAT_ROUNDING);
  }

  /** The importer skips nodes without a name; older exporters give none, and list tensors twice. */
  @Tag("slow")
  @Test
  void filesOfOlderExportersAreRead(@TempDir Path folder) throws Exception {
    OnnxModel model = product().node("PRelu", "y", List.of("m", "slope")).output("y", -1, 3);
    model.tensor("slope", Nd4j.createFromArray(0.1f, 0.2f, -0.3f));
    ModelProto named = ModelProto.parseFrom(model.bytes());
    GraphProto.Builder graph = named.getGraph().toBuilder();
    graph.getNodeBuilderList().forEach(NodeProto.Builder::clearName);
    graph.addInput(ValueInfoProto.newBuilder().setName("w"));
    graph.addInput(ValueInfoProto.newBuilder().setName("slope"));
    Path file = folder.resolve("model.onnx");
    Files.write(file, named.toBuilder().setGraph(graph).build().toByteArray());
    assertThat(OnnxFiles.rewrite(file, file))
        .contains("'m' (MatMul) has no name and is named after its output");
    GraphProto rewritten = ModelProto.parseFrom(Files.readAllBytes(file)).getGraph();
    assertThat(rewritten.getInputList()).extracting(ValueInfoProto::getName).containsExactly("x");
    SameDiff imported =
        new OnnxFrameworkImporter().runImport(file.toString(), new HashMap<>(), true);
    SameDiff sd = ImportedGraphs.of(imported).outputs("y").prepare().graph();
    INDArray x = ModelFiles.numbers(2, 0, 5, 4);
    INDArray m = x.mmul(W);
    INDArray negative = Transforms.max(m.neg(), 0, true).mulRowVector(slope().castTo(m.dataType()));
    INDArray expected = Transforms.max(m, 0, true).sub(negative);
    assertThat(sd.output(Map.of("x", x), "y").get("y").distance2(expected))
        .isLessThan(FLOAT_ROUNDING);
  }

  @Tag("slow")
  @Test
  void whatNoOutputNeedsIsLeftOut(@TempDir Path folder) throws Exception {
    OnnxModel model =
        product()
            .tensor("unused", Nd4j.scalar(1f))
            .node("Unknown", "dangling", List.of("m", "unused"))
            .node("Tanh", "y", List.of("m"))
            .output("y", -1, 3);
    PreparedGraph prepared =
        imported(model, folder, "'dangling' (Unknown) is left out, for no output needs it");
    assertThat(prepared.graph().getVariables().keySet()).doesNotContain("dangling", "unused");
  }
}
