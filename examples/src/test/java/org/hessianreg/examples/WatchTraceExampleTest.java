package org.hessianreg.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WatchTraceExampleTest {

  @TempDir private Path folder;

  @Tag("slow")
  @Test
  void watchesAGraphByDefault() throws IOException {
    assertLoggedAndDrawn("watched-trace.png");
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({"samediff, watched-trace.png", "dl4j, watched-trace-dl4j.png"})
  void logsTheTraceAndDrawsIt(String network, String file) throws IOException {
    assertLoggedAndDrawn(file, "--network", network);
  }

  @Tag("slow")
  @ParameterizedTest
  @CsvSource({
    "--epochs, 0, give a number from 1 to 10000",
    "--interval, 0, give a number from 1 to 1000",
    "--network, keras, 'not one of [samediff, dl4j]'",
    "--intervall, 1, Unknown option",
  })
  void refusesWhatItCannotUse(String option, String value, String fix) {
    assertThat(run(option, value).complaint()).contains(option, fix, "--help");
  }

  private void assertLoggedAndDrawn(String file, String... more) throws IOException {
    List<String> args =
        new ArrayList<>(List.of("--epochs", "1", "--interval", "6", "--output", folder.toString()));
    args.addAll(List.of(more));
    String output = run(args.toArray(new String[0])).output();

    assertThat(output.lines().filter(line -> line.startsWith("epoch ")))
        .hasSize(6)
        .allMatch(line -> line.matches("epoch +0, iteration +\\d+: loss +\\d.*, tr H +-?\\d.*"));
    assertThat(output)
        .startsWith("Backend ")
        .containsPattern("(?m)^no penalty +\\d")
        .containsPattern("(?m)^Hessian trace +\\d");
    Path chart = folder.resolve(file);
    assertThat(output).contains("Chart: " + chart);
    assertThat(ImageIO.read(chart.toFile()).getWidth()).isEqualTo(900);
  }

  private static ConsoleRun run(String... args) {
    return ConsoleRun.of(new WatchTraceExample(), args);
  }
}
