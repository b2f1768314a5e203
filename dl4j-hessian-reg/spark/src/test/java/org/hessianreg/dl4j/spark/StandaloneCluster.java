package org.hessianreg.dl4j.spark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;

/** A standalone cluster on this machine, and this JVM's context on it. */
final class StandaloneCluster implements AutoCloseable {

  private final StandaloneProcesses processes;
  private final JavaSparkContext context;

  StandaloneCluster(Path folder, int workers, String memory) throws IOException {
    processes = new StandaloneProcesses(folder, workers, memory);
    SparkConf conf = new SparkConf().setMaster(processes.master()).setAppName("test");
    StandaloneProcesses.settings(workers, memory, StandaloneProcesses.classPath())
        .forEach(conf::set);
    context = new JavaSparkContext(conf);
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
    processes.close();
  }
}
