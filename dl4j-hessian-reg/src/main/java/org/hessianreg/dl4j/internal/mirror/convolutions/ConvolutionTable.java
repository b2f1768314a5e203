package org.hessianreg.dl4j.internal.mirror.convolutions;

import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SpaceToBatchLayer;
import org.deeplearning4j.nn.conf.layers.SpaceToDepthLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.Upsampling1D;
import org.deeplearning4j.nn.conf.layers.Upsampling2D;
import org.deeplearning4j.nn.conf.layers.Upsampling3D;
import org.deeplearning4j.nn.conf.layers.ZeroPadding1DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPadding3DLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping1D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping3D;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.hessianreg.dl4j.mirror.Mirrors;

/** The mirrors of layers and preprocessors of images, volumes and windows of sequences. */
public final class ConvolutionTable {

  private ConvolutionTable() {}

  /**
   * Adds them.
   *
   * @param mirrors a table
   * @return the table with them
   */
  public static Mirrors addedTo(Mirrors mirrors) {
    return mirrors
        // Convolutions.
        .layer(ConvolutionLayer.class, ImageConvolutions::convolution)
        .layer(Convolution2D.class, ImageConvolutions::convolution)
        .layer(DepthwiseConvolution2D.class, ImageConvolutions::depthwise)
        .layer(SeparableConvolution2D.class, ImageConvolutions::separable)
        .layer(Deconvolution2D.class, ImageConvolutions::deconvolution)
        .layer(Convolution1DLayer.class, SequenceConvolutions::convolution)
        .layer(Convolution1D.class, SequenceConvolutions::convolution)
        .layer(Convolution3D.class, VolumeConvolutions::convolution)
        .layer(Deconvolution3D.class, VolumeDeconvolution::deconvolution)
        // Pooling.
        .layer(SubsamplingLayer.class, ImagePoolings::pooling)
        .layer(Pooling2D.class, ImagePoolings::pooling)
        .layer(Subsampling1DLayer.class, SequenceConvolutions::pooling)
        .layer(Pooling1D.class, SequenceConvolutions::pooling)
        .layer(Subsampling3DLayer.class, VolumePoolings::pooling)
        // Resizing and rearranging.
        .layer(Upsampling1D.class, Resizing::upsampling)
        .layer(Upsampling2D.class, Resizing::upsampling2d)
        .layer(Upsampling3D.class, Resizing::upsampling3d)
        .layer(ZeroPadding1DLayer.class, Resizing::zeroPadding)
        .layer(ZeroPaddingLayer.class, Resizing::zeroPadding2d)
        .layer(ZeroPadding3DLayer.class, Resizing::zeroPadding3d)
        .layer(Cropping1D.class, Resizing::cropping)
        .layer(Cropping2D.class, Resizing::cropping2d)
        .layer(Cropping3D.class, Resizing::cropping3d)
        .layer(SpaceToDepthLayer.class, BlockLayers::spaceToDepth)
        .layer(SpaceToBatchLayer.class, BlockLayers::spaceToBatch)
        // Normalisation.
        .layer(LocalResponseNormalization.class, LocalResponses::normalization)
        // Input preprocessors.
        .preProcessor(CnnToFeedForwardPreProcessor.class, ImagePreProcessors::toRows)
        .preProcessor(FeedForwardToCnnPreProcessor.class, ImagePreProcessors::toImages)
        .preProcessor(Cnn3DToFeedForwardPreProcessor.class, VolumePreProcessors::toRows)
        .preProcessor(FeedForwardToCnn3DPreProcessor.class, VolumePreProcessors::ofRows);
  }
}
