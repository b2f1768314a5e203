package org.hessianreg.dl4j.spark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A standalone master and its workers on this machine, each a JVM of its own. */
final class StandaloneProcesses implements AutoCloseable {

  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  private static final int MINUTES = 5;

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final String master;

  StandaloneProcesses(Path folder, int workers, String memory) throws IOException {
    this.folder = folder;
    // Where Spark's launcher looks for an installation; the jars are those of the class path.
    Files.createDirectories(folder.resolve("jars"));
    int port = freePort();
    master = "spark://localhost:" + port;
    deploy("master.Master", "--host", "localhost", "--port", String.valueOf(port));
    for (int worker = 0; worker < workers; worker++) {
      String work = folder.resolve("worker" + worker).toString();
      deploy("worker.Worker", "--cores", "1", "--memory", memory, "--work-dir", work, master);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  String master() {
    return master;
  }

  /** What an application tells Spark so that each worker has an executor. */
  static Map<String, String> settings(int workers, String memory, String classPath) {
    return Map.ofEntries(
        Map.entry("spark.ui.enabled", "false"),
        Map.entry("spark.driver.host", "localhost"),
        Map.entry("spark.driver.bindAddress", "127.0.0.1"),
        Map.entry("spark.executor.memory", memory),
        Map.entry("spark.executor.extraClassPath", classPath),
        Map.entry(
            "spark.executor.extraJavaOptions",
            "-Dorg.bytedeco.javacpp.maxbytes=4g -Dorg.bytedeco.javacpp.maxphysicalbytes=0"),
        Map.entry("spark.executorEnv.OMP_WAIT_POLICY", "passive"),
        Map.entry("spark.scheduler.minRegisteredResourcesRatio", "1.0"),
        Map.entry("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s"),
        Map.entry("spark.driver.maxResultSize", "0"),
        Map.entry("spark.cores.max", String.valueOf(workers)));
  }

  static String classPath() {
    return CLASS_PATH;
  }

  /** The class path without some of its entries. */
  static String classPathWithout(List<Path> entries) {
    return Arrays.stream(CLASS_PATH.split(System.getProperty("path.separator")))
        .filter(entry -> !entries.contains(Path.of(entry)))
        .collect(Collectors.joining(System.getProperty("path.separator")));
  }

  private void deploy(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy." + name));
    command.addAll(List.of("--webui-port", "0"));
    command.addAll(List.of(arguments));
    processes.add(java("process" + processes.size(), "256m", CLASS_PATH, command));
  }

  /**
   * Runs {@code spark-submit} to its end.
   *
   * @return what it prints
   */
  String submit(String classPath, List<String> arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("org.apache.spark.deploy.SparkSubmit"));
    command.addAll(List.of("--master", master));
    command.addAll(arguments);
    Process process = java("submit", "1g", classPath, command);
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    process.destroyForcibly();
    String printed = Files.readString(folder.resolve("submit.txt"));
    if (!ended || process.exitValue() != 0) {
      throw new IllegalStateException("spark-submit failed:\n" + printed);
    }
    return printed;
  }

  private Process java(String name, String heap, String classPath, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.addAll(opens());
    command.addAll(List.of("-cp", classPath));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectOutput(folder.resolve(name + ".txt").toFile());
    return builder.start();
  }

  /** The options of this JVM that let Spark use Java's own packages. */
  private static List<String> opens() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(argument -> argument.startsWith("--add-"))
        .collect(Collectors.toList());
  }

  @Override
  public void close() throws Exception {
    // The workers first: they end their executors.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).destroy();
      if (!processes.get(i).waitFor(20, TimeUnit.SECONDS)) {
        processes.get(i).destroyForcibly();
      }
    }
  }
}
