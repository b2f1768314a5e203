package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TabularExampleTest {

  private static final String HEADER =
      "species,island,bill_length_mm,bill_depth_mm,flipper_length_mm,body_mass_g,sex,year";
  private static final String GOOD = "Adelie,Biscoe,39.1,18.7,181,3750,male,2007";

  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void trainsOnTheEmbeddedPenguins() {
    String output = run("--seeds", "2", "--epochs", "2").output();

    assertThat(output)
        .startsWith("Backend ")
        .contains("333 complete lines, 100 to train on, 233 to test")
        .containsPattern("(?m)^no penalty +\\d\\d\\.\\d\\d ± ")
        .containsPattern("(?m)^Hessian trace +\\d\\d\\.\\d\\d ± ");
    assertThat(folder.resolve("penguins.csv")).exists();
  }

  @Tag("slow")
  @Test
  void trainsOnAFileOfTheUsersOwn() throws IOException {
    List<String> lines = new ArrayList<>(List.of(HEADER, "Gentoo,Biscoe,NA,,NA,NA,,2007"));
    for (int i = 0; i < 10; i++) {
      lines.add("Adelie,Dream,3" + i + ".5,18,190,3700,male,2008");
      lines.add("Gentoo,Torgersen,4" + i + ".5,15,215,5000,female,2009");
    }
    Path file = Files.write(folder.resolve("own.csv"), lines);

    String output =
        run("--data", "" + file, "--training-rows", "15", "--batch", "5", "--epochs", "2").output();

    assertThat(output).contains("own.csv: 20 complete lines, 15 to train on, 5 to test");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Adelie,Biscoe,39.1,18.7,181,3750,male        | has 7 columns          | the 8 of the header",
        "Adelie,Biscoe,39.1,18.7,181,3750,male,2007,1 | has 9 columns          | the 8 of the header",
        "Adelie,Biscoe,long,18.7,181,3750,male,2007   | has 'long' as bill_length_mm | give a number",
        "Adelie,Biscoe,39.1,18.7,181,3750,male,soon   | has 'soon' as year     | give a whole number",
        "Penguin,Biscoe,39.1,18.7,181,3750,male,2007  | has 'Penguin' as species | one of Adelie, Chinstrap",
        "Adelie,Biscoe,39.1,18.7,Infinity,3750,male,1 | has 'Infinity' as flipper | give a number",
        "Adelie,Biscoe,39.1,18.7,181,3750,\"male,2007 | cannot be parsed       | close its quotes",
        "''                                           | has 1 columns          | the 8 of the header",
      })
  void namesTheLineThatDoesNotFit(String line, String what, String fix) throws IOException {
    Path file = Files.write(folder.resolve("bad.csv"), List.of(HEADER, GOOD, line, GOOD));

    assertThat(run("--data", file.toString()).complaint())
        .contains(file + ", line 3, " + what, fix);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "''                                                   | holds no data",
        HEADER + "                                            | holds no data",
        "a,b                                                  | has other columns",
        HEADER + "!Adelie,Biscoe,NA,18.7,181,3750,male,2007   | misses a value in every line",
      })
  void refusesAFileWithoutData(String lines, String what) throws IOException {
    Path file = Files.write(folder.resolve("bad.csv"), List.of(lines.split("!")));
    if (lines.isEmpty()) {
      Files.write(file, new byte[0]);
    }

    assertThat(run("--data", file.toString()).complaint()).contains(file.toString(), what);
  }

  @Tag("slow")
  @Test
  void refusesBytesThatAreNoText() throws IOException {
    Path file = Files.write(folder.resolve("bad.csv"), new byte[] {0, -1, 7, 10, -40, 0});

    assertThat(run("--data", file.toString()).complaint()).contains("line 1, has other columns");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "--data, missing.csv, is no file that can be read",
    "--data, ., is no file that can be read",
    "--training-rows, 9, give a number from 10 to",
    "--training-rows, 333, give a number below 333",
    "--batch, 101, give a number from 1 to 100",
    "--epochs, 0, give a number from 1 to",
    "--coefficient, -1, give a finite number of 0 or more",
    "--dat, x, Unknown option",
  })
  void refusesWhatItCannotUse(String option, String value, String fix) {
    assertThat(run(option, value).complaint()).contains(fix);
  }

  @Tag("slow")
  @Test
  void explainsItsOptions() {
    assertThat(run("--help").output()).contains("--data", "--training-rows", "--output");
  }

  private ConsoleRun run(String... args) {
    List<String> all = new ArrayList<>(List.of("--output", folder.toString()));
    all.addAll(List.of(args));
    return ConsoleRun.of(new TabularExample(), all.toArray(new String[0]));
  }
}
