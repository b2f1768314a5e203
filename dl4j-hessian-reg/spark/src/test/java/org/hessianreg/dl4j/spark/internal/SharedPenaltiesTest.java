package org.hessianreg.dl4j.spark.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.Serializer;
import org.apache.spark.serializer.SerializerInstance;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/** In local mode nothing is read back, so the way to an executor is gone here. */
@Tag("slow")
class SharedPenaltiesTest {

  private static final ClassTag<SharedPenalties> TAG =
      ClassTag$.MODULE$.apply(SharedPenalties.class);

  private static JavaSparkContext context;

  @BeforeAll
  static void start() {
    context =
        new JavaSparkContext(
            new SparkConf()
                .setMaster("local[1]")
                .setAppName("test")
                .set("spark.ui.enabled", "false")
                .set("spark.driver.host", "localhost")
                .set("spark.driver.bindAddress", "127.0.0.1"));
  }

  @AfterAll
  static void stop() {
    context.stop();
  }

  static Stream<Serializer> serializers() {
    SparkConf settings = SparkEnv.get().conf();
    return Stream.of(new JavaSerializer(settings), new KryoSerializer(settings));
  }

  @ParameterizedTest
  @MethodSource("serializers")
  void whatAnExecutorReadsCountsTheIterationsOfItsNetworks(Serializer serializer) {
    MultiLayerNetwork net =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new OutputLayer.Builder().nIn(2).nOut(2).build())
                .build());
    net.init();
    PenaltyBlueprint penalty =
        PenaltyBlueprint.of(
            worker -> HessianTraceRegularization.builder().coefficient(1e-3).build());
    SerializerInstance instance = serializer.newInstance();
    SharedPenalties read =
        instance.deserialize(
            instance.serialize(new SharedPenalties(new LayersBlueprint(net, penalty)), TAG), TAG);
    read.begin(3, 1);
    read.setCounts(net);
    assertThat(net.getIterationCount()).isEqualTo(3);
    assertThat(net.getEpochCount()).isEqualTo(1);
  }
}
