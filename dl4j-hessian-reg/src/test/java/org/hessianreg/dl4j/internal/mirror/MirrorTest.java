package org.hessianreg.dl4j.internal.mirror;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.dl4j.internal.mirror.convolutions.ConvolutionCases;
import org.hessianreg.dl4j.internal.mirror.convolutions.DeconvolutionCases;
import org.hessianreg.dl4j.internal.mirror.convolutions.PoolingCases;
import org.hessianreg.dl4j.internal.mirror.convolutions.ResizingCases;
import org.hessianreg.dl4j.internal.mirror.convolutions.UnsetFormatCases;
import org.hessianreg.dl4j.internal.mirror.layers.ActivationCases;
import org.hessianreg.dl4j.internal.mirror.layers.AttentionCases;
import org.hessianreg.dl4j.internal.mirror.layers.FullyConnectedCases;
import org.hessianreg.dl4j.internal.mirror.layers.NormalizationCases;
import org.hessianreg.dl4j.internal.mirror.layers.OtherLayerCases;
import org.hessianreg.dl4j.internal.mirror.layers.SameDiffLayerCases;
import org.hessianreg.dl4j.internal.mirror.layers.VertexCases;
import org.hessianreg.dl4j.internal.mirror.outputs.LossCases;
import org.hessianreg.dl4j.internal.mirror.outputs.OutputLayerCases;
import org.hessianreg.dl4j.internal.mirror.sequences.EmbeddingCases;
import org.hessianreg.dl4j.internal.mirror.sequences.GlobalPoolingCases;
import org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases;
import org.hessianreg.dl4j.internal.mirror.sequences.RecurrentDropoutCases;
import org.hessianreg.dl4j.internal.mirror.sequences.SequenceCases;
import org.hessianreg.dl4j.internal.mirror.sequences.SequenceVertexCases;
import org.hessianreg.samediff.EveryTenth;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Every case of every kind of layer, activation, loss, preprocessor and vertex. */
class MirrorTest {

  static List<NetworkCase> cases() {
    return Stream.of(
            FullyConnectedCases.all(),
            ConvolutionCases.all(),
            DeconvolutionCases.all(),
            PoolingCases.all(),
            ResizingCases.all(),
            NormalizationCases.all(),
            RecurrentCases.all(),
            UnsetFormatCases.all(),
            SequenceCases.all(),
            EmbeddingCases.all(),
            GlobalPoolingCases.all(),
            DropoutCases.all(),
            RecurrentDropoutCases.all(),
            FrozenCases.all(),
            VertexCases.all(),
            SequenceVertexCases.all(),
            SameDiffLayerCases.all(),
            OtherLayerCases.all(),
            AttentionCases.all(),
            ActivationCases.all(),
            LossCases.all(),
            OutputLayerCases.all())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  static List<NetworkCase> everyTenth() {
    return EveryTenth.of(cases());
  }

  @ParameterizedTest
  @MethodSource("everyTenth")
  void scoreAndGradientAreTheNetworksInASample(NetworkCase problem) {
    new MirrorBattery(problem).checkScoreAndGradient();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void scoreAndGradientAreTheNetworks(NetworkCase problem) {
    new MirrorBattery(problem).checkScoreAndGradient();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void fitAppliesTheGradientOfThePenalisedScore(NetworkCase problem) {
    new MirrorBattery(problem).checkFit();
  }

  static List<NetworkCase> casesWithAnotherScore() {
    return OutputLayerCases.withAnotherScore();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("casesWithAnotherScore")
  void gradientIsTheNetworks(NetworkCase problem) {
    new MirrorBattery(problem).checkGradient();
    new MirrorBattery(problem).checkFit();
  }

  static List<NetworkCase> casesWithRoundedGradient() {
    return ActivationCases.withRoundedGradient();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("casesWithRoundedGradient")
  void fitAppliesTheGradient(NetworkCase problem) {
    new MirrorBattery(problem).checkFit();
  }

  static List<NetworkCase> casesOfDefaultType() {
    return LossCases.ofDefaultType();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("casesOfDefaultType")
  void allIsTheNetworksIfItHasTheDefaultType(NetworkCase problem) {
    DataType type = Nd4j.dataType();
    DataType floatingPointType = Nd4j.defaultFloatingPointType();
    Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
    try {
      new MirrorBattery(problem).checkScoreAndGradient();
      new MirrorBattery(problem).checkFit();
    } finally {
      Nd4j.setDefaultDataTypes(type, floatingPointType);
    }
  }
}
