package org.hessianreg.dl4j.internal.mirror.sequences;

import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;

/**
 * A step of long short-term memory. With columns in the layer's order (input activation, forget,
 * output, input gate):
 *
 * <pre>
 * z = x·W + h·R + b
 * a = φ(z_a)   f = σ(z_f + c∘p_f)   g = σ(z_g + c∘p_g)
 * c' = f∘c + g∘a   o = σ(z_o + c'∘p_o)   h' = o∘φ(c')
 * </pre>
 *
 * where the peephole weights {@code p} are the last three columns of the recurrent weights, or
 * absent.
 */
final class LstmCell {

  private final LayerScope<?> layer;
  private final IActivation activation;
  private final IActivation gateActivation;
  private final long units;
  private final SDVariable recurrent;
  private final SDVariable forgetPeephole;
  private final SDVariable outputPeephole;
  private final SDVariable inputPeephole;

  LstmCell(
      LayerScope<?> layer,
      IActivation activation,
      IActivation gateActivation,
      SDVariable recurrentWeights,
      boolean peepholes) {
    this.layer = layer;
    this.activation = activation;
    this.gateActivation = gateActivation;
    this.units = layer.shape(recurrentWeights)[0];
    if (peepholes) {
      this.recurrent = columns(recurrentWeights, 0, 4 * units);
      this.forgetPeephole = peephole(recurrentWeights, 0);
      this.outputPeephole = peephole(recurrentWeights, 1);
      this.inputPeephole = peephole(recurrentWeights, 2);
    } else {
      this.recurrent = recurrentWeights;
      this.forgetPeephole = null;
      this.outputPeephole = null;
      this.inputPeephole = null;
    }
  }

  /** Output and memory cells. */
  static final class State {

    private final SDVariable output;
    private final SDVariable memory;

    State(SDVariable output, SDVariable memory) {
      this.output = output;
      this.memory = memory;
    }

    SDVariable output() {
      return output;
    }

    SDVariable memory() {
      return memory;
    }

    State masked(SDVariable column) {
      return new State(output.mul(column), memory.mul(column));
    }
  }

  /**
   * One step.
   *
   * @param input {@code x·W + b}
   */
  State next(SDVariable input, State before) {
    SDVariable z = input.add(before.output.mmul(recurrent));
    SDVariable a = layer.activation(activation, columns(z, 0, units));
    return gatesAtOnce() ? withoutPeepholes(z, a, before) : gateByGate(z, a, before);
  }

  /** Whether all gates can be one array: nothing but {@code z} goes in, element by element. */
  private boolean gatesAtOnce() {
    return forgetPeephole == null && gateActivation instanceof ActivationSigmoid;
  }

  private State withoutPeepholes(SDVariable z, SDVariable a, State before) {
    SDVariable gates = layer.activation(gateActivation, columns(z, units, 4 * units));
    SDVariable[] parts = layer.graph().split(gates, 3, 1);
    SDVariable memory = parts[2].mul(a).add(parts[0].mul(before.memory));
    return new State(parts[1].mul(layer.activation(activation, memory)), memory);
  }

  private State gateByGate(SDVariable z, SDVariable a, State before) {
    SDVariable kept = gate(z, 1, before.memory, forgetPeephole).mul(before.memory);
    SDVariable memory = gate(z, 3, before.memory, inputPeephole).mul(a).add(kept);
    SDVariable output = gate(z, 2, memory, outputPeephole);
    return new State(output.mul(layer.activation(activation, memory)), memory);
  }

  private SDVariable gate(SDVariable z, long block, SDVariable memory, SDVariable peephole) {
    SDVariable argument = columns(z, block * units, (block + 1) * units);
    if (peephole != null) {
      argument = argument.add(memory.mul(peephole));
    }
    return layer.activation(gateActivation, argument);
  }

  private SDVariable peephole(SDVariable recurrentWeights, long index) {
    return columns(recurrentWeights, 4 * units + index, 4 * units + index + 1).reshape(1, units);
  }

  private SDVariable columns(SDVariable matrix, long from, long to) {
    return Sequences.columns(layer, matrix, from, to);
  }
}
