package org.hessianreg.samediff;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.LossChecks;
import org.hessianreg.samediff.internal.probes.GraphProbes;
import org.hessianreg.samediff.internal.taylor.Jet;
import org.hessianreg.samediff.internal.taylor.Linearization;
import org.hessianreg.samediff.internal.taylor.ModelEnd;
import org.hessianreg.samediff.internal.taylor.TaylorSweep;
import org.hessianreg.samediff.internal.training.DifferencedOps;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Appends derivatives of a loss along directions in parameter space to a SameDiff graph.
 *
 * <p>What is appended can be used like any variable of the graph: made part of the loss, trained
 * with {@code sd.fit}, saved and loaded. The loss must be a scalar. If anything cannot be done, a
 * {@link HessianTraceException} names the variable and op, and the graph is as it was.
 *
 * <pre>{@code
 * HessianOps ops = new HessianOps(sd);
 * SDVariable trace = ops.trace("trace", loss, HutchinsonConfig.builder().probes(2).build());
 * SDVariable penalised = loss.add("penalised", trace.mul(1e-3));
 * sd.setLossVariables(penalised);
 * }</pre>
 */
public final class HessianOps {

  private final SameDiff graph;

  /**
   * Creates operators for a graph.
   *
   * @param graph the graph to append to
   */
  public HessianOps(SameDiff graph) {
    this.graph = Objects.requireNonNull(graph, "graph");
  }

  /**
   * Appends the first directional derivative {@code ∇L·v}.
   *
   * @param name name of the result
   * @param loss the scalar loss {@code L}
   * @param direction the direction {@code v}: for each parameter that moves, by name, a variable of
   *     the parameter's shape and type
   * @return the derivative, a scalar
   * @throws HessianTraceException if an op between parameters and loss is not supported, or an
   *     argument does not fit
   */
  public SDVariable gradientDot(String name, SDVariable loss, Map<String, SDVariable> direction) {
    return append(
        name,
        addition -> {
          Jet jet = jet(addition, loss, List.of(checked(loss, direction)), Linearization.none());
          return scaled(name, loss, jet.tangents().get(0), 1.0);
        });
  }

  /**
   * Appends the second directional derivative {@code vᵀHv}.
   *
   * @param name name of the result
   * @param loss the scalar loss {@code L} with Hessian {@code H}
   * @param direction the direction {@code v}, as in {@link #gradientDot}
   * @return the quadratic form, a scalar
   * @throws HessianTraceException as for {@link #gradientDot}
   */
  public SDVariable quadraticForm(String name, SDVariable loss, Map<String, SDVariable> direction) {
    return append(
        name,
        addition -> {
          Jet jet = jet(addition, loss, List.of(checked(loss, direction)), Linearization.none());
          return scaled(name, loss, jet.second(), 1.0);
        });
  }

  /**
   * Appends Hutchinson's estimate of the trace of the Hessian or Gauss–Newton matrix, with probes
   * that are drawn anew at each execution of the graph and follow ND4J's global seed.
   *
   * @param name name of the result
   * @param loss the scalar loss
   * @param config probes, dropout on the parameters, and which matrix
   * @return the unbiased estimate, a scalar
   * @throws HessianTraceException as for {@link #gradientDot}
   */
  public SDVariable trace(String name, SDVariable loss, HutchinsonConfig config) {
    Objects.requireNonNull(config, "config");
    return append(
        name,
        addition -> {
          requireLoss(loss);
          List<String> parameters =
              LossChecks.parametersOf(graph, List.of(loss.name()), config.parameters());
          Linearization linearization =
              ModelEnd.linearization(
                  graph,
                  List.of(loss.name()),
                  parameters,
                  config.curvature(),
                  Set.copyOf(config.modelOutputs()));
          DifferencedOps.require(graph, config.differences(), parameters, List.of(loss.name()));
          List<Map<String, SDVariable>> directions;
          try (var scope = addition.scope()) {
            directions = GraphProbes.draw(graph, config, parameters);
          }
          Jet jet =
              TaylorSweep.ofRegisteredOps(graph, addition)
                  .differencing(config.differences())
                  .run(List.of(loss.name()), directions, linearization)
                  .get(0);
          return scaled(name, loss, jet.second(), config.dropout().scale() / config.probes());
        });
  }

