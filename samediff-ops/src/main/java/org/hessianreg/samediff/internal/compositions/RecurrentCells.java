package org.hessianreg.samediff.internal.compositions;

import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;

/** Single steps of recurrent layers, of which SameDiff has no gradient. */
final class RecurrentCells {

  private RecurrentCells() {}

  /**
   * TensorFlow's {@code LSTMBlockCell}. With columns of {@code z = [x, y]·W + b} in the order input
   * gate, new input, forget gate, output gate, with the forget bias {@code d} and peepholes {@code
   * p}, which may be absent:
   *
   * <pre>
   * i = σ(z_i + p_i∘c)   n = tanh z_n   f = σ(z_f + d + p_f∘c)
   * c' = clip(f∘c + i∘n)   o = σ(z_o + p_o∘c')   h = tanh c'   y' = o∘h
   * </pre>
   *
   * The outputs are {@code i, c', f, o, n, h, y'}. (Zaremba, Sutskever, Vinyals, "Recurrent Neural
   * Network Regularization", 2014; peepholes: Sak, Senior, Beaufays, Interspeech 2014.)
   */
  static List<SDVariable> longShortTermMemory(OriginalOp op) {
    SameDiff sd = op.graph();
    boolean hasPeepholes = op.integers().length > 0 && op.integers()[0] != 0;
    double forgetBias = op.reals().length > 0 ? op.reals()[0] : 0.0;
    double bound = op.reals().length > 1 ? op.reals()[1] : 0.0;
    SDVariable before = op.input(1);
    SDVariable[] peepholes = {op.input(4), op.input(5), op.input(6)};
    SDVariable bias = hasPeepholes ? op.input(7) : reading(op.input(7), peepholes);
    SDVariable z = sd.concat(1, op.input(0), op.input(2)).mmul(op.input(3)).add(bias);
    SDVariable[] gates = sd.split(z, 4, 1);
    SDVariable in = gate(gates[0], before, peepholes[0], hasPeepholes);
    SDVariable forget = gate(gates[2].add(forgetBias), before, peepholes[1], hasPeepholes);
    SDVariable fresh = op.math().tanh(gates[1]);
    SDVariable sum = forget.mul(before).add(in.mul(fresh));
    SDVariable state = bound > 0 ? op.math().clipByValue(sum, -bound, bound) : sum;
    SDVariable out = gate(gates[3], state, peepholes[2], hasPeepholes);
    SDVariable squashed = op.math().tanh(state);
    return OriginalOp.result(in, state, forget, out, fresh, squashed, out.mul(squashed));
  }

  /** Keeps a way from parameters that make no difference, so that they have a gradient of zero. */
  private static SDVariable reading(SDVariable bias, SDVariable... p) {
    boolean constant = Arrays.stream(p).allMatch(x -> x.getVariableType() == VariableType.CONSTANT);
    return constant
        ? bias
        : bias.add(bias.getSameDiff().concat(0, p[0], p[1], p[2], p[2]).mul(0.0));
  }

  private static SDVariable gate(
      SDVariable z, SDVariable state, SDVariable peephole, boolean hasPeepholes) {
    return z.getSameDiff().nn().sigmoid(hasPeepholes ? z.add(state.mul(peephole)) : z);
  }

  /**
   * TensorFlow's {@code GRUBlockCell}:
   *
   * <pre>
   * [r, u] = σ([x, h]·W + b)   c = tanh([x, r∘h]·V + d)   h' = u∘h + (1 − u)∘c
   * </pre>
   *
   * The outputs are {@code r, u, c, h'}. (Cho et al., "Learning Phrase Representations using RNN
   * Encoder–Decoder", EMNLP 2014.)
   */
  static List<SDVariable> gatedUnit(OriginalOp op) {
    SameDiff sd = op.graph();
    SDVariable x = op.input(0);
    SDVariable h = op.input(1);
    SDVariable both = sd.concat(1, x, h).mmul(op.input(2)).add(op.input(4));
    SDVariable[] gates = sd.split(sd.nn().sigmoid(both), 2, 1);
    SDVariable inputs = sd.concat(1, x, gates[0].mul(h));
    SDVariable fresh = op.math().tanh(inputs.mmul(op.input(3)).add(op.input(5)));
    SDVariable next = gates[1].mul(h).add(gates[1].rsub(1.0).mul(fresh));
    return OriginalOp.result(gates[0], gates[1], fresh, next);
  }
}
