package org.hessianreg.dl4j.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.hessianreg.samediff.ImportedGraphs;
import org.hessianreg.samediff.PreparedGraph;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.TrainingConfig;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/**
 * From model files to what {@code fit} applies: against the same networks written by hand, whose
 * penalised loss is differenced.
 */
class ImportedModelTest {

  private static final double LAMBDA = 0.05;

  /** Files hold FLOAT numbers, and the graphs compute in FLOAT. */
  private static final double FLOAT_ROUNDING = 2e-5;

  static List<ImportedModel> models() {
    return List.of(
        new ImportedModel(
                "perceptron.onnx", ModelFiles.perceptron(), ImportedModelTest::perceptron, 2, 2)
            .named("w1", "fc1.weight", w -> w.permute(1, 0))
            .named("b1", "fc1.bias")
            .named("w2", "fc2.weight")
            .named("b2", "fc2.bias"),
        new ImportedModel("images.onnx", ModelFiles.images(), ImportedModelTest::planes, 2, 4, 4)
            .named("kernel", "conv.weight", k -> k.permute(3, 2, 0, 1))
            .named("gamma", "norm.weight")
            .named("beta", "norm.bias")
            .named("w", "fc.weight")
            .named("b", "fc.bias"),
        new ImportedModel(
                "perceptron.pb", ModelFiles.perceptron(), ImportedModelTest::perceptron, 2, 2)
            .named("w1", "fc1/kernel")
            .named("b1", "fc1/bias")
            .named("w2", "fc2/kernel")
            .named("b2", "fc2/bias"),
        new ImportedModel("images.pb", ModelFiles.images(), ImportedModelTest::images, 4, 4, 2)
            .named("kernel", "conv/kernel")
            .named("gamma", "norm/gamma")
            .named("beta", "norm/beta")
            .named("w", "fc/kernel")
            .named("b", "fc/bias"));
  }

  private static SDVariable perceptron(SameDiff sd, SDVariable x, Map<String, SDVariable> weights) {
    SDVariable h = x.reshape(-1, 4).mmul(weights.get("w1")).add(weights.get("b1"));
    SDVariable clipped = sd.math().clipByValue(sd.math().tanh(h), -0.6f, 0.7f);
    return clipped.mmul(weights.get("w2")).add(weights.get("b2"));
  }

  /** Images with their channels first. */
  private static SDVariable planes(SameDiff sd, SDVariable x, Map<String, SDVariable> weights) {
    return images(sd, x.permute(0, 2, 3, 1), weights);
  }

  private static SDVariable images(SameDiff sd, SDVariable x, Map<String, SDVariable> weights) {
    Conv2DConfig config =
        Conv2DConfig.builder()
            .kH(3)
            .kW(3)
            .dataFormat(Conv2DConfig.NHWC)
            .paddingMode(PaddingMode.SAME)
            .build();
    SDVariable mean = sd.constant(ModelFiles.mean().castTo(DataType.DOUBLE));
    SDVariable variance = sd.constant(ModelFiles.variance().castTo(DataType.DOUBLE));
    SDVariable normal =
        sd.cnn()
            .conv2d(x, weights.get("kernel"), config)
            .sub(mean)
            .div(sd.math().sqrt(variance.add(1e-3f)))
            .mul(weights.get("gamma"))
            .add(weights.get("beta"));
    SDVariable pooled = sd.math().tanh(normal).mean(1, 2);
    return pooled.mmul(weights.get("w")).add(weights.get("b"));
  }

  private static PreparedGraph prepared(ImportedModel model) throws Exception {
    return ImportedGraphs.of(model.imported())
        .outputs("logits")
        .parameters(model.inFile(model.direction())::containsKey)
        .prepare();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("models")
  void theForwardPassIsThatOfTheFile(ImportedModel model) throws Exception {
    PreparedGraph prepared = prepared(model);
    assertThat(prepared.remaining()).isEmpty();
    INDArray logits = prepared.graph().output(Map.of("x", model.data()), "logits").get("logits");
    assertThat(logits.castTo(DataType.DOUBLE).distance2(model.logits())).isLessThan(FLOAT_ROUNDING);
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("models")
  void fitAppliesTheGradientOfThePenalisedLoss(ImportedModel model) throws Exception {
    SameDiff sd = prepared(model).graph();
    SDVariable labels = sd.placeHolder("labels", DataType.FLOAT, -1, 3);
    sd.setLossVariables(
        sd.loss().softmaxCrossEntropy("loss", labels, sd.getVariable("logits"), null));
    sd.setTrainingConfig(
        TrainingConfig.builder()
            .updater(new Sgd(1.0))
            .regularization(
                HessianTraceRegularization.builder()
                    .coefficient(LAMBDA)
                    .direction(model.inFile(model.direction()))
                    .build())
            .dataSetFeatureMapping("x")
            .dataSetLabelMapping("labels")
            .build());
    HessianTrace trace = HessianTrace.enable(sd);
    assertThat(trace.warnings()).isEmpty();
    Map<String, INDArray> along = model.inFile(model.along());
    double before = project(sd, along);
    sd.fit(new DataSet(model.data(), model.labels()));
    double form = model.quadraticForm();
    assertThat(trace.history()).hasSize(1);
    assertThat(trace.history().get(0).quadraticForm())
        .isCloseTo(form, within(FLOAT_ROUNDING * (1 + Math.abs(form))));
    double slope = model.slope(LAMBDA);
    assertThat(before - project(sd, along))
        .isCloseTo(slope, within(FLOAT_ROUNDING * (1 + Math.abs(slope))));
  }

  private static double project(SameDiff sd, Map<String, INDArray> along) {
    double sum = 0;
    for (Map.Entry<String, INDArray> entry : along.entrySet()) {
      INDArray parameter = sd.getVariable(entry.getKey()).getArr().castTo(DataType.DOUBLE);
      sum += parameter.mul(entry.getValue().castTo(DataType.DOUBLE)).sumNumber().doubleValue();
    }
    return sum;
  }

  /** The importer of ONNX files gets matrix products wrong; the report says so. */
  @Tag("slow")
  @Test
  void whatTheImporterMadeWrongIsReported() throws Exception {
    assertThat(String.join("\n", prepared(models().get(0)).changes()))
        .contains("'hidden' (matmul) adds its third input, which the importer leaves out");
    assertThat(String.join("\n", prepared(models().get(1)).changes()))
        .contains("'product' (matmul) has the factor 1, which the importer makes 0")
        .contains("'unused' (abs) is left out, for no output needs it");
  }

  @Test
  void theFilesAreThoseThatTheProgramWrites() throws Exception {
    for (Map.Entry<String, byte[]> file : ModelFiles.all().entrySet()) {
      Path path = Path.of(ModelFiles.class.getResource("/imports/" + file.getKey()).toURI());
      assertThat(Files.readAllBytes(path)).as(file.getKey()).isEqualTo(file.getValue());
    }
  }
}