  /**
   * Appends the directional derivative {@code J·v} of any variable: how it changes, to first order,
   * when parameters, placeholders or constants move along a direction. With random signs as the
   * direction of a network's input, the squared norm of the result estimates the squared Frobenius
   * norm of the input Jacobian without bias.
   *
   * @param name name of the result
   * @param output the variable to differentiate, of any shape and a floating-point type
   * @param direction the direction {@code v}: for each parameter, placeholder or constant that
   *     moves, by name, a variable of its shape and type
   * @return the derivative, of the output's shape and type
   * @throws HessianTraceException if an op between the direction and the output is not supported,
   *     the output does not depend on the direction, or an argument does not fit
   */
  public SDVariable tangent(String name, SDVariable output, Map<String, SDVariable> direction) {
    return append(
        name,
        addition -> {
          requireMoving(output, direction);
          Jet jet = jet(addition, output, List.of(direction), Linearization.none());
          return scaled(name, output, jet.tangents().get(0), 1.0);
        });
  }

  private SDVariable append(String name, Body body) {
    if (name == null || name.isEmpty() || graph.hasVariable(name)) {
      throw new HessianTraceException(
          String.format("Result name '%s' is empty or taken by a variable of the graph.", name),
          "choose another name.");
    }
    GraphAddition addition = GraphAddition.begin(graph, name + "_terms");
    boolean done = false;
    try {
      SDVariable result = body.append(addition);
      addition.commit(Set.of(result.name()));
      done = true;
      return result;
    } finally {
      if (!done) {
        addition.detach();
      }
    }
  }

  private Jet jet(
      GraphAddition addition,
      SDVariable loss,
      List<Map<String, SDVariable>> directions,
      Linearization linearization) {
    return TaylorSweep.ofRegisteredOps(graph, addition)
        .run(List.of(loss.name()), directions, linearization)
        .get(0);
  }

  /** A loss that is linear along the directions has the derivative zero, which is a result too. */
  private SDVariable scaled(String name, SDVariable loss, SDVariable coefficient, double factor) {
    return coefficient == null ? loss.mul(name, 0.0) : coefficient.mul(name, factor);
  }

  private Map<String, SDVariable> checked(SDVariable loss, Map<String, SDVariable> direction) {
    requireLoss(loss);
    requireDirection(direction);
    direction.forEach(
        (parameter, tangent) ->
            requireTangent("parameter", LossChecks.requireParameter(graph, parameter), tangent));
    LossChecks.parametersOf(graph, List.of(loss.name()), direction::containsKey);
    return direction;
  }

  private void requireLoss(SDVariable loss) {
    requireSameGraph("Loss", loss);
    LossChecks.requireLoss(graph, loss.name());
  }

  private void requireSameGraph(String role, SDVariable variable) {
    if (!GraphPaths.isSame(variable.getSameDiff(), graph)) {
      throw new HessianTraceException(
          String.format("%s '%s' belongs to another graph.", role, variable.name()),
          "use the graph for which these operators were created.");
    }
  }

  private static void requireDirection(Map<String, SDVariable> direction) {
    if (direction.isEmpty()) {
      throw new HessianTraceException(
          "The direction is empty.", "give a direction for at least one parameter.");
    }
  }

  private void requireMoving(SDVariable output, Map<String, SDVariable> direction) {
    requireSameGraph("Output", output);
    requireDirection(direction);
    direction.forEach(
        (name, tangent) ->
            requireTangent("variable", LossChecks.requireSource(graph, name), tangent));
    List<String> outputs = List.of(output.name());
    boolean itself = direction.containsKey(output.name());
    if (!itself && GraphPaths.between(graph, direction.keySet(), outputs).isEmpty()) {
      throw new HessianTraceException(
          String.format(
              "Output '%s' does not depend on %s by a floating-point path.",
              output.name(), new TreeSet<>(direction.keySet())),
          "give a direction for a variable from which it is computed.");
    }
  }

  private void requireTangent(String role, SDVariable moving, SDVariable tangent) {
    boolean sameGraph = GraphPaths.isSame(tangent.getSameDiff(), graph);
    boolean sameType = tangent.dataType() == moving.dataType();
    long[] shape = tangent.getShape();
    if (!sameGraph || !sameType || !couldMatch(shape, moving.getShape())) {
      throw new HessianTraceException(
          String.format(
              "Direction '%s' for %s '%s' has type %s and shape %s%s, expected %s and %s.",
              tangent.name(),
              role,
              moving.name(),
              tangent.dataType(),
              Arrays.toString(shape),
              sameGraph ? "" : " in another graph",
              moving.dataType(),
              Arrays.toString(moving.getShape())),
          "make it like the " + role + ".");
    }
  }

  /** Whether two shapes can be the same when the graph runs; unknown ones and sizes of -1 can. */
  private static boolean couldMatch(long[] a, long[] b) {
    if (a == null || b == null) {
      return true;
    }
    return a.length == b.length
        && IntStream.range(0, a.length).allMatch(i -> a[i] < 0 || b[i] < 0 || a[i] == b[i]);
  }

  /** What an operator appends. */
  private interface Body {
    SDVariable append(GraphAddition addition);
  }
}
