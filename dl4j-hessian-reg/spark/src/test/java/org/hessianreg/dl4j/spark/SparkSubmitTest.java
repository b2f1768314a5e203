package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The example by {@code spark-submit}, which sends the module's own classes to the executors. */
@Timeout(400)
@Tag("slow")
class SparkSubmitTest {

  private static final int WORKERS = 2;
  private static final String EPOCHS = "4";

  @Test
  void theExampleRunsOnTwoWorkers(@TempDir Path folder) throws Exception {
    List<Path> own = List.of(place(ParameterAveraging.class), place(DigitsOnSpark.class));
    String others = StandaloneProcesses.classPathWithout(own);
    List<String> arguments = new ArrayList<>(List.of("--class", DigitsOnSpark.class.getName()));
    StandaloneProcesses.settings(WORKERS, "1g", others)
        .forEach((key, value) -> arguments.addAll(List.of("--conf", key + "=" + value)));
    arguments.add(jar(own, folder.resolve("digits.jar")).toString());
    arguments.add(Path.of(DigitsOnSparkTest.DIGITS).toAbsolutePath().toString());
    arguments.addAll(List.of(String.valueOf(WORKERS), EPOCHS));
    try (StandaloneProcesses cluster = new StandaloneProcesses(folder, WORKERS, "1g")) {
      String printed = cluster.submit(others, arguments);
      List<String> results =
          printed
              .lines()
              .filter(line -> line.startsWith("coefficient"))
              .collect(Collectors.toList());
      assertThat(results).hasSize(2).allSatisfy(DigitsOnSparkTest::requireLearned);
    }
  }

  private static Path place(Class<?> type) throws URISyntaxException {
    return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static Path jar(List<Path> folders, Path file) throws IOException {
    try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(file))) {
      for (Path each : folders) {
        try (Stream<Path> all = Files.walk(each)) {
          for (Path part : all.filter(Files::isRegularFile).collect(Collectors.toList())) {
            jar.putNextEntry(new JarEntry(each.relativize(part).toString().replace('\\', '/')));
            Files.copy(part, jar);
          }
        }
      }
    }
    return file;
  }
}
