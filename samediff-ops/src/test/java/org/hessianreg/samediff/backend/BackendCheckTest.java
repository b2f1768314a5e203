package org.hessianreg.samediff.backend;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class BackendCheckTest {

  @Test
  void describesTheBackendOfTheTestsInOneLine() {
    String start = Nd4j.getEnvironment().isCPU() ? "Backend CPU: " : "Backend CUDA: device ";

    assertThat(BackendCheck.describe().lines()).singleElement().asString().startsWith(start);
  }

  @Test
  void asAProgramItEndsWithTheReasonWhereThereIsNoBackend() throws Exception {
    Process process = run(entry -> !entry.startsWith("nd4j-native-1") && !entry.contains("cuda"));
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isEqualTo(2);
    assertThat(output.lines().filter(line -> line.startsWith("error: ")))
        .singleElement()
        .asString()
        .contains("no backend of ND4J on the class path", "add org.nd4j:nd4j-native");
    assertThat(output).doesNotContain("\tat ");
  }

  @Tag("slow")
  @Test
  void asAProgramItPrintsTheLine() throws Exception {
    Process process = run(entry -> true);
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).isZero();
    assertThat(output).contains("Backend C");
  }

  /** Runs the check in a JVM of its own with those entries of the class path that are wanted. */
  private static Process run(Predicate<String> entries) throws IOException {
    String classPath =
        Pattern.compile(Pattern.quote(File.pathSeparator))
            .splitAsStream(System.getProperty("java.class.path"))
            .filter(entry -> entries.test(Path.of(entry).getFileName().toString()))
            .collect(joining(File.pathSeparator));
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ProcessBuilder(java, "-cp", classPath, BackendCheck.class.getName())
        .redirectErrorStream(true)
        .start();
  }
}
