package org.hessianreg.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A project that trains SameDiff graphs only, without a jar of Deeplearning4j's. */
@Tag("slow")
class SameDiffOnlyTest {

  private static final String PROGRAM =
      String.join(
          "\n",
          "import org.hessianreg.dl4j.*;",
          "import org.nd4j.autodiff.samediff.*;",
          "import org.nd4j.linalg.api.buffer.DataType;",
          "import org.nd4j.linalg.dataset.DataSet;",
          "import org.nd4j.linalg.factory.Nd4j;",
          "import org.nd4j.linalg.learning.config.Sgd;",
          "public class Program {",
          "  public static void main(String[] args) {",
          "    SameDiff sd = SameDiff.create();",
          "    SDVariable x = sd.placeHolder(\"x\", DataType.DOUBLE, -1, 2);",
          "    SDVariable y = sd.placeHolder(\"y\", DataType.DOUBLE, -1, 1);",
          "    SDVariable w = sd.var(\"w\", Nd4j.ones(DataType.DOUBLE, 2, 1));",
          "    sd.math().square(sd.math().tanh(x.mmul(w)).sub(y)).mean(\"loss\");",
          "    sd.setLossVariables(\"loss\");",
          "    sd.setTrainingConfig(TrainingConfig.builder().updater(new Sgd(0.1))",
          "        .regularization(",
          "            HessianTraceRegularization.builder().coefficient(0.1).build())",
          "        .dataSetFeatureMapping(\"x\").dataSetLabelMapping(\"y\").build());",
          "    HessianTrace trace = HessianTrace.enable(sd);",
          "    sd.fit(new DataSet(Nd4j.ones(DataType.DOUBLE, 4, 2),",
          "        Nd4j.zeros(DataType.DOUBLE, 4, 1)));",
          "    HessianTrace.disable(sd);",
          "    System.out.println(\"penalised steps: \" + trace.history().size());",
          "  }",
          "}");

  private static String classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.contains("deeplearning4j"))
        .collect(Collectors.joining(File.pathSeparator));
  }

  @Test
  void compilesAndTrains(@TempDir Path folder) throws Exception {
    Path source = Files.writeString(folder.resolve("Program.java"), PROGRAM);
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                classPath(),
                "-d",
                folder.toString(),
                source.toString());
    assertThat(compiled).isZero();
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx512m", "-cp", folder + File.pathSeparator + classPath()));
    command.add("Program");
    Path log = folder.resolve("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
    assertThat(Files.readString(log)).contains("penalised steps: 1");
  }
}
