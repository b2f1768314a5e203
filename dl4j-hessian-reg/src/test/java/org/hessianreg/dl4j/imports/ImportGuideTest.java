package org.hessianreg.dl4j.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.tools.ToolProvider;
import org.hessianreg.dl4j.HessianTrace;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.dataset.DataSet;

/**
 * The program of the guide's section on imported models, as it stands there, on the test's files.
 */
class ImportGuideTest {

  private static final String PROGRAM =
      String.join(
          "\n",
          "import java.nio.file.Path;",
          "import java.util.HashMap;",
          "import org.hessianreg.dl4j.*;",
          "import org.hessianreg.samediff.*;",
          "import org.nd4j.autodiff.samediff.*;",
          "import org.nd4j.linalg.api.buffer.DataType;",
          "import org.nd4j.linalg.dataset.DataSet;",
          "import org.nd4j.linalg.learning.config.Adam;",
          "import org.nd4j.samediff.frameworkimport.onnx.importer.OnnxFrameworkImporter;",
          "import org.nd4j.samediff.frameworkimport.tensorflow.importer.TensorflowFrameworkImporter;",
          "public class Program {",
          "  public static HessianTrace train(DataSet data) throws Exception {",
          "%s",
          "    return trace;",
          "  }",
          "}");

  private static String guide() throws Exception {
    String guide = Files.readString(Path.of("README.md"), StandardCharsets.UTF_8);
    String section = guide.substring(guide.indexOf("## Imported models"));
    int begin = section.indexOf("```java\n") + "```java\n".length();
    return section.substring(begin, section.indexOf("```", begin));
  }

  /** The line for TensorFlow stands in the text below the program. */
  private static String forTensorFlow(String program) {
    String withoutRewriting = program.substring(program.indexOf('\n') + 1);
    return withoutRewriting.replace(
        "new OnnxFrameworkImporter().runImport(\"importable.onnx\"",
        "new TensorflowFrameworkImporter().runImport(\"model.pb\"");
  }

  private static HessianTrace train(String program, Path folder, DataSet data) throws Exception {
    Path source =
        Files.writeString(folder.resolve("Program.java"), String.format(PROGRAM, program));
    int compiled =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-proc:none",
                "-cp",
                System.getProperty("java.class.path"),
                source.toString());
    assertThat(compiled).isZero();
    URL[] classes = {folder.toUri().toURL()};
    try (URLClassLoader loader =
        new URLClassLoader(classes, ImportGuideTest.class.getClassLoader())) {
      return (HessianTrace)
          loader.loadClass("Program").getMethod("train", DataSet.class).invoke(null, data);
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"perceptron.onnx,0", "images.onnx,1", "perceptron.pb,2", "images.pb,3"})
  void theGuidesProgramTrains(String file, int index, @TempDir Path folder) throws Exception {
    ImportedModel model = ImportedModelTest.models().get(index);
    boolean isOnnx = file.endsWith(".onnx");
    Path copy = folder.resolve(isOnnx ? "model.onnx" : "model.pb");
    Files.copy(Path.of(ModelFiles.class.getResource("/imports/" + file).toURI()), copy);
    String program = isOnnx ? guide() : forTensorFlow(guide());
    String here = folder.toString().replace(File.separator, "/") + "/";
    program =
        program
            .replace("\"model.", "\"" + here + "model.")
            .replace("\"importable.", "\"" + here + "importable.");
    HessianTrace trace = train(program, folder, new DataSet(model.data(), model.labels()));
    assertThat(trace.history()).hasSize(1);
    assertThat(trace.history().get(0).quadraticForm()).isNotZero();
  }

  @ParameterizedTest
  @CsvSource("new TensorflowFrameworkImporter().runImport(\"model.pb\"")
  void theLineForTensorFlowStandsInTheGuide(String line) throws Exception {
    assertThat(Files.readString(Path.of("README.md"), StandardCharsets.UTF_8)).contains(line);
  }
}
