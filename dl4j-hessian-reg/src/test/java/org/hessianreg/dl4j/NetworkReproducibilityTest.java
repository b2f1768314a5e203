package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.hessianreg.samediff.Curvature;
import org.hessianreg.samediff.ParameterDropout;
import org.hessianreg.samediff.ProbeDistribution;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

/** Runs of networks that must be equal bit for bit. */
@Tag("slow")
class NetworkReproducibilityTest {

  private static final int STEPS = 50;

  @TempDir Path directory;

  private final List<DataSet> batches = DenseNetworks.batches(STEPS, DataType.FLOAT);

  private static HessianTraceRegularization.Builder option() {
    return HessianTraceRegularization.builder().coefficient(0.02).seed(9);
  }

  static List<HessianTraceRegularization> options() {
    return List.of(
        option().build(),
        option().probes(2).distribution(ProbeDistribution.GAUSSIAN).interval(3).build(),
        option().dropout(ParameterDropout.perElement(0.5)).build(),
        option().dropout(ParameterDropout.perTensor(0.4)).build(),
        option().dropout(ParameterDropout.blocks(3, 1)).probes(2).build(),
        option().curvature(Curvature.GAUSS_NEWTON).build());
  }

  private static Model network(boolean layers) {
    var conf = DenseNetworks.conf(DataType.FLOAT).updater(new Adam(0.01));
    return layers ? DenseNetworks.layers(conf) : DenseNetworks.graph(conf);
  }

  /** A network that draws numbers in training. */
  private static Model withDropout(boolean layers) {
    var conf = DenseNetworks.conf(DataType.FLOAT).updater(new Adam(0.01));
    if (layers) {
      MultiLayerNetwork net =
          new MultiLayerNetwork(
              conf.list()
                  .layer(DenseNetworks.hidden())
                  .layer(new DropoutLayer(0.7))
                  .layer(DenseNetworks.output())
                  .build());
      net.init();
      return net;
    }
    ComputationGraph net =
        new ComputationGraph(
            conf.graphBuilder()
                .addInputs("x")
                .addLayer("dense", DenseNetworks.hidden(), "x")
                .addLayer("drop", new DropoutLayer(0.7), "dense")
                .addLayer("out", DenseNetworks.output(), "drop")
                .setOutputs("out")
                .build());
    net.init();
    return net;
  }

