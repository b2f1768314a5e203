package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

class MaskContentsTest {

  @Test
  void marksTheLastStepThatIsLeftOrElseTheFirst() {
    double[][] mask = {{1, 1, 1}, {1, 1, 0}, {0, 1, 0}, {1, 0, 1}, {0, 0, 0}};
    double[][] last = {{0, 0, 1}, {0, 1, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}};
    assertThat(MaskContents.lastSteps(Nd4j.createFromArray(mask)))
        .isEqualTo(Nd4j.createFromArray(last));
  }

  @Test
  void countsRunsOfMaskedStepsBeforeOthers() {
    double[][] mask = {{1, 1, 1}, {1, 1, 0}, {0, 1, 1}, {1, 0, 1}, {0, 0, 0}};
    assertThat(MaskContents.maskedBefore(Nd4j.createFromArray(mask)).toDoubleVector())
        .containsExactly(0, 0, 1, 1, 1);
  }

  @Test
  void countsRunsOfMaskedStepsBetweenOthers() {
    double[][] mask = {
      {1, 1, 1, 1, 1}, {1, 1, 0, 0, 0}, {0, 0, 1, 1, 0}, {1, 0, 1, 0, 1}, {0, 0, 0, 0, 0}
    };
    assertThat(MaskContents.gaps(Nd4j.createFromArray(mask)).toDoubleVector())
        .containsExactly(0, 0, 0, 2, 0);
  }

  @Test
  void reversesTheStepsThatCount() {
    double[][] mask = {{1, 1, 1}, {1, 1, 0}, {0, 0, 0}};
    double[][][] reversal = {
      {{0, 0, 1}, {0, 1, 0}, {1, 0, 0}},
      {{0, 1, 0}, {1, 0, 0}, {0, 0, 0}},
      {{0, 0, 0}, {0, 0, 0}, {0, 0, 0}}
    };
    assertThat(MaskContents.reversal(Nd4j.createFromArray(mask)))
        .isEqualTo(Nd4j.createFromArray(reversal));
  }
}
