package org.hessianreg.samediff.internal.taylor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values that the sweep computes from what their derivatives need, and those it leaves alone. */
class CheaperValuesTest {

  private final SameDiff sd = SameDiff.create();
  private final SDVariable w =
      sd.var("w", Nd4j.linspace(DataType.DOUBLE, -1, 0.3, 6).reshape(2, 3));
  private final GraphAddition addition;

  CheaperValuesTest() {
    SDVariable gain = sd.constant(Nd4j.linspace(DataType.DOUBLE, 1, 0.5, 3));
    SDVariable bias = sd.constant(Nd4j.linspace(DataType.DOUBLE, -1, 0.5, 3));
    SDVariable scaled = sd.nn().layerNorm("scaled", sd.nn().gelu("gelu", w), gain, false, 1);
    sd.nn().layerNorm("shifted", sd.nn().swish("swish", scaled), gain, bias, false, 1);
    addition = GraphAddition.begin(sd, "test");
  }

  private void run(TaylorSweep sweep) {
    SDVariable direction = sd.constant(Nd4j.ones(DataType.DOUBLE, 2, 3));
    sweep.run(List.of("shifted"), List.of(Map.of("w", direction)), Linearization.none());
  }

  @Test
  void equalTheGraphsOwn() {
    run(TaylorSweep.ofAllOps(sd, addition));
    assertThat(addition.copies()).containsOnlyKeys("gelu", "scaled", "swish", "shifted");
    addition
        .copies()
        .forEach(
            (original, copy) -> {
              INDArray expected = sd.getVariable(original).eval().dup();
              assertThat(sd.getVariable(copy).eval().equalsWithEps(expected, 1e-12))
                  .as(original)
                  .isTrue();
            });
  }

  @Test
  void areNotAppendedToAGraphOfTheUsers() {
    run(TaylorSweep.ofRegisteredOps(sd, addition));
    assertThat(addition.copies()).isEmpty();
  }
}
