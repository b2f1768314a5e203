package org.hessianreg.dl4j.spark;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * A standalone master and workers on this machine, each a JVM of its own, with an executor each.
 */
final class StandaloneCluster implements AutoCloseable {

  private static final String CLASS_PATH =
      System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));

  private final List<Process> processes = new ArrayList<>();
  private final Path folder;
  private final String master;
  private final JavaSparkContext context;

  StandaloneCluster(Path folder, int workers, String memory) throws IOException {
    this.folder = folder;
    // Where Spark's launcher looks for an installation; the jars are those of the class path.
    Files.createDirectories(folder.resolve("jars"));
    int port = freePort();
    master = "spark://localhost:" + port;
    start("master.Master", "--host", "localhost", "--port", String.valueOf(port));
    for (int worker = 0; worker < workers; worker++) {
      String work = folder.resolve("worker" + worker).toString();
      start("worker.Worker", "--cores", "1", "--memory", memory, "--work-dir", work, master);
    }
    context = new JavaSparkContext(conf(workers, memory));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private void start(String name, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx256m");
    command.addAll(opens());
    command.addAll(List.of("-cp", CLASS_PATH, "org.apache.spark.deploy." + name));
    command.addAll(List.of("--webui-port", "0"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("SPARK_HOME", folder.toString());
    builder.environment().put("SPARK_SCALA_VERSION", "2.12");
    builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
    builder.redirectOutput(folder.resolve("process" + processes.size() + ".txt").toFile());
    processes.add(builder.start());
  }

  /** The options of this JVM that let Spark use Java's own packages. */
  private static List<String> opens() {
    List<String> opens = new ArrayList<>();
    for (String argument : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
      if (argument.startsWith("--add-")) {
        opens.add(argument);
      }
    }
    return opens;
  }

  private SparkConf conf(int workers, String memory) {
    return new SparkConf()
        .setMaster(master)
        .setAppName("test")
        .set("spark.ui.enabled", "false")
        .set("spark.driver.host", "localhost")
        .set("spark.driver.bindAddress", "127.0.0.1")
        .set("spark.executor.memory", memory)
        .set("spark.executor.extraClassPath", CLASS_PATH)
        .set(
            "spark.executor.extraJavaOptions",
            "-Dorg.bytedeco.javacpp.maxbytes=4g -Dorg.bytedeco.javacpp.maxphysicalbytes=0")
        .set("spark.executorEnv.OMP_WAIT_POLICY", "passive")
        .set("spark.scheduler.minRegisteredResourcesRatio", "1.0")
        .set("spark.scheduler.maxRegisteredResourcesWaitingTime", "120s")
        .set("spark.driver.maxResultSize", "0")
        .set("spark.cores.max", String.valueOf(workers));
  }

  JavaSparkContext context() {
    return context;
  }

  /** The process ids of the executors that run as many tasks at the same time. */
  List<Long> executors(int tasks) {
    List<Integer> numbers = new ArrayList<>();
    Stream.iterate(0, i -> i + 1).limit(tasks).forEach(numbers::add);
    return context
        .parallelize(numbers, tasks)
        .map(number -> ProcessHandle.current().pid())
        .distinct()
        .collect();
  }

  @Override
  public void close() throws Exception {
    context.stop();
    // The workers first: they end their executors.
    for (int i = processes.size() - 1; i >= 0; i--) {
      processes.get(i).destroy();
      if (!processes.get(i).waitFor(20, TimeUnit.SECONDS)) {
        processes.get(i).destroyForcibly();
      }
    }
  }
}