  private INDArray plainRun(boolean layers) {
    Model net = withDropout(layers);
    Nd4j.getRandom().setSeed(123);
    DenseNetworks.fit(net, batches);
    return net.params();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void coefficientZeroLeavesARunAsItIsWithoutTheLibrary(boolean layers) {
    Model net = withDropout(layers);
    Nd4j.getRandom().setSeed(123);
    HessianTrace trace = DenseNetworks.enable(net, option().coefficient(0.0).probes(3).build());
    DenseNetworks.fit(net, batches);
    assertThat(net.params()).isEqualTo(plainRun(layers));
    assertThat(trace.history()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void enableThenDisableLeavesARunAsItIsWithoutTheLibrary(boolean layers) {
    Model net = withDropout(layers);
    Nd4j.getRandom().setSeed(123);
    DenseNetworks.enable(net, option().build());
    DenseNetworks.disable(net);
    DenseNetworks.fit(net, batches);
    assertThat(net.params()).isEqualTo(plainRun(layers));
  }

  /** The rehearsal in enable draws numbers for the dropout of its copy. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void enableLeavesTheGeneratorAndTheCountersAsTheyWere(boolean layers) {
    Model net = withDropout(layers);
    DenseNetworks.fit(net, batches.subList(0, 3));
    Random random = Nd4j.getRandom();
    List<Object> before = new ArrayList<>(state(net));
    before.addAll(List.of(random.rootState(), random.nodeState()));
    DenseNetworks.enable(net, option().build());
    List<Object> after = new ArrayList<>(state(net));
    after.addAll(List.of(random.rootState(), random.nodeState()));
    assertThat(after).isEqualTo(before);
  }

  private static List<Object> state(Model net) {
    if (net instanceof MultiLayerNetwork) {
      MultiLayerNetwork layers = (MultiLayerNetwork) net;
      return List.of(
          layers.params().dup(),
          layers.getUpdater().getStateViewArray().dup(),
          layers.getIterationCount(),
          layers.getEpochCount(),
          layers.getLayerWiseConfigurations().toJson());
    }
    ComputationGraph graph = (ComputationGraph) net;
    return List.of(
        graph.params().dup(),
        graph.getUpdater().getStateViewArray().dup(),
        graph.getIterationCount(),
        graph.getEpochCount(),
        graph.getConfiguration().toJson());
  }

  @ParameterizedTest
  @MethodSource("options")
  void theSameSeedGivesTheSameRun(HessianTraceRegularization option) {
    for (boolean layers : new boolean[] {true, false}) {
      INDArray first = penalisedRun(layers, option);
      assertThat(penalisedRun(layers, option)).isEqualTo(first);
    }
  }

  private INDArray penalisedRun(boolean layers, HessianTraceRegularization option) {
    Model net = network(layers);
    DenseNetworks.enable(net, option);
    DenseNetworks.fit(net, batches.subList(0, 15));
    return net.params();
  }

  @ParameterizedTest
  @MethodSource("options")
  void aLoadedNetworkGoesOnLikeTheUninterruptedOne(HessianTraceRegularization option)
      throws Exception {
    for (boolean layers : new boolean[] {true, false}) {
      Model whole = network(layers);
      DenseNetworks.enable(whole, option);
      DenseNetworks.fit(whole, batches.subList(0, 20));

      Model half = network(layers);
      DenseNetworks.enable(half, option);
      DenseNetworks.fit(half, batches.subList(0, 10));
      Model loaded = load(saved(half), layers);
      HessianTrace trace = DenseNetworks.enable(loaded, option);
      DenseNetworks.fit(loaded, batches.subList(10, 20));

      assertThat(loaded.params()).isEqualTo(whole.params());
      assertThat(state(loaded).get(1)).as("updater").isEqualTo(state(whole).get(1));
      assertThat(trace.history().get(0).iteration()).isBetween(10, 12);
    }
  }

  private File saved(Model net) throws Exception {
    File file = directory.resolve("net.zip").toFile();
    ModelSerializer.writeModel(net, file, true);
    return file;
  }

  private static Model load(File file, boolean layers) throws Exception {
    return layers
        ? ModelSerializer.restoreMultiLayerNetwork(file, true)
        : ModelSerializer.restoreComputationGraph(file, true);
  }

  @ParameterizedTest
  @ValueSource(strings = {"layers", "graph"})
  void aSavedNetworkTrainsWithoutThisLibrary(String kind) throws Exception {
    Model net = network(kind.equals("layers"));
    DenseNetworks.enable(net, option().build());
    DenseNetworks.fit(net, batches.subList(0, 3));
    File file = saved(net);
    try (ZipFile zip = new ZipFile(file)) {
      for (ZipEntry entry : zip.stream().collect(Collectors.toList())) {
        byte[] bytes = zip.getInputStream(entry).readAllBytes();
        assertThat(new String(bytes, StandardCharsets.ISO_8859_1)).doesNotContain("hessianreg");
      }
    }
    Path log = directory.resolve("log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classPathWithoutThisLibrary(),
                TrainSavedNetwork.class.getName(),
                file.toString(),
                kind)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> read(log)).isZero();
    assertThat(read(log)).contains("trained");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  /** All but the compiled main sources, or jars, of this project's modules. */
  private static String classPathWithoutThisLibrary() {
    String[] all = System.getProperty("java.class.path").split(File.pathSeparator);
    return Arrays.stream(all)
        .filter(each -> !each.endsWith("classes") || each.endsWith("test-classes"))
        .filter(each -> !each.contains("samediff-ops") && !each.contains("dl4j-hessian-reg-"))
        .collect(Collectors.joining(File.pathSeparator));
  }
}
