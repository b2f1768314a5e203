package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Names that nothing in a graph begins with. */
class FreeNamesTest {

  private final SameDiff sd = SameDiff.create();

  @Test
  void aFreeNameIsKept() {
    sd.var("weights", Nd4j.createFromArray(1.0));
    assertThat(FreeNames.prefix(sd, "penalty")).isEqualTo("penalty");
  }

  @Test
  void aNameThatAVariableBeginsWithIsMadeLonger() {
    sd.var("penalty/0/v", Nd4j.createFromArray(1.0));
    sd.var("penalty_", Nd4j.createFromArray(1.0));
    assertThat(FreeNames.prefix(sd, "penalty")).isEqualTo("penalty__");
  }

  @Test
  void aNameThatAnOpBeginsWithIsMadeLonger() {
    SDVariable x = sd.var("x", Nd4j.createFromArray(1.0));
    sd.math().tanh("y", x);
    String op = GraphPaths.producer(sd, "y").getName();
    assertThat(sd.hasVariable(op)).isFalse();
    assertThat(FreeNames.prefix(sd, op)).isEqualTo(op + "_");
  }
}
