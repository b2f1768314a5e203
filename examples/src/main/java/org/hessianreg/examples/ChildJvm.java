package org.hessianreg.examples;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.dl4j.HessianTrace;
import org.hessianreg.samediff.HessianOps;

/** Runs a program in a JVM of its own, with this JVM's class path less the library. */
final class ChildJvm {

  private ChildJvm() {}

  /**
   * Runs it to its end.
   *
   * @return the lines of its standard output; standard error goes where this program's goes
   * @throws IOException if the program cannot be started
   */
  static List<String> run(Class<?> program, Path... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx1g");
    command.add("-classpath");
    command.add(classPath());
    command.add(program.getName());
    Arrays.stream(arguments).map(Path::toString).forEach(command::add);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    int exitCode = process.waitFor();
    if (exitCode != 0) {
      throw new IllegalStateException(program.getName() + " ended with exit code " + exitCode);
    }
    return output.lines().collect(Collectors.toList());
  }

  private static String classPath() {
    List<Path> library = List.of(origin(HessianTrace.class), origin(HessianOps.class));
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !library.contains(Path.of(entry).toAbsolutePath()))
        .collect(Collectors.joining(File.pathSeparator));
  }

  /** The jar or folder that a class comes from. */
  private static Path origin(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
          .toAbsolutePath();
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The origin of " + type + " is not a path", e);
    }
  }
}
