package org.hessianreg.dl4j.internal.mirror.convolutions;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;
import static org.hessianreg.dl4j.internal.mirror.convolutions.ImageNetworks.images;
import static org.hessianreg.dl4j.internal.mirror.convolutions.VolumeNetworks.volumes;

import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.hessianreg.dl4j.internal.mirror.MirrorBattery;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases;
import org.hessianreg.samediff.HessianTraceException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What Deeplearning4j does not train by the gradient of its score is refused. */
class ConvolutionRefusalTest {

  static List<Arguments> cases() {
    return List.of(
        // With as many steps as channels the layer's backward pass does not fail by itself.
        Arguments.of(
            NetworkCase.layers(
                "1D convolution, channels last",
                () ->
                    conf()
                        .list(
                            new Convolution1DLayer.Builder(1)
                                .nIn(2)
                                .nOut(2)
                                .rnnDataFormat(RNNFormat.NWC)
                                .build(),
                            RecurrentCases.output(2, RNNFormat.NWC))
                        .build(),
                () -> batch(normal(1, 3, 2, 2), sequenceClasses(3, 2, 2))),
            "use RNNFormat.NCW"),
        Arguments.of(
            volumes(
                "3D pooling by sums",
                Convolution3D.DataFormat.NCDHW,
                new Subsampling3DLayer.Builder(PoolingType.SUM, new int[] {1, 1, 1}).build(),
                2,
                2,
                2),
            "pooling type SUM"),
        Arguments.of(
            images(
                "locked gamma without beta",
                CNN2DFormat.NCHW,
                new BatchNormalization.Builder().lockGammaBeta(true).gamma(1.5).build()),
            "locked gamma 1.5"),
        Arguments.of(
            images(
                "local response normalisation, large alpha",
                CNN2DFormat.NCHW,
                new ConvolutionLayer.Builder(1, 1).nOut(4).build(),
                new LocalResponseNormalization.Builder(2.0, 3.0, 0.3, 0.75).build()),
            "differs from the network's own"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void isRefused(NetworkCase problem, String message) {
    assertThatThrownBy(() -> new MirrorBattery(problem).checkFit())
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContaining(message);
  }
}
