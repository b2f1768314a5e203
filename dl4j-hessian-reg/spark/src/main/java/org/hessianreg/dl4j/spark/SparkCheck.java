package org.hessianreg.dl4j.spark;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.hessianreg.samediff.HessianTraceException;

/**
 * Reports in one message why training on Spark cannot work here, before Spark fails in the middle
 * of it. Call {@link #require} before you create a {@code SparkContext}.
 */
public final class SparkCheck {

  /** The last release of Java on which Spark 3's Hadoop client finds out who the user is. */
  private static final int LAST_JAVA_OF_SPARK_3 = 22;

  private static final String REGISTRATOR = "org.nd4j.kryo.Nd4jRegistrator";

  private SparkCheck() {}

  /**
   * Requires that Spark is there and runs on this JVM.
   *
   * @throws HessianTraceException if not; the message says what to do
   */
  public static void require() {
    boolean exported =
        Object.class.getModule().isExported("sun.nio.ch", SparkCheck.class.getModule());
    fail(
        problem(
            sparkVersion(SparkCheck.class.getClassLoader()),
            Runtime.version().feature(),
            exported));
  }

  /** The release of Spark, if a loader finds one. */
  static Optional<String> sparkVersion(ClassLoader loader) {
    try {
      Class<?> spark = Class.forName("org.apache.spark.package$", true, loader);
      Object module = spark.getField("MODULE$").get(null);
      return Optional.of((String) spark.getMethod("SPARK_VERSION").invoke(module));
    } catch (ReflectiveOperationException e) {
      return Optional.empty();
    }
  }

  /**
   * Finds what prevents training.
   *
   * @param spark the release of Spark, if there is one
   * @param java the feature release of Java
   * @param exported whether the JVM lets Spark use its own buffers
   */
  static Optional<HessianTraceException> problem(
      Optional<String> spark, int java, boolean exported) {
    if (spark.isEmpty()) {
      return problem(
          "There is no Spark on the class path.",
          "start the program by spark-submit, or add org.apache.spark:spark-core_2.12 to the class"
              + " path.");
    }
    if (spark.get().startsWith("3.") && java > LAST_JAVA_OF_SPARK_3) {
      return problem(
          String.format("This is Java %d, on which Spark %s does not run.", java, spark.get()),
          "run driver and executors on Java 11, 17 or 21.");
    }
    if (!exported) {
      return problem(
          "Java does not let Spark use the package sun.nio.ch of java.base.",
          "start the program by spark-submit, or give java"
              + " --add-exports=java.base/sun.nio.ch=ALL-UNNAMED and Spark's --add-opens.");
    }
    return Optional.empty();
  }

  /** Requires that a context can send ND4J's arrays. */
  static void requireSettings(SparkConf settings) {
    boolean kryo = settings.get("spark.serializer", "").endsWith("KryoSerializer");
    boolean registered = settings.get("spark.kryo.registrator", "").contains(REGISTRATOR);
    if (kryo && !registered) {
      fail(
          problem(
              "Kryo is set as spark.serializer, and it does not know ND4J's arrays.",
              "set spark.kryo.registrator to "
                  + REGISTRATOR
                  + " (org.nd4j:nd4j-kryo_2.12), or leave out spark.serializer."));
    }
  }

  private static Optional<HessianTraceException> problem(String what, String fix) {
    return Optional.of(new HessianTraceException(what, fix));
  }

  private static void fail(Optional<HessianTraceException> problem) {
    if (problem.isPresent()) {
      throw problem.get();
    }
  }
}
