package org.hessianreg.examples.comparison;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.hessianreg.examples.Launcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaperComparisonTest {

  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path data;
  private Path output;

  @BeforeEach
  void writeImages() throws IOException {
    data = ImageFolder.write(folder.resolve("images"), 300, 60);
    output = folder.resolve("new").resolve("output");
  }

  private int run(String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--data", data.toString(), "--output", output.toString()));
    args.addAll(List.of(more));
    return Launcher.run(
        new PaperComparison(),
        new PrintWriter(out, true),
        new PrintWriter(err, true),
        args.toArray(new String[0]));
  }

  private int smoke(String... more) {
    List<String> args = new ArrayList<>();
    args.addAll(List.of("--smoke", "--images", "100", "--validation", "50", "--jobs", "2"));
    args.addAll(List.of(more));
    return run(args.toArray(new String[0]));
  }

  @Tag("slow")
  @Test
  void smokeRunsFromEndToEndAndGoesOnWhereItWas() throws IOException {
    assertThat(smoke()).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(out.toString())
        .startsWith("Backend ")
        .contains("[11/11]", "MLP, 100 images, 30 % wrong labels", "Results: " + output)
        .containsPattern("(?m)^none +\\d")
        .containsPattern("(?m)^block probes +0.0");
    for (String chart : List.of("accuracy-mlp-100-30.png", "strength-mlp-100-30.png")) {
      assertThat(ImageIO.read(output.resolve(chart).toFile()).getWidth()).isPositive();
    }
    String results = Files.readString(output.resolve("comparison.json"));
    assertThat(results).contains("\"BLOCKS\"", "\"halfWidth\"", "\"search\"");
    List<String> runs = Files.readAllLines(output.resolve(RunLog.FILE));
    assertThat(runs).hasSize(11);

    // The last run is lost; started again, the command makes that one alone, and the same.
    Files.write(output.resolve(RunLog.FILE), runs.subList(0, 10));
    out.getBuffer().setLength(0);
    assertThat(smoke()).isZero();
    assertThat(out.toString().lines().filter(line -> line.startsWith("["))).hasSize(1);
    List<String> again = Files.readAllLines(output.resolve(RunLog.FILE));
    assertThat(withoutTime(again.get(10))).isEqualTo(withoutTime(runs.get(10)));
  }

  private static String withoutTime(String run) {
    return run.replaceAll("\"stepMillis\":[^,]*,", "");
  }

  private void assertRejected(int exitCode, String... message) {
    assertThat(exitCode).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().strip().lines())
        .singleElement()
        .asString()
        .startsWith("error: ")
        .contains(message);
  }

  @ParameterizedTest
  @CsvSource({
    "--networks, rnn, 'not one of mlp, cnn'",
    "--images, 49, give a number from 50 to 250",
    "--images, 251, give a number from 50 to 250",
    "--images, few, is not an int",
    "--noise, 101, give a number from 0 to 100",
    "--noise, -1, give a number from 0 to 100",
    "--methods, 'none,magic', 'not one of none, l2'",
    "--seeds, 0, give a number from 1 to",
    "--steps, 0, give a number from 1 to",
    "--jobs, 0, give 1 or more",
    "--sedes, 3, Unknown option",
  })
  void answersABadValueWithOneLine(String option, String value, String fix) {
    List<String> args = new ArrayList<>(List.of("--validation", "50", option, value));
    if (!option.equals("--images")) {
      args.addAll(List.of("--images", "100"));
    }
    assertRejected(run(args.toArray(new String[0])), option, fix);
  }

  @Test
  void answersTooLargeAValidationSplitWithOneLine() {
    assertRejected(run("--validation", "300"), "--validation", "from 1 to 299");
  }

  @Test
  void answersAFolderWithoutImagesWithOneLine() {
    data = folder;
    assertRejected(run(), "dataset-fashion-mnist", "--data");
  }

  @Test
  void answersADamagedFileWithOneLine() throws IOException {
    Path file = data.resolve(ImageFolder.TEST_IMAGES);
    byte[] content = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(content, content.length / 2));
    assertRejected(run(), file.toString(), "ends too early");
  }

  @Test
  void answersADamagedLogWithOneLine() throws IOException {
    Files.createDirectories(output);
    Files.writeString(output.resolve(RunLog.FILE), "nonsense\n");
    assertRejected(smoke(), "Line 1", RunLog.FILE);
  }

  @Test
  void answersAnOutputThatIsAFileWithOneLine() throws IOException {
    Files.createDirectories(output.getParent());
    Files.createFile(output);
    assertRejected(smoke(), "--output", "name another");
  }

  @Test
  void explainsItsOptions() {
    assertThat(run("--help")).isZero();
    assertThat(out.toString())
        .contains("--networks", "--images", "--noise", "--methods", "--seeds", "--steps")
        .contains("--jobs", "--output", "--data", "--smoke");
    for (Method method : Method.values()) {
      assertThat(out.toString()).contains(method.id());
    }
  }
}
