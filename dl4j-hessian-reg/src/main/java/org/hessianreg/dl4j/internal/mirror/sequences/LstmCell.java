package org.hessianreg.dl4j.internal.mirror.sequences;

import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;

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
    // Equal parts at once: ND4J copies them several times faster than slices.
    SDVariable[] parts = layer.graph().split(z, 4, 1);
    SDVariable a = layer.activation(activation, parts[0]);
    SDVariable kept = gate(parts[1], before.memory, forgetPeephole).mul(before.memory);
    SDVariable memory = gate(parts[3], before.memory, inputPeephole).mul(a).add(kept);
    SDVariable output = gate(parts[2], memory, outputPeephole);
    return new State(output.mul(layer.activation(activation, memory)), memory);
  }

  private SDVariable gate(SDVariable argument, SDVariable memory, SDVariable peephole) {
    return layer.activation(
        gateActivation, peephole == null ? argument : argument.add(memory.mul(peephole)));
  }

  private SDVariable peephole(SDVariable recurrentWeights, long index) {
    return columns(recurrentWeights, 4 * units + index, 4 * units + index + 1).reshape(1, units);
  }

  private SDVariable columns(SDVariable matrix, long from, long to) {
    return Sequences.columns(layer, matrix, from, to);
  }
}
