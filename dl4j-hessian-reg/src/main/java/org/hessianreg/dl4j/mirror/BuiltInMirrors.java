package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.L2Vertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PoolHelperVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ReshapeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.deeplearning4j.nn.conf.graph.StackVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.UnstackVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
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
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;

/** The table of mirrors, grouped by kind. */
final class BuiltInMirrors {

  private BuiltInMirrors() {}

  @SuppressWarnings("deprecation") // Deprecated layers are trained as long as they exist.
  static Mirrors table() {
    return Mirrors.none()
        // Fully connected layers.
        .layer(DenseLayer.class, FullyConnected::dense)
        .layer(ActivationLayer.class, FullyConnected::activation)
        // Recurrent layers.
        .layer(LSTM.class, Lstm::lstm)
        .layer(GravesLSTM.class, Lstm::gravesLstm)
        .layer(GravesBidirectionalLSTM.class, Lstm::gravesBidirectionalLstm)
        .layer(SimpleRnn.class, SimpleRecurrent::simpleRnn)
        // Wrappers and other layers of sequences.
        .layer(Bidirectional.class, SequenceWrappers::bidirectional)
        .layer(LastTimeStep.class, SequenceWrappers::lastTimeStep)
        .layer(MaskZeroLayer.class, SequenceWrappers::maskZero)
        .layer(TimeDistributed.class, SequenceWrappers::timeDistributed)
        .layer(RepeatVector.class, SequenceLayers::repeatVector)
        .layer(MaskLayer.class, SequenceLayers::mask)
        .layer(EmbeddingLayer.class, Embeddings::embedding)
        .layer(EmbeddingSequenceLayer.class, Embeddings::sequence)
        .layer(GlobalPoolingLayer.class, GlobalPooling::activations)
        // Input preprocessors of sequences and volumes.
        .preProcessor(ComposableInputPreProcessor.class, SequencePreProcessors::composed)
        .preProcessor(RnnToFeedForwardPreProcessor.class, SequencePreProcessors::toRows)
        .preProcessor(FeedForwardToRnnPreProcessor.class, SequencePreProcessors::ofRows)
        .preProcessor(RnnToCnnPreProcessor.class, SequencePreProcessors::toImages)
        .preProcessor(CnnToRnnPreProcessor.class, SequencePreProcessors::ofImages)
        .preProcessor(Cnn3DToFeedForwardPreProcessor.class, VolumePreProcessors::toRows)
        .preProcessor(FeedForwardToCnn3DPreProcessor.class, VolumePreProcessors::ofRows)
        // Output layers of sequences.
        .outputLayer(RnnOutputLayer.class, SequenceOutputs::rnnOutput)
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
        .layer(BatchNormalization.class, BatchNormalizations::normalization)
        .layer(LocalResponseNormalization.class, LocalResponses::normalization)
        // Images as rows, rows as images.
        .preProcessor(CnnToFeedForwardPreProcessor.class, ImagePreProcessors::toRows)
        .preProcessor(FeedForwardToCnnPreProcessor.class, ImagePreProcessors::toImages)
        // Output layers.
        .outputLayer(OutputLayer.class, Outputs::output)
        .outputLayer(LossLayer.class, Outputs::loss)
        // Layers that act on each element.
        .layer(DropoutLayer.class, ElementWiseLayers::dropout)
        .layer(ElementWiseMultiplicationLayer.class, ElementWiseLayers::multiplication)
        .layer(PReLULayer.class, ElementWiseLayers::parametricRelu)
        // Layers and vertices of SameDiff ops, with the user's own.
        .layer(SameDiffLayer.class, SameDiffParts::layer)
        .outputLayer(SameDiffOutputLayer.class, SameDiffParts::output)
        .vertex(SameDiffVertex.class, SameDiffParts::vertex)
        // Vertices.
        .vertex(MergeVertex.class, Vertices::merge)
        .vertex(ElementWiseVertex.class, Vertices::elementWise)
        .vertex(SubsetVertex.class, Vertices::subset)
        .vertex(StackVertex.class, Vertices::stack)
        .vertex(UnstackVertex.class, Vertices::unstack)
        .vertex(ScaleVertex.class, (v, in) -> in.get(0).mul(v.conf().getScaleFactor()))
        .vertex(ShiftVertex.class, (v, in) -> in.get(0).add(v.conf().getShiftFactor()))
        .vertex(ReshapeVertex.class, Vertices::reshape)
        .vertex(PreprocessorVertex.class, Vertices::preProcessed)
        .vertex(L2Vertex.class, Vertices::distance)
        .vertex(L2NormalizeVertex.class, Vertices::normalized)
        .vertex(PoolHelperVertex.class, Vertices::withoutFirst)
        .vertex(LastTimeStepVertex.class, SequenceVertices::lastStep)
        .vertex(DuplicateToTimeSeriesVertex.class, SequenceVertices::duplicated)
        .vertex(ReverseTimeSeriesVertex.class, SequenceVertices::reversed)
        // Activation functions.
        .activation(ActivationIdentity.class, (a, z) -> z)
        .activation(ActivationReLU.class, (a, z) -> a.graph().nn().relu(z, 0.0))
        .activation(ActivationSigmoid.class, (a, z) -> a.graph().nn().sigmoid(z))
        .activation(ActivationSoftmax.class, (a, z) -> a.graph().nn().softmax(z, -1))
        .activation(ActivationTanH.class, (a, z) -> a.graph().math().tanh(z))
        // Loss functions.
        .loss(LossMSE.class, LossFunctions::meanSquaredError)
        .loss(LossMCXENT.class, LossFunctions::crossEntropy)
        .loss(LossNegativeLogLikelihood.class, LossFunctions::crossEntropy);
  }
}
