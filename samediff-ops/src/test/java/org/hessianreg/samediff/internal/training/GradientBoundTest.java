package org.hessianreg.samediff.internal.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The factor {@code min(1, ratio·|loss| / |penalty|)}, and where it has its corners. */
class GradientBoundTest {

  private static INDArray array(double... elements) {
    return Nd4j.createFromArray(elements);
  }

  private static double scale(double ratio, List<INDArray> loss, List<INDArray> penalty) {
    SameDiff sd = SameDiff.create();
    List<SDVariable> l = variables(sd, loss);
    List<SDVariable> p = variables(sd, penalty);
    GraphAddition ops = GraphAddition.begin(sd, "bound");
    SDVariable scale = new GradientBound(ratio).scale(sd, ops, l, p);
    INDArray value = sd.output(Map.of(), scale.name()).get(scale.name());
    assertThat(value.rank()).isZero();
    assertThat(value.dataType()).isEqualTo(DataType.DOUBLE);
    return value.getDouble(0);
  }

  private static List<SDVariable> variables(SameDiff sd, List<INDArray> arrays) {
    List<SDVariable> variables = new ArrayList<>();
    arrays.forEach(array -> variables.add(sd.constant(array)));
    return variables;
  }

  @Test
  void normsAreThoseOfAllArraysTogether() {
    List<INDArray> loss = List.of(array(3, 0), array(4));
    List<INDArray> penalty = List.of(array(0, 6, 0), array(8));
    assertThat(scale(1, loss, penalty)).isCloseTo(0.5, within(1e-15));
    assertThat(scale(0.5, loss, penalty)).isCloseTo(0.25, within(1e-15));
  }

  @Test
  void exactlyOneWhereThePenaltyIsShortEnough() {
    List<INDArray> loss = List.of(array(0.1, 0.7));
    assertThat(scale(3, loss, List.of(array(0.2, 0.3)))).isEqualTo(1.0);
    assertThat(scale(1, loss, loss)).isEqualTo(1.0);
  }

  @Test
  void oneWhereThePenaltyHasNoGradient() {
    assertThat(scale(1, List.of(array(1, 2)), List.of(array(0, 0)))).isEqualTo(1.0);
    assertThat(scale(2, List.of(array(0)), List.of(array(0)))).isEqualTo(1.0);
  }

  @Test
  void nothingIsLeftWhereTheLossHasNoGradient() {
    assertThat(scale(2, List.of(array(0)), List.of(array(5)))).isBetween(0.0, 1e-300);
  }

  @Test
  void floatsWhoseSquaresAreNoFloats() {
    INDArray huge = Nd4j.createFromArray(1e25f, 0f);
    assertThat(scale(1, List.of(array(1)), List.of(huge))).isBetween(0.0, 1e-24);
  }

  @Test
  void arraysOfSeveralTypesAndLayouts() {
    INDArray matrix = Nd4j.linspace(1, 12, 12, DataType.FLOAT).reshape(3, 4);
    INDArray view = matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3));
    double squares = 4 + 9 + 36 + 49 + 100 + 121;
    List<INDArray> loss = List.of(array(1, 2), view.dup('f'));
    List<INDArray> penalty = List.of(view.mul(10), Nd4j.scalar(7.0));
    assertThat(scale(2, loss, penalty))
        .isCloseTo(2 * Math.sqrt(5 + squares) / Math.sqrt(100 * squares + 49), within(1e-6));
    INDArray longer = view.dup('f').mul(4);
    assertThat(scale(1, List.of(view), List.of(longer))).isCloseTo(0.25, within(1e-6));
  }
}
