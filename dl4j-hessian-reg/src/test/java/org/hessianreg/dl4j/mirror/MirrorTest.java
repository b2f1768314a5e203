package org.hessianreg.dl4j.mirror;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case of every kind of layer, activation, loss, preprocessor and vertex. */
class MirrorTest {

  static List<NetworkCase> cases() {
    return Stream.of(
            FullyConnectedCases.all(),
            ConvolutionCases.all(),
            PoolingCases.all(),
            ResizingCases.all(),
            NormalizationCases.all(),
            RecurrentCases.all(),
            SequenceCases.all(),
            EmbeddingCases.all(),
            GlobalPoolingCases.all(),
            DropoutCases.all(),
            FrozenCases.all(),
            VertexCases.all(),
            SequenceVertexCases.all(),
            SameDiffLayerCases.all(),
            OtherLayerCases.all())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void scoreAndGradientAreTheNetworks(NetworkCase problem) {
    new MirrorBattery(problem).checkScoreAndGradient();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fitAppliesTheGradientOfThePenalisedScore(NetworkCase problem) {
    new MirrorBattery(problem).checkFit();
  }
}
