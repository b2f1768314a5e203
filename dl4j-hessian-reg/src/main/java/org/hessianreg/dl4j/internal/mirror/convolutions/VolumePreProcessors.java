package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** From volumes to rows, and back. */
final class VolumePreProcessors {

  private VolumePreProcessors() {}

  static SDVariable toRows(
      MirrorScope<Cnn3DToFeedForwardPreProcessor> preProcessor, SDVariable input) {
    long[] shape = preProcessor.shape(input);
    return shape.length == 2
        ? input
        : input.reshape(shape[0], shape[1] * shape[2] * shape[3] * shape[4]);
  }

  static SDVariable ofRows(
      MirrorScope<FeedForwardToCnn3DPreProcessor> preProcessor, SDVariable input) {
    FeedForwardToCnn3DPreProcessor conf = preProcessor.conf();
    long[] shape = preProcessor.shape(input);
    if (shape.length == 5) {
      return input;
    }
    return conf.isNCDHW()
        ? input.reshape(
            shape[0],
            conf.getNumChannels(),
            conf.getInputDepth(),
            conf.getInputHeight(),
            conf.getInputWidth())
        : input.reshape(
            shape[0],
            conf.getInputDepth(),
            conf.getInputHeight(),
            conf.getInputWidth(),
            conf.getNumChannels());
  }
}
