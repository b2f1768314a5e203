package org.hessianreg.samediff.internal.execution;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Ops that are appended to a graph of placeholders, to be executed by a SameDiff session and as a
 * program.
 */
final class ProgramProblem {

  /** float64, and sums of some thousand terms in another order. */
  static final double ROUNDING = 1e-12;

  /** The same in float32, with epsilon 6e-8. */
  static final double FLOAT_ROUNDING = 1e-5;

  /** Builds variables from others. */
  interface Body {
    List<SDVariable> of(SameDiff sd, SDVariable... inputs);
  }

  private final SameDiff graph = SameDiff.create();
  private final GraphAddition addition;
  private final List<String> placeholders = new ArrayList<>();
  private final List<String> results;
  private final Program program;
  private final ArrayPool pool;
  private final ProgramRunner runner;
  private int bindings;
  private boolean attached;

  /**
   * Creates a problem with a pool of its own.
   *
   * @param body what is executed
   * @param examples arrays of the types and ranks of the inputs; their shapes are not used
   */
  ProgramProblem(Body body, INDArray... examples) {
    this(new ArrayPool(), (sd, in) -> List.of(in), body, examples);
  }

  /**
   * Creates a problem.
   *
   * @param pool where the program's values live
   * @param base makes the program's inputs of the placeholders; a session computes them
   * @param body what is executed
   * @param examples arrays of the types and ranks of the placeholders
   */
  ProgramProblem(ArrayPool pool, Body base, Body body, INDArray... examples) {
    for (INDArray example : examples) {
      long[] unknown = new long[example.rank()];
      Arrays.fill(unknown, -1);
      String name = "x" + placeholders.size();
      graph.placeHolder(name, example.dataType(), unknown);
      placeholders.add(name);
    }
    SDVariable[] inputs = base.of(graph, variables(graph, placeholders)).toArray(new SDVariable[0]);
    addition = GraphAddition.begin(graph, "test");
    results = names(body.of(graph, inputs));
    addition.commit(results);
    program =
        Program.of(graph, addition, results, new LinkedHashSet<>(names(Arrays.asList(inputs))));
    this.pool = pool;
    runner = new ProgramRunner(program, pool, this::beforeBinding, this::afterBinding);
    addition.detach();
  }

  private static SDVariable[] variables(SameDiff graph, List<String> names) {
    return names.stream().map(graph::getVariable).toArray(SDVariable[]::new);
  }

  private static List<String> names(List<SDVariable> variables) {
    return variables.stream().map(SDVariable::name).collect(Collectors.toList());
  }

  private void beforeBinding() {
    addition.attach();
    bindings++;
    attached = true;
  }

  private void afterBinding() {
    addition.detach();
    attached = false;
  }

  private Map<String, INDArray> fed(INDArray... inputs) {
    Map<String, INDArray> fed = new HashMap<>();
    for (INDArray input : inputs) {
      fed.put(placeholders.get(fed.size()), input);
    }
    return fed;
  }

  /** Copies of the results. */
  List<INDArray> bySession(INDArray... inputs) {
    addition.attach();
    Map<String, INDArray> outputs = graph.output(fed(inputs), results);
    addition.detach();
    return results.stream().map(name -> outputs.get(name).dup()).collect(Collectors.toList());
  }

  /** The program's own arrays. */
  List<INDArray> run(INDArray... inputs) {
    Map<String, INDArray> computed = fed(inputs);
    List<String> others = new ArrayList<>(program.inputs());
    others.removeAll(placeholders);
    if (!others.isEmpty()) {
      computed.putAll(graph.output(fed(inputs), others));
    }
    return runner.run(program.inputs().stream().map(computed::get).collect(Collectors.toList()));
  }

  /** Copies of the results. */
  List<INDArray> byProgram(INDArray... inputs) {
    return run(inputs).stream().map(INDArray::dup).collect(Collectors.toList());
  }

  /** Runs the program, and requires what a session computes. */
  void check(INDArray... inputs) {
    assertSame(byProgram(inputs), bySession(inputs));
  }

  /** Requires equality except for rounding. */
  static void assertSame(List<INDArray> actual, List<INDArray> expected) {
    assertThat(actual).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      INDArray array = expected.get(i);
      assertThat(actual.get(i).dataType()).as("type of result %d", i).isEqualTo(array.dataType());
      assertThat(actual.get(i).shape()).as("shape of result %d", i).isEqualTo(array.shape());
      if (!array.isEmpty()) {
        double rounding = array.dataType() == DataType.FLOAT ? FLOAT_ROUNDING : ROUNDING;
        INDArray exact = array.castTo(DataType.DOUBLE);
        assertThat(actual.get(i).castTo(DataType.DOUBLE).distance2(exact))
            .as("result %d", i)
            .isLessThanOrEqualTo(rounding * Math.max(1.0, exact.norm2Number().doubleValue()));
      }
    }
  }

  int resultCount() {
    return results.size();
  }

  /** Names of the ops in the program. */
  Set<String> opNames() {
    return program.nodes().stream().map(node -> node.op().opName()).collect(Collectors.toSet());
  }

  Program program() {
    return program;
  }

  /** How many ops the last run executed. */
  int operations() {
    return runner.operations();
  }

  /** How many arrays the program's values share. */
  int arrays() {
    return pool.size();
  }

  /** Whether the runner has left the program's ops in the graph. */
  boolean isAttached() {
    return attached;
  }

  /** How often the program has been bound. */
  int bindings() {
    return bindings;
  }
}
