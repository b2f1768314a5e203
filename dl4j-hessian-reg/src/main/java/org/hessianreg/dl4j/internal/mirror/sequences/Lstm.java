package org.hessianreg.dl4j.internal.mirror.sequences;

import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.AbstractLSTM;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.layers.recurrent.BaseRecurrentLayer;
import org.deeplearning4j.nn.params.GravesBidirectionalLSTMParamInitializer;
import org.deeplearning4j.nn.params.LSTMParamInitializer;
import org.hessianreg.dl4j.mirror.LayerScope;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * Long short-term memory, unrolled over time. The products of the inputs of all steps with the
 * input weights are one matrix product.
 */
@SuppressWarnings("deprecation") // Deprecated layers are trained as long as they exist.
final class Lstm {

  private Lstm() {}

  static SDVariable lstm(LayerScope<LSTM> layer, SDVariable input) {
    SDVariable mask = layer.mask(array -> MaskContents.requireAtEnd(layer, array));
    return unidirectional(layer, input, mask, false);
  }

  static SDVariable gravesLstm(LayerScope<GravesLSTM> layer, SDVariable input) {
    SDVariable mask = layer.mask(array -> MaskContents.requireNoGaps(layer, array));
    return unidirectional(layer, input, mask, true);
  }

  private static SDVariable unidirectional(
      LayerScope<? extends AbstractLSTM> layer,
      SDVariable input,
      SDVariable mask,
      boolean peepholes) {
    AbstractLSTM conf = layer.conf();
    LstmCell cell =
        new LstmCell(
            layer,
            conf.getActivationFn(),
            conf.getGateActivationFn(),
            layer.parameter(LSTMParamInitializer.RECURRENT_WEIGHT_KEY),
            peepholes);
    SDVariable[] inputs =
        projections(
            layer,
            input,
            conf.getRnnDataFormat(),
            LSTMParamInitializer.INPUT_WEIGHT_KEY,
            LSTMParamInitializer.BIAS_KEY);
    LstmCell.State start =
        new LstmCell.State(CarriedState.of(layer, "prevAct"), CarriedState.of(layer, "prevMem"));
    return Sequences.sequences(
        layer,
        run(cell, inputs, Sequences.columns(layer, mask), start, true),
        conf.getRnnDataFormat());
  }

  /** Two LSTMs with peepholes, in either direction of time, whose outputs are added. */
  static SDVariable gravesBidirectionalLstm(
      LayerScope<GravesBidirectionalLSTM> layer, SDVariable input) {
    SDVariable mask = layer.mask(array -> MaskContents.requireNoGaps(layer, array));
    RNNFormat format = ((BaseRecurrentLayer<?>) layer.layer()).getDataFormat();
    SDVariable[] masks = Sequences.columns(layer, mask);
    SDVariable forwards =
        direction(
            layer,
            projections(
                layer,
                input,
                format,
                GravesBidirectionalLSTMParamInitializer.INPUT_WEIGHT_KEY_FORWARDS,
                GravesBidirectionalLSTMParamInitializer.BIAS_KEY_FORWARDS),
            masks,
            GravesBidirectionalLSTMParamInitializer.RECURRENT_WEIGHT_KEY_FORWARDS,
            true);
    SDVariable backwards =
        direction(
            layer,
            projections(
                layer,
                input,
                format,
                GravesBidirectionalLSTMParamInitializer.INPUT_WEIGHT_KEY_BACKWARDS,
                GravesBidirectionalLSTMParamInitializer.BIAS_KEY_BACKWARDS),
            masks,
            GravesBidirectionalLSTMParamInitializer.RECURRENT_WEIGHT_KEY_BACKWARDS,
            false);
    return forwards.add(backwards);
  }

  private static SDVariable direction(
      LayerScope<GravesBidirectionalLSTM> layer,
      SDVariable[] inputs,
      SDVariable[] masks,
      String recurrentWeights,
      boolean forwards) {
    GravesBidirectionalLSTM conf = layer.conf();
    LstmCell cell =
        new LstmCell(
            layer,
            conf.getActivationFn(),
            conf.getGateActivationFn(),
            layer.parameter(recurrentWeights),
            true);
    return Sequences.sequences(
        layer, run(cell, inputs, masks, LstmCell.State.ZERO, forwards), conf.getRnnDataFormat());
  }

  /** What each step's input adds to the arguments of a cell's activation functions. */
  private static SDVariable[] projections(
      LayerScope<?> layer, SDVariable input, RNNFormat format, String weights, String bias) {
    SDVariable z =
        Sequences.rows(layer, input, format)
            .mmul(layer.parameter(weights))
            .add(layer.parameter(bias));
    return Sequences.steps(layer, z, layer.shape(input)[0]);
  }

  /** The outputs of all steps, in the order of time. */
  private static SDVariable[] run(
      LstmCell cell,
      SDVariable[] inputs,
      SDVariable[] masks,
      LstmCell.State start,
      boolean forwards) {
    SDVariable[] outputs = new SDVariable[inputs.length];
    LstmCell.State state = start;
    for (int i = 0; i < inputs.length; i++) {
      int step = forwards ? i : inputs.length - 1 - i;
      state = cell.next(inputs[step], state);
      if (masks != null) {
        state = state.masked(masks[step]);
      }
      outputs[step] = state.output();
    }
    return outputs;
  }
}
