package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A variable of the graph that the addition computes for less. */
class CheaperCopiesTest {

  private final INDArray values = Layout.random(new Random(1), DataType.DOUBLE, 4, 3);
  private final SameDiff sd = SameDiff.create();
  private final SDVariable x = sd.placeHolder("x", DataType.DOUBLE, 4, 3);
  private final SDVariable y = sd.math().cube("y", x);
  private final SDVariable result = sd.math().sin("result", y);
  private final GraphAddition addition = GraphAddition.begin(sd, "test");

  @BeforeEach
  void addCopy() {
    SDVariable square = sd.math().square(x);
    addition.copies(y, square.mul(x));
    addition.commit(List.of(result.name(), square.name()));
  }

  private Program program(Set<String> given) {
    return Program.of(sd, addition, List.of("result"), given);
  }

  private static List<String> opNames(Program program) {
    return program.nodes().stream().map(node -> node.op().opName()).collect(Collectors.toList());
  }

  @Test
  void isComputedThatWay() {
    Program program = program(Set.of());
    assertThat(opNames(program)).containsExactly("square", "multiply", "sin");
    INDArray sine =
        new ProgramRunner(program, new ArrayPool(), addition::attach, addition::detach)
            .run(List.of(values))
            .get(0);
    ProgramProblem.assertSame(List.of(sine), List.of(result.eval(Map.of("x", values)).dup()));
  }

  @Test
  void isReadWhereTheSessionHasComputedIt() {
    Program program = program(Set.of("y"));
    assertThat(opNames(program)).containsExactly("sin");
    assertThat(program.inputs()).containsExactly("y");
  }
}
