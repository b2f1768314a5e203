package org.hessianreg.samediff.internal.recurrence;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ops.CustomOp;

/**
 * ND4J's {@code lstmLayer}. With columns in the order input gate, forget gate, cell, output gate:
 *
 * <pre>
 * z = x·W + h·R + b
 * i = σ(z_i + c∘p_i)   f = σ(z_f + c∘p_f)   c' = f∘c + i∘φ(z_c)   o = σ(z_o + c'∘p_o)   h' = o∘ψ(c')
 * </pre>
 *
 * (Gers, Schraudolph, Schmidhuber, "Learning Precise Timing with LSTM Recurrent Networks", JMLR 3,
 * 2002), where the memory cells c' may be clipped. The products of all inputs with W are one.
 */
final class LstmLayer {

  /** By the numbers that ND4J gives them. */
  private static final Map<Long, UnaryOperator<SDVariable>> ACTIVATIONS =
      Map.of(
          0L, x -> x.getSameDiff().math().tanh(x),
          1L, x -> x.getSameDiff().nn().relu(x, 0.0),
          2L, x -> x.getSameDiff().nn().sigmoid(x),
          9L, x -> x.getSameDiff().nn().softsign(x),
          10L, x -> x.getSameDiff().nn().softplus(x));

  private final SameDiff graph;
  private final GraphAddition addition;
  private final SameDiffOp op;
  private final long format;
  private final long direction;
  private final UnaryOperator<SDVariable> gate;
  private final UnaryOperator<SDVariable> cell;
  private final UnaryOperator<SDVariable> output;
  private final double clip;
  private final boolean[] flags;

  private LstmLayer(GraphAddition addition, SameDiffOp op) {
    this.graph = op.getOp().getSameDiff();
    this.addition = addition;
    this.op = op;
    CustomOp attributes = (CustomOp) op.getOp();
    long[] integers = attributes.iArgs();
    this.format = integers[0];
    this.direction = integers[1];
    this.gate = activation(integers[2]);
    this.cell = activation(integers[3]);
    this.output = activation(integers[4]);
    // ND4J clips at the nearest number of type float.
    this.clip = attributes.tArgs().length == 0 ? 0.0 : (float) attributes.tArgs()[0];
    this.flags = attributes.bArgs();
  }

  /** Writes the op; returns its outputs. */
  static List<SDVariable> written(GraphAddition addition, SameDiffOp op) {
    return new LstmLayer(addition, op).outputs();
  }

  private UnaryOperator<SDVariable> activation(long number) {
    UnaryOperator<SDVariable> activation = ACTIVATIONS.get(number);
    if (activation == null) {
      throw refusal(
          "activation function number " + number + " of LSTMActivations",
          "use TANH, RELU, SIGMOID, SOFTSIGN or SOFTPLUS");
    }
    return activation;
  }

  private HessianTraceException refusal(String what, String fix) {
    return new HessianTraceException(
        String.format(
            "Variable '%s': %s has %s, with which it cannot be differentiated twice.",
            op.getOutputsOfOp().get(0), GraphPaths.describe(op), what),
        fix + ", or cut the path with stopGradient.");
  }

  /** Parameters of one direction; null where there are none. */
  private static final class Parameters {
    private final SDVariable weights;
    private final SDVariable recurrent;
    private final SDVariable bias;
    private final SDVariable output;
    private final SDVariable memory;
    private final SDVariable peepholes;

    private Parameters(List<SDVariable> all) {
      this.weights = all.get(0);
      this.recurrent = all.get(1);
      this.bias = all.get(2);
      this.output = all.get(3);
      this.memory = all.get(4);
      this.peepholes = all.get(5);
    }
  }

