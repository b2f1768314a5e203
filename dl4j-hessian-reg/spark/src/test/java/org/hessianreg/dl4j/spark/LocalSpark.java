package org.hessianreg.dl4j.spark;

import java.util.Map;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** A context in this JVM, with two threads and up to four attempts at a task. */
final class LocalSpark implements AfterAllCallback {

  private final JavaSparkContext context;

  LocalSpark() {
    this(Map.of());
  }

  LocalSpark(Map<String, String> settings) {
    SparkConf conf =
        new SparkConf()
            .setMaster("local[2,4]")
            .setAppName("test")
            .set("spark.ui.enabled", "false")
            .set("spark.driver.host", "localhost")
            .set("spark.driver.bindAddress", "127.0.0.1");
    settings.forEach(conf::set);
    context = new JavaSparkContext(conf);
  }

  JavaSparkContext context() {
    return context;
  }

  @Override
  public void afterAll(ExtensionContext test) {
    context.stop();
  }
}
