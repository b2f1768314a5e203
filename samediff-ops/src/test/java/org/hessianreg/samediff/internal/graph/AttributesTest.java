package org.hessianreg.samediff.internal.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.impl.reduce.same.Sum;
import org.nd4j.linalg.factory.Nd4j;

/** Attributes that are integer arguments, and attributes that are inputs. */
class AttributesTest {

  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.var("x", Nd4j.ones(DataType.DOUBLE, 2, 3));

  private SDVariable constant(int... elements) {
    return sd.constant(Nd4j.createFromArray(elements));
  }

  @Test
  void integerArgumentsAreInOrder() {
    SDVariable y = sd.cumsum(x, true, false, 1);
    assertThat(Attributes.integers(GraphPaths.producer(sd, y.name()).getOp()))
        .containsExactly(1, 0, 1);
  }

  @Test
  void anInputThatIsAConstantIsRead() {
    SDVariable longs = sd.constant(Nd4j.createFromArray(3L, -1L));
    assertThat(Attributes.constant(longs)).contains(new int[] {3, -1});
    assertThat(Attributes.constant(sd.constant(2))).contains(new int[] {2});
  }

  @Test
  void whatIsFedOrComputedIsNot() {
    assertThat(Attributes.constant(sd.placeHolder("axis", DataType.INT32, 1))).isEmpty();
    assertThat(Attributes.constant(sd.shape(x))).isEmpty();
  }

  @Test
  void numbersAreDistinctIfNoneOccursTwice() {
    assertThat(Attributes.areDistinct(List.of(constant(2, 0), constant(1)))).isTrue();
    assertThat(Attributes.areDistinct(List.of(constant(2, 2)))).isFalse();
    assertThat(Attributes.areDistinct(List.of(constant(2, 0), constant(0)))).isFalse();
    assertThat(Attributes.areDistinct(List.of(sd.placeHolder("i", DataType.INT32, 1)))).isFalse();
  }

  @Test
  void dimensionsOfAReductionMayBeAnInput() {
    SDVariable dimensions = constant(1);
    SDVariable imported = new Sum(sd, x, dimensions).outputVariable();
    assertThat(Attributes.dimensionInput(GraphPaths.producer(sd, imported.name()).getOp()))
        .contains(dimensions);
    SDVariable own = x.sum(1);
    assertThat(Attributes.dimensionInput(GraphPaths.producer(sd, own.name()).getOp())).isEmpty();
    SDVariable other = x.add(x);
    assertThat(Attributes.dimensionInput(GraphPaths.producer(sd, other.name()).getOp())).isEmpty();
  }
}
