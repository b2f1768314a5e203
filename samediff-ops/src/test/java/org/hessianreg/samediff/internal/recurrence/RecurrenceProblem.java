package org.hessianreg.samediff.internal.recurrence;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.reverse.Keeping;
import org.hessianreg.samediff.internal.reverse.ReverseSweep;
import org.hessianreg.samediff.internal.taylor.Jet;
import org.hessianreg.samediff.internal.taylor.Linearization;
import org.hessianreg.samediff.internal.taylor.TaylorSweep;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * A loss of the states of a cell that runs over a sequence, written as a recurrence or step by
 * step, with its coefficients and the gradient of {@code loss + λ·second}.
 */
final class RecurrenceProblem {

  /** How the steps are written. */
  enum Form {
    UNROLLED,
    VALUES_KEPT,
    STATES_KEPT
  }

  /** A step: states after it, given a slice and the states before. */
  interface Step {
    List<SDVariable> next(SameDiff sd, SDVariable slice, List<SDVariable> before);
  }

  /** A cell by what it is called and what it needs. Immutable. */
  static final class Case {
    private final String name;
    private final Map<String, long[]> parameters;
    private final List<long[]> states;
    private final long[] slice;
    private final Step step;

    Case(
        String name, Map<String, long[]> parameters, List<long[]> states, long[] slice, Step step) {
      this.name = name;
      this.parameters = parameters;
      this.states = states;
      this.slice = slice.clone();
      this.step = step;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static final double LAMBDA = 0.3;

  private final SameDiff graph = SameDiff.create();
  private final Map<String, INDArray> arrays;
  private final Program program;
  private final ProgramRunner runner;
  private final List<String> results = new ArrayList<>();

  /**
   * Writes a problem.
   *
   * @param arrays the arrays of parameters, of the sequence {@code x}, and of the initial states
   * @param directions the names of the arrays that move, for each direction
   */
  RecurrenceProblem(
      Case of,
      Map<String, INDArray> arrays,
      List<Set<String>> directions,
      boolean backwards,
      Form form) {
    this.arrays = arrays;
    Map<String, SDVariable> variables = new LinkedHashMap<>();
    arrays.forEach((name, array) -> variables.put(name, graph.var(name, array.dup())));
    SDVariable loss =
        form == Form.UNROLLED
            ? unrolled(of, variables, backwards)
            : looped(of, variables, backwards);
    GraphAddition addition = GraphAddition.begin(graph, "test");
    List<Map<String, SDVariable>> tangents = new ArrayList<>();
    for (Set<String> direction : directions) {
      Map<String, SDVariable> tangent = new LinkedHashMap<>();
      for (String name : direction) {
        tangent.put(name, graph.constant(direction(name, tangents.size())));
      }
      tangents.add(tangent);
    }
    Jet jet =
        TaylorSweep.ofAllOps(graph, addition)
            .run(List.of(loss.name()), tangents, Linearization.none())
            .get(0);
    results.add(jet.value().name());
    jet.tangents().stream().filter(t -> t != null).forEach(t -> results.add(t.name()));
    results.add(jet.second().name());
    Map<String, SDVariable> seeds = new LinkedHashMap<>();
    seeds.put(loss.name(), graph.constant(Nd4j.scalar(loss.dataType(), 1.0)));
    seeds.put(jet.second().name(), graph.constant(Nd4j.scalar(loss.dataType(), LAMBDA)));
    Keeping keeping = form == Form.STATES_KEPT ? Keeping.STATES : Keeping.VALUES;
    new ReverseSweep(graph, addition, keeping)
        .run(seeds, arrays.keySet())
        .values()
        .forEach(gradient -> results.add(gradient.name()));
    addition.commit(results);
    program = Program.of(graph, addition, results, Set.of());
    runner = new ProgramRunner(program, new ArrayPool(), addition::attach, addition::detach);
    addition.detach();
  }

  /** A direction that both ways of writing a problem share. */
  private INDArray direction(String name, int k) {
    INDArray like = arrays.get(name);
    INDArray numbers = Nd4j.linspace(1, like.length(), like.length(), like.dataType());
    return Transforms.sin(numbers.mul(1.7 + k).add(name.hashCode() % 7)).reshape(like.shape());
  }

  private SDVariable looped(Case of, Map<String, SDVariable> variables, boolean backwards) {
    SDVariable slice = graph.placeHolder("slice", variables.get("x").dataType(), of.slice);
    List<SDVariable> before = new ArrayList<>();
    List<SDVariable> initial = new ArrayList<>();
    for (int i = 0; i < of.states.size(); i++) {
      initial.add(variables.get("s" + i));
      before.add(graph.placeHolder("before" + i, initial.get(i).dataType(), of.states.get(i)));
    }
    List<String> next = names(of.step.next(graph, slice, before));
    Recurrence recurrence =
        new Recurrence(
            graph,
            Cell.of(List.of("slice"), names(before), next, next.subList(0, 1)),
            List.of(variables.get("x")),
            initial,
            backwards,
            Map.of());
    return loss(recurrence.allSteps().get(0), recurrence.last());
  }

  private SDVariable unrolled(Case of, Map<String, SDVariable> variables, boolean backwards) {
    int steps = (int) arrays.get("x").size(0);
    SDVariable[] slices = graph.unstack(variables.get("x"), 0, steps);
    SDVariable[] outputs = new SDVariable[steps];
    List<SDVariable> states = new ArrayList<>();
    for (int i = 0; i < of.states.size(); i++) {
      states.add(variables.get("s" + i));
    }
    for (int i = 0; i < steps; i++) {
      int step = backwards ? steps - 1 - i : i;
      states = of.step.next(graph, slices[step], states);
      outputs[step] = states.get(0);
    }
    return loss(graph.stack(0, outputs), states);
  }

  private SDVariable loss(SDVariable outputs, List<SDVariable> last) {
    SDVariable loss = graph.math().square(outputs.add(0.3)).sum();
    for (SDVariable state : last) {
      loss = loss.add(graph.math().tanh(state).sum());
    }
    return graph.identity("loss", loss);
  }

  private static List<String> names(List<SDVariable> variables) {
    return variables.stream().map(SDVariable::name).collect(Collectors.toList());
  }

  /** Random arrays for a case. */
  static Map<String, INDArray> arrays(Case of, long steps, DataType type, long seed) {
    Map<String, INDArray> arrays = new LinkedHashMap<>();
    Nd4j.getRandom().setSeed(seed);
    of.parameters.forEach((name, shape) -> arrays.put(name, random(type, shape)));
    long[] shape = new long[of.slice.length + 1];
    shape[0] = steps;
    System.arraycopy(of.slice, 0, shape, 1, of.slice.length);
    arrays.put("x", random(type, shape));
    for (int i = 0; i < of.states.size(); i++) {
      arrays.put("s" + i, random(type, of.states.get(i)));
    }
    return arrays;
  }

  private static INDArray random(DataType type, long... shape) {
    return Nd4j.rand(type, shape).sub(0.5);
  }

  /** Copies of all results. */
  List<INDArray> run(Map<String, INDArray> values) {
    List<INDArray> inputs = new ArrayList<>();
    program.inputs().forEach(name -> inputs.add(values.get(name).dup()));
    return runner.run(inputs).stream().map(INDArray::dup).collect(Collectors.toList());
  }
}
