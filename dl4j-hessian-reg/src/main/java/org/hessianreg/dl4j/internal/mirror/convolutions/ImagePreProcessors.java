package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.nd4j.autodiff.samediff.SDVariable;

/** Preprocessors between images and rows of a matrix. */
final class ImagePreProcessors {

  private ImagePreProcessors() {}

  static SDVariable toRows(MirrorScope<CnnToFeedForwardPreProcessor> scope, SDVariable images) {
    long[] shape = scope.shape(images);
    return shape.length == 2 ? images : images.reshape(shape[0], shape[1] * shape[2] * shape[3]);
  }

  static SDVariable toImages(MirrorScope<FeedForwardToCnnPreProcessor> scope, SDVariable rows) {
    long[] shape = scope.shape(rows);
    FeedForwardToCnnPreProcessor sizes = scope.conf();
    return shape.length == 4
        ? rows
        : rows.reshape(
            shape[0], sizes.getNumChannels(), sizes.getInputHeight(), sizes.getInputWidth());
  }
}
