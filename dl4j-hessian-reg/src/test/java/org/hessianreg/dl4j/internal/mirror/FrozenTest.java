package org.hessianreg.dl4j.internal.mirror;

import org.junit.jupiter.api.Test;

/** What holds of frozen parts beside the rows of {@link FrozenCases}. */
class FrozenTest {

  @Test
  void gradientOfACutPathIsTheNetworks() {
    new MirrorBattery(FrozenCases.cutBesideAnotherPath()).checkScoreAndGradient();
  }
}
