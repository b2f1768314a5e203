package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.dataset.DataSet;

class SequencesExampleTest {

  private static final int SEQUENCES = 30;

  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void trainsOnTheEmbeddedDigits() throws IOException {
    String output = run("--seeds", "1", "--epochs", "1", "--training-sequences", "100").output();

    assertThat(output)
        .startsWith("Backend ")
        .contains("1797 sequences of 10 classes, of 2 to 8 steps, 100 to train on")
        .containsPattern("(?m)^no penalty +\\d")
        .containsPattern("(?m)^Hessian trace +\\d");
  }

  @Tag("slow")
  @Test
  void trainsOnSequencesOfTheUsersOwn() throws IOException {
    String output =
        run(
                "--sequences", "" + own(),
                "--training-sequences", "20",
                "--batch", "10",
                "--seeds", "1",
                "--epochs", "30")
            .output();

    assertThat(output)
        .contains("30 sequences of 2 classes, of 1 to 4 steps, 20 to train on")
        .containsPattern("(?m)^no penalty +100\\.00 ")
        .containsPattern("(?m)^Hessian trace +100\\.00 ");
  }

  @Tag("slow")
  @Test
  void masksWhatIsBehindTheEnd() throws IOException {
    DataSet data = SequenceFolder.open(own()).read(1);

    assertThat(data.getFeatures().shape()).containsExactly(SEQUENCES, 2, 4);
    assertThat(data.getLabels().shape()).containsExactly(SEQUENCES, 2, 4);
    for (int i = 0; i < SEQUENCES; i++) {
      double[] steps = data.getFeaturesMaskArray().getRow(i).toDoubleVector();
      double[] label = data.getLabelsMaskArray().getRow(i).toDoubleVector();
      int length = (int) data.getFeaturesMaskArray().getRow(i).sumNumber().doubleValue();
      for (int t = 0; t < 4; t++) {
        assertThat(steps[t]).isEqualTo(t < length ? 1 : 0);
        assertThat(label[t]).isEqualTo(t == length - 1 ? 1 : 0);
      }
    }
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "features/3.csv | 1,2!1,2,3 | line 2, has 3 columns     | give it 2",
        "features/3.csv | 1,2!1     | line 2, has 1 columns     | give it 2",
        "features/3.csv | 1,2!1,two | line 2, has 'two'         | give a finite number",
        "features/3.csv | 1,NaN     | line 1, has 'NaN'         | give a finite number",
        "features/3.csv | ''        | is missing, empty         | number the files",
        "labels/3.csv   | ''        | is missing, empty         | number the files",
        "labels/3.csv   | -1        | holds '-1'                | from 0 to 999, alone",
        "labels/3.csv   | cat       | holds 'cat'               | from 0 to 999, alone",
        "labels/3.csv   | 1!1       | holds '1 1'               | from 0 to 999, alone",
        "labels/3.csv   | 1,1       | holds '1,1'               | from 0 to 999, alone",
      })
  void namesTheFileThatDoesNotFit(String name, String lines, String what, String fix)
      throws IOException {
    Path file = own().resolve(name);
    Files.writeString(file, lines.replace('!', '\n'));

    assertThat(run("--sequences", "" + folder.resolve("own")).complaint())
        .contains(file.toString(), what, fix);
  }

  @Tag("slow")
  @Test
  void namesAFileThatIsMissing() throws IOException {
    Path file = own().resolve("labels").resolve("3.csv");
    Files.delete(file);

    assertThat(run("--sequences", "" + folder.resolve("own")).complaint())
        .contains(file + " is missing");
  }

  @Tag("slow")
  @Test
  void refusesSequencesOfOneClass() throws IOException {
    Path root = own();
    for (int i = 0; i < SEQUENCES; i++) {
      Files.writeString(root.resolve("labels").resolve(i + ".csv"), "0");
    }

    assertThat(run("--sequences", root.toString()).complaint())
        .contains("holds sequences of one class");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "--sequences, missing, is not a folder",
    "--training-sequences, 1797, give a number below 1797",
    "--training-sequences, 9, give a number from 10 to",
    "--batch, 501, give a number from 1 to 500",
    "--sequence, x, Unknown option",
  })
  void refusesWhatItCannotUse(String option, String value, String fix) {
    assertThat(run(option, value).complaint()).contains(fix);
  }

  @Tag("slow")
  @Test
  void refusesAnEmptyFolder() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));

    assertThat(run("--sequences", empty.toString()).complaint()).contains("holds no sequences");
  }

  /** The class is the sign of all values; 1 to 4 steps of 2 columns. */
  private Path own() throws IOException {
    Path root = folder.resolve("own");
    SequenceFolder.Layout layout = new SequenceFolder.Layout(root);
    layout.createFolders();
    for (int i = 0; i < SEQUENCES; i++) {
      String step = i % 2 == 0 ? "1." + i + ",2" : "-1." + i + ",-2";
      Files.write(layout.features(i), Collections.nCopies(1 + i / 2 % 4, step));
      Files.writeString(layout.label(i), Integer.toString(i % 2));
    }
    return root;
  }

  private ConsoleRun run(String... args) {
    List<String> all = new ArrayList<>(List.of("--output", folder.toString()));
    all.addAll(List.of(args));
    return ConsoleRun.of(new SequencesExample(), all.toArray(new String[0]));
  }
}