  private List<SDVariable> outputs() {
    if (flags[1]) {
      throw refusal(
          "lengths of sequences, which SameDiff's own gradient leaves out",
          "give sequences of one length, or mask the loss instead");
    }
    Iterator<String> inputs = GraphPaths.inputs(op).iterator();
    SDVariable x = stepsFirst(graph.getVariable(inputs.next()));
    List<SDVariable> parameters = new ArrayList<>();
    parameters.add(graph.getVariable(inputs.next()));
    parameters.add(graph.getVariable(inputs.next()));
    for (int flag : new int[] {0, 2, 3, 4}) {
      parameters.add(flags[flag] ? graph.getVariable(inputs.next()) : null);
    }
    if (direction < 2) {
      return returned(run(x, new Parameters(parameters), direction == 1));
    }
    List<SDVariable> forwards = new ArrayList<>();
    List<SDVariable> backwards = new ArrayList<>();
    for (SDVariable both : parameters) {
      SDVariable[] parts = both == null ? new SDVariable[2] : graph.unstack(both, 0, 2);
      forwards.add(parts[0]);
      backwards.add(parts[1]);
    }
    Recurrence first = run(x, new Parameters(forwards), false);
    Recurrence second = run(x, new Parameters(backwards), true);
    return returned(first, second);
  }

  private SDVariable stepsFirst(SDVariable x) {
    return format == 1 ? x.permute(1, 0, 2) : format == 2 ? x.permute(2, 0, 1) : x;
  }

  private SDVariable inFormat(SDVariable h) {
    return format == 1 ? h.permute(1, 0, 2) : format == 2 ? h.permute(1, 2, 0) : h;
  }

  private List<SDVariable> returned(Recurrence layer) {
    List<SDVariable> returned = new ArrayList<>();
    add(returned, 5, inFormat(layer.allSteps().get(0)));
    add(returned, 6, layer.last().get(0));
    add(returned, 7, layer.last().get(1));
    return returned;
  }

  private List<SDVariable> returned(Recurrence forwards, Recurrence backwards) {
    List<SDVariable> returned = new ArrayList<>();
    if (flags[5]) {
      SDVariable first = forwards.allSteps().get(0);
      SDVariable second = backwards.allSteps().get(0);
      returned.add(
          direction == 2
              ? inFormat(first.add(second))
              : direction == 3
                  ? inFormat(graph.concat(2, first, second))
                  : graph.stack(1, first, second));
    }
    add(returned, 6, graph.stack(0, forwards.last().get(0), backwards.last().get(0)));
    add(returned, 7, graph.stack(0, forwards.last().get(1), backwards.last().get(1)));
    return returned;
  }

  private void add(List<SDVariable> returned, int flag, SDVariable variable) {
    if (flags[flag]) {
      returned.add(variable);
    }
  }

  private Recurrence run(SDVariable x, Parameters of, boolean backwards) {
    SDVariable product = Projection.of(x, of.weights);
    SDVariable z = of.bias == null ? product : product.add(of.bias);
    SDVariable zeros = zeros(z, of);
    SDVariable slice = addition.standIn(z.sum(0), "slice");
    SDVariable h = addition.standIn(zeros, "output");
    SDVariable c = addition.standIn(zeros, "memory");
    List<String> next = step(slice.add(h.mmul(of.recurrent)), c, of);
    return new Recurrence(
        graph,
        Cell.of(List.of(slice.name()), List.of(h.name(), c.name()), next, next.subList(0, 1)),
        List.of(z),
        List.of(of.output == null ? zeros : of.output, of.memory == null ? zeros : of.memory),
        backwards,
        addition.copies());
  }

  /** A row of zeros for each example. */
  private SDVariable zeros(SDVariable z, Parameters of) {
    return graph.zerosLike(graph.mmul(z.sum(0), graph.zerosLike(of.recurrent), false, true, false));
  }

  private List<String> step(SDVariable z, SDVariable before, Parameters of) {
    SDVariable[] parts = graph.split(z, 4, 1);
    SDVariable[] peepholes =
        of.peepholes == null ? new SDVariable[3] : graph.split(of.peepholes, 3, 0);
    SDVariable in = gate.apply(plus(parts[0], before, peepholes[0]));
    SDVariable forget = gate.apply(plus(parts[1], before, peepholes[1]));
    SDVariable memory = forget.mul(before).add(in.mul(cell.apply(parts[2])));
    if (clip != 0.0) {
      memory = graph.math().clipByValue(memory, -clip, clip);
    }
    SDVariable out = gate.apply(plus(parts[3], memory, peepholes[2]));
    return List.of(out.mul(output.apply(memory)).name(), memory.name());
  }

  private static SDVariable plus(SDVariable z, SDVariable memory, SDVariable peephole) {
    return peephole == null ? z : z.add(memory.mul(peephole));
  }
}
