package org.hessianreg.dl4j.internal.mirror.outputs;

import java.util.List;
import org.hessianreg.dl4j.internal.mirror.DropoutCases;
import org.hessianreg.dl4j.internal.mirror.MirrorBattery;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Dropout of output layers of sequences, whose reported score is not the one that is minimised. */
class SequenceOutputDropoutTest {

  static List<NetworkCase> cases() {
    return DropoutCases.sequenceOutputs();
  }

  @Tag("slow")
  @ParameterizedTest
  @MethodSource("cases")
  void fitAppliesTheGradientOfThePenalisedScore(NetworkCase problem) {
    new MirrorBattery(problem).checkFit();
  }
}
