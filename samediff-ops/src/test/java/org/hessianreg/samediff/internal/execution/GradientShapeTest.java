package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is noted of a gradient's shape is checked when a program is bound. */
class GradientShapeTest {

  private final SameDiff sd = SameDiff.create();
  private final SDVariable w = sd.var("w", Nd4j.ones(DataType.DOUBLE, 2, 3));
  private final SDVariable y = sd.math().square("y", w);
  private final SameDiffOp square = GraphPaths.producer(sd, "y");
  private final GraphAddition addition = GraphAddition.begin(sd, "test");

  private Runnable run(SDVariable result) {
    addition.commit(List.of(result.name()));
    Program program = Program.of(sd, addition, List.of(result.name()), Set.of("y"));
    ProgramRunner runner =
        new ProgramRunner(program, new ArrayPool(), addition::attach, addition::detach);
    addition.detach();
    INDArray input = Nd4j.ones(DataType.DOUBLE, 2, 3);
    return () -> runner.run(List.of(input));
  }

  @Test
  void aTransposedGradientOfWhatIsReadIsNoGradient() {
    SDVariable gradient = sd.transpose(y.mul(2.0));
    addition.expectSameShape(gradient, "y", square);
    assertThatThrownBy(run(gradient)::run)
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'y'", "'square' (square)", "[3, 2]", "expected [2, 3]");
  }

  @Test
  void norOfAParameterThatIsNotRead() {
    SDVariable gradient = y.mul(2.0).sum(0);
    addition.expectSameShape(gradient, "w", square);
    assertThatThrownBy(run(gradient)::run)
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'w'", "[3]", "expected [2, 3]");
  }

  @Test
  void theRightShapePasses() {
    SDVariable gradient = y.mul(2.0);
    addition.expectSameShape(gradient, "w", square);
    assertThatCode(run(gradient)::run).doesNotThrowAnyException();
  }

  @Test
  void anOpThatFailsIsNamedByTheOpThatItIsDerivedFrom() {
    SDVariable product;
    try (NameScope scope = addition.scope(square)) {
      product = y.mmul(sd.constant(Nd4j.ones(DataType.DOUBLE, 4, 4)));
    }
    assertThatThrownBy(run(product)::run)
        .isInstanceOf(HessianTraceException.class)
        .hasMessageContainingAll("'y'", "'square' (square)", "matmul", "[2, 3], [4, 4]");
  }
}
