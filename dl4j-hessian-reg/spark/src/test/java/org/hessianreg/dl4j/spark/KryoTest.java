package org.hessianreg.dl4j.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.hessianreg.dl4j.HessianTraceRegularization;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.nd4j.linalg.learning.config.Adam;

/** All that travels can be written by Kryo, too. */
@Tag("slow")
class KryoTest {

  @RegisterExtension
  static final LocalSpark SPARK =
      new LocalSpark(
          Map.of(
              "spark.serializer", "org.apache.spark.serializer.KryoSerializer",
              "spark.kryo.registrator", "org.nd4j.kryo.Nd4jRegistrator"));

  @Test
  void sixWorkersInATree() {
    MultiLayerNetwork net = SmallModels.layers(new Adam(0.02));
    SparkTraining training =
        ParameterAveraging.builder(SPARK.context())
            .updaterState(UpdaterState.KEPT)
            .build()
            .of(net, HessianTraceRegularization.builder().coefficient(0.05).build());
    training.fit(SPARK.context().parallelize(SmallModels.batches(12), 6), 1);
    assertThat(training.history()).hasSize(12);
  }
}
