package org.hessianreg.dl4j.internal.mirror.sequences;

import java.util.List;
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
 * Long short-term memory, step by step. The products of the inputs of all steps with the input
 * weights are one matrix product.
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
    SDVariable inputs =
        projections(
            layer,
            input,
            conf.getRnnDataFormat(),
            LSTMParamInitializer.INPUT_WEIGHT_KEY,
            LSTMParamInitializer.BIAS_KEY);
    Steps steps = new Steps(layer, true);
    SDVariable zeros = zeros(steps, layer, inputs);
    SDVariable output = CarriedState.of(layer, "prevAct");
    SDVariable memory = CarriedState.of(layer, "prevMem");
    LstmCell.State start =
        new LstmCell.State(output == null ? zeros : output, memory == null ? zeros : memory);
    return Sequences.sequences(
        run(steps, cell, sequences(layer, inputs, mask), start), conf.getRnnDataFormat());
  }

  /** Two LSTMs with peepholes, in either direction of time, whose outputs are added. */
  static SDVariable gravesBidirectionalLstm(
      LayerScope<GravesBidirectionalLSTM> layer, SDVariable input) {
    SDVariable mask = layer.mask(array -> MaskContents.requireNoGaps(layer, array));
    RNNFormat format = ((BaseRecurrentLayer<?>) layer.layer()).getDataFormat();
    SDVariable forwards =
        direction(
            layer,
            projections(
                layer,
                input,
                format,
                GravesBidirectionalLSTMParamInitializer.INPUT_WEIGHT_KEY_FORWARDS,
                GravesBidirectionalLSTMParamInitializer.BIAS_KEY_FORWARDS),
            mask,
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
            mask,
            GravesBidirectionalLSTMParamInitializer.RECURRENT_WEIGHT_KEY_BACKWARDS,
            false);
    return forwards.add(backwards);
  }

  private static SDVariable direction(
      LayerScope<GravesBidirectionalLSTM> layer,
      SDVariable inputs,
      SDVariable mask,
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
    Steps steps = new Steps(layer, forwards);
    SDVariable zeros = zeros(steps, layer, inputs);
    LstmCell.State start = new LstmCell.State(zeros, zeros);
    return Sequences.sequences(
        run(steps, cell, sequences(layer, inputs, mask), start), conf.getRnnDataFormat());
  }

  /** What each step's input adds to the arguments of a cell's activation functions. */
  private static SDVariable projections(
      LayerScope<?> layer, SDVariable input, RNNFormat format, String weights, String bias) {
    SDVariable z =
        Sequences.rows(layer, input, format)
            .mmul(layer.parameter(weights))
            .add(layer.parameter(bias));
    return Sequences.steps(layer, z, layer.shape(input)[0]);
  }

  private static SDVariable zeros(Steps steps, LayerScope<?> layer, SDVariable inputs) {
    long[] shape = layer.shape(inputs);
    return steps.zeros(inputs, shape[1], shape[2] / 4);
  }

  private static List<SDVariable> sequences(
      LayerScope<?> layer, SDVariable inputs, SDVariable mask) {
    return mask == null ? List.of(inputs) : List.of(inputs, Sequences.columns(layer, mask));
  }

  /** The outputs of all steps, in the order of time. */
  private static SDVariable run(
      Steps steps, LstmCell cell, List<SDVariable> sequences, LstmCell.State start) {
    return steps.run(
        sequences,
        List.of(start.output(), start.memory()),
        (slices, before) -> {
          LstmCell.State next =
              cell.next(slices.get(0), new LstmCell.State(before.get(0), before.get(1)));
          LstmCell.State state = slices.size() == 1 ? next : next.masked(slices.get(1));
          return List.of(state.output(), state.memory());
        });
  }
}
