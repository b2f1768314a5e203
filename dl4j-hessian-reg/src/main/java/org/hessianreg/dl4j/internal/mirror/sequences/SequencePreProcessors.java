package org.hessianreg.dl4j.internal.mirror.sequences;

import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** From sequences to rows or images of all steps, and back. */
final class SequencePreProcessors {

  private SequencePreProcessors() {}

  static SDVariable composed(
      MirrorScope<ComposableInputPreProcessor> preProcessor, SDVariable input) {
    SDVariable x = input;
    for (InputPreProcessor part : preProcessor.conf().getInputPreProcessors()) {
      x = preProcessor.processed(part, x);
    }
    return x;
  }

  static SDVariable toRows(
      MirrorScope<RnnToFeedForwardPreProcessor> preProcessor, SDVariable input) {
    return preProcessor.shape(input).length == 2
        ? input
        : Sequences.rows(preProcessor, input, preProcessor.conf().getRnnDataFormat());
  }

  static SDVariable ofRows(
      MirrorScope<FeedForwardToRnnPreProcessor> preProcessor, SDVariable input) {
    return Sequences.ofRows(
        preProcessor, input, preProcessor.examples(), preProcessor.conf().getRnnDataFormat());
  }

  static SDVariable toImages(MirrorScope<RnnToCnnPreProcessor> preProcessor, SDVariable input) {
    RnnToCnnPreProcessor conf = preProcessor.conf();
    SDVariable rows = Sequences.rows(preProcessor, input, conf.getRnnDataFormat());
    return rows.reshape(
        preProcessor.shape(rows)[0],
        conf.getNumChannels(),
        conf.getInputHeight(),
        conf.getInputWidth());
  }

  static SDVariable ofImages(MirrorScope<CnnToRnnPreProcessor> preProcessor, SDVariable input) {
    long[] shape = preProcessor.shape(input);
    RNNFormat format = preProcessor.conf().getRnnDataFormat();
    SDVariable rows = input.reshape(shape[0], shape[1] * shape[2] * shape[3]);
    return Sequences.ofRows(preProcessor, rows, preProcessor.examples(), format);
  }
}
