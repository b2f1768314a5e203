package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.hessianreg.samediff.internal.execution.BaseVariables;
import org.hessianreg.samediff.internal.execution.Program;
import org.hessianreg.samediff.internal.execution.ProgramRunner;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.reverse.ReverseSweep;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.array.SingleThreadArrayHolder;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A clone of a graph to which the sweeps have appended the second coefficient of the sum of its
 * losses and the gradient of {@code loss + λ·second}. A SameDiff session or a program executes
 * them.
 */
final class SweptProblem {

  /** The name under which results hold the second coefficient, besides the parameters' names. */
  static final String SECOND = "second";

  private final SameDiff graph = SameDiff.create();
  private final GraphAddition addition;
  private final Map<String, INDArray> direction = new LinkedHashMap<>();
  private final Map<String, String> results = new LinkedHashMap<>();
  private final Program program;
  private final ProgramRunner runner;
  private final INDArray lambda;

  private SweptProblem(
      SameDiff original,
      List<String> losses,
      RulePoint start,
      boolean allOps,
      Set<String> differenced) {
    graph.setArrayHolders(new SingleThreadArrayHolder(), new SingleThreadArrayHolder(), false);
    original.invokeGraphOn(graph);
    addition = GraphAddition.begin(graph, "test");
    Map<String, SDVariable> tangents = new LinkedHashMap<>();
    start
        .direction()
        .forEach(
            (name, v) -> {
              direction.put(name, v.dup());
              tangents.put(name, graph.constant(direction.get(name)));
            });
    TaylorSweep sweep =
        allOps
            ? TaylorSweep.ofAllOps(graph, addition)
            : TaylorSweep.ofRegisteredOps(graph, addition);
    List<Jet> jets =
        sweep.differencing(differenced).run(losses, List.of(tangents), Linearization.none());
    DataType type = jets.get(0).value().dataType();
    lambda = Nd4j.scalar(type, RuleProblem.LAMBDA);
    SDVariable one = graph.constant("one", Nd4j.scalar(type, 1.0));
    SDVariable weight = graph.constant("lambda", lambda);
    Map<String, SDVariable> seeds = new LinkedHashMap<>();
    SDVariable second = null;
    for (Jet loss : jets) {
      seeds.put(loss.value().name(), one);
      if (loss.second() != null) {
        seeds.put(loss.second().name(), weight);
        second = second == null ? loss.second() : second.add(loss.second());
      }
    }
    results.put(SECOND, second.name());
    new ReverseSweep(graph, addition)
        .run(seeds, start.parameters().keySet())
        .forEach((name, gradient) -> results.put(name, gradient.name()));
    addition.commit(results.values());
    program =
        Program.of(
            graph, addition, List.copyOf(results.values()), BaseVariables.of(graph, addition));
    runner = new ProgramRunner(program, new ArrayPool(), addition::attach, addition::detach);
    addition.detach();
  }

  /** Swept with ops that SameDiff can differentiate, as in a user's graph. */
  static SweptProblem withRegisteredOps(RuleProblem problem) {
    return new SweptProblem(problem.graph(), List.of("loss"), problem.point(), false, Set.of());
  }

  /** Swept with any op, as for training. */
  static SweptProblem withAllOps(RuleProblem problem) {
    return withAllOps(problem.graph(), List.of("loss"), problem.point());
  }

  /** Any graph swept with any op, as for training. */
  static SweptProblem withAllOps(SameDiff graph, List<String> losses, RulePoint start) {
    return new SweptProblem(graph, losses, start, true, Set.of());
  }

  /** Swept with any op, some of them by difference quotients. */
  static SweptProblem withDifferences(RuleProblem problem, Set<String> ops) {
    return new SweptProblem(problem.graph(), List.of("loss"), problem.point(), true, ops);
  }

  /** Swept with ops that SameDiff can differentiate, some of them by difference quotients. */
  static SweptProblem withRegisteredDifferences(RuleProblem problem, Set<String> ops) {
    return new SweptProblem(problem.graph(), List.of("loss"), problem.point(), false, ops);
  }

  /** Sets the coefficient of the penalty. */
  void setLambda(double value) {
    lambda.assign(value);
  }

  /** Copies of the results at a point, by a session that executes all ops. */
  Map<String, INDArray> bySession(RulePoint point) {
    move(point);
    addition.attach();
    Map<String, INDArray> outputs =
        graph.output(point.placeholders(), List.copyOf(results.values()));
    addition.detach();
    Map<String, INDArray> copies = new LinkedHashMap<>();
    results.forEach((name, variable) -> copies.put(name, outputs.get(variable).dup()));
    return copies;
  }

  /** Copies of the results at a point, by a program that follows a session's forward pass. */
  Map<String, INDArray> byProgram(RulePoint point) {
    move(point);
    Map<String, INDArray> forward = graph.output(point.placeholders(), program.inputs());
    List<INDArray> inputs = new ArrayList<>();
    program.inputs().forEach(input -> inputs.add(forward.get(input)));
    List<INDArray> outputs = runner.run(inputs);
    Map<String, INDArray> copies = new LinkedHashMap<>();
    results.keySet().forEach(name -> copies.put(name, outputs.get(copies.size()).dup()));
    return copies;
  }

  private void move(RulePoint point) {
    point.parameters().forEach((name, array) -> graph.getVariable(name).getArr().assign(array));
    point.direction().forEach((name, array) -> direction.get(name).assign(array));
  }
}
