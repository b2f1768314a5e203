package org.hessianreg.dl4j.internal.mirror;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every case on a minibatch of one example, of those on which Deeplearning4j trains. */
@Tag("slow")
class MinibatchOfOneTest {

  static List<NetworkCase> cases() {
    return MirrorTest.cases().stream().map(NetworkCase::ofOneExample).collect(Collectors.toList());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fitAppliesTheGradientOfThePenalisedScore(NetworkCase problem) {
    MirrorBattery battery = new MirrorBattery(problem);
    assumeTrue(battery.trainsWithoutThePenalty());
    battery.checkFit();
  }
}
