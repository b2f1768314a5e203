package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Optional;
import org.apache.spark.SparkConf;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class SparkCheckTest {

  private static final String KRYO = "org.apache.spark.serializer.KryoSerializer";

  @Tag("slow")
  @Test
  void sparkRunsHere() {
    assertThatCode(SparkCheck::require).doesNotThrowAnyException();
  }

  @Tag("slow")
  @Test
  void withoutSparkOnTheClassPathTheMessageSaysSo() {
    Optional<String> spark = SparkCheck.sparkVersion(ClassLoader.getPlatformClassLoader());
    assertThat(SparkCheck.problem(spark, 17, true).orElseThrow())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("no Spark on the class path")
        .hasMessageContaining("spark-submit");
  }

  @Tag("slow")
  @Test
  void theReleaseOfSparkIsFound() {
    assertThat(SparkCheck.sparkVersion(SparkCheckTest.class.getClassLoader()).orElseThrow())
        .startsWith("3.5.");
  }

  @Tag("slow")
  @Test
  void aJavaThatSparkDoesNotRunOnIsNamed() {
    assertThat(SparkCheck.problem(Optional.of("3.5.9"), 25, true).orElseThrow())
        .hasMessageContaining("This is Java 25, on which Spark 3.5.9 does not run.")
        .hasMessageContaining("11, 17 or 21");
    assertThat(SparkCheck.problem(Optional.of("3.5.9"), 17, true)).isEmpty();
    assertThat(SparkCheck.problem(Optional.of("4.1.0"), 25, true)).isEmpty();
  }

  @Tag("slow")
  @Test
  void aJavaWithoutTheExportIsToldTheOption() {
    assertThat(SparkCheck.problem(Optional.of("3.5.9"), 17, false).orElseThrow())
        .hasMessageContaining("--add-exports=java.base/sun.nio.ch=ALL-UNNAMED");
  }

  @Tag("slow")
  @Test
  void kryoNeedsTheRegistratorOfNd4j() {
    SparkConf conf = new SparkConf(false).set("spark.serializer", KRYO);
    assertThatThrownBy(() -> SparkCheck.requireSettings(conf))
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining("spark.kryo.registrator to org.nd4j.kryo.Nd4jRegistrator");
    conf.set("spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator");
    assertThatCode(() -> SparkCheck.requireSettings(conf)).doesNotThrowAnyException();
  }
}
