package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.hessianreg.samediff.HessianOps;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.factory.Nd4j;

/** What is behind a stop-gradient counts as a constant: {@code L = Σ w²·stop(w)}. */
class StopGradientTest {

  private final SameDiff sd = SameDiff.create();
  private final SDVariable w = sd.var("w", Nd4j.createFromArray(1.0, -2.0, 3.0));
  private final SDVariable v = sd.constant("v", Nd4j.createFromArray(1.0, 1.0, -1.0));

  @Test
  void pathsBehindItAreCut() {
    SDVariable stopped = new StopGradient(sd, w).outputVariable();
    SDVariable loss = w.mul(w).mul(stopped).sum("loss");
    HessianOps ops = new HessianOps(sd);
    ops.gradientDot("gv", loss, Map.of("w", v));
    ops.quadraticForm("vhv", loss, Map.of("w", v));
    // 2w·w·v = 2 + 8 − 18, and 2·w·v² = 2 − 4 + 6.
    assertThat(sd.getVariable("gv").eval().getDouble(0)).isCloseTo(-8.0, within(1e-12));
    assertThat(sd.getVariable("vhv").eval().getDouble(0)).isCloseTo(4.0, within(1e-12));
  }
}
