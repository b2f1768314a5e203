package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.graph.AttentionVertex;
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
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1D;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LocalResponseNormalization;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.Pooling1D;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
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
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardSigmoid;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationMish;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationRationalTanh;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationRectifiedTanh;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.lossfunctions.SameDiffLoss;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAE;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossMultiLabel;
import org.nd4j.linalg.lossfunctions.impl.LossNegativeLogLikelihood;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;
import org.nd4j.linalg.lossfunctions.impl.LossWasserstein;

/** The table of mirrors, grouped by kind. */
final class BuiltInMirrors {

  private BuiltInMirrors() {}

  @SuppressWarnings("deprecation") // Deprecated layers are trained as long as they exist.
  static Mirrors table() {
    return Mirrors.none()
        // Fully connected layers.
        .layer(DenseLayer.class, FullyConnected::dense)
        .layer(ActivationLayer.class, FullyConnected::activation)
        // Layers that act on each element.
        .layer(DropoutLayer.class, ElementWiseLayers::dropout)
        .layer(ElementWiseMultiplicationLayer.class, ElementWiseLayers::multiplication)
        .layer(PReLULayer.class, ElementWiseLayers::parametricRelu)
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
        // Layers and vertices of SameDiff ops, with the user's own.
        .layer(SameDiffLayer.class, SameDiffParts::layer)
        .layer(SelfAttentionLayer.class, Attention::self)
        .layer(
            RecurrentAttentionLayer.class,
            Refusals.layer(
                "its op multi_head_dot_product_attention has no second derivatives.",
                "use SelfAttentionLayer before a recurrent layer."))
        .vertex(AttentionVertex.class, Attention::vertex)
        .outputLayer(SameDiffOutputLayer.class, SameDiffParts::output)
        .vertex(SameDiffVertex.class, SameDiffParts::vertex)
        // Output layers.
        .outputLayer(OutputLayer.class, Outputs::output)
        .outputLayer(LossLayer.class, Outputs::loss)
        .outputLayer(CenterLossOutputLayer.class, Outputs::centerLoss)
        .outputLayer(
            OCNNOutputLayer.class,
            Refusals.outputLayer(
                "it moves its threshold by a quantile of the outputs, which is no gradient.",
                "train without the penalty, or with another output layer."))
        .outputLayer(
            Yolo2OutputLayer.class,
            Refusals.outputLayer(
                "its assignment of boxes to labels has no mirror.",
                "give it one: Mirrors.builtIn().outputLayer(Yolo2OutputLayer.class, ...), to be"
                    + " passed to HessianTrace.enable(net, reg, mirrors)."))
        .outputLayer(RnnOutputLayer.class, SequenceOutputs::rnnOutput)
        .outputLayer(RnnLossLayer.class, SequenceOutputs::rnnLoss)
        .outputLayer(CnnLossLayer.class, SpatialOutputs::cnnLoss)
        .outputLayer(Cnn3DLossLayer.class, SpatialOutputs::cnn3dLoss)
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
        // Input preprocessors.
        .preProcessor(CnnToFeedForwardPreProcessor.class, ImagePreProcessors::toRows)
        .preProcessor(FeedForwardToCnnPreProcessor.class, ImagePreProcessors::toImages)
        .preProcessor(ComposableInputPreProcessor.class, SequencePreProcessors::composed)
        .preProcessor(RnnToFeedForwardPreProcessor.class, SequencePreProcessors::toRows)
        .preProcessor(FeedForwardToRnnPreProcessor.class, SequencePreProcessors::ofRows)
        .preProcessor(RnnToCnnPreProcessor.class, SequencePreProcessors::toImages)
        .preProcessor(CnnToRnnPreProcessor.class, SequencePreProcessors::ofImages)
        .preProcessor(Cnn3DToFeedForwardPreProcessor.class, VolumePreProcessors::toRows)
        .preProcessor(FeedForwardToCnn3DPreProcessor.class, VolumePreProcessors::ofRows)
        // Activation functions.
        .activation(ActivationIdentity.class, (a, z) -> z)
        .activation(ActivationCube.class, (a, z) -> a.graph().math().cube(z))
        .activation(ActivationELU.class, ActivationFunctions::exponentialLinear)
        .activation(ActivationGELU.class, ActivationFunctions::gaussianErrorLinear)
        .activation(ActivationHardSigmoid.class, (a, z) -> a.graph().nn().hardSigmoid(z))
        .activation(ActivationHardTanH.class, (a, z) -> a.graph().nn().hardTanh(z))
        .activation(
            ActivationLReLU.class, (a, z) -> a.graph().nn().leakyRelu(z, a.conf().getAlpha()))
        .activation(ActivationMish.class, ActivationFunctions::mish)
        .activation(
            ActivationRReLU.class,
            Refusals.activation(
                "Deeplearning4j passes gradients through it unchanged, which is not its derivative.",
                "use ActivationLReLU with the mean slope."))
        .activation(ActivationRationalTanh.class, (a, z) -> a.graph().math().rationalTanh(z))
        .activation(ActivationReLU.class, ActivationFunctions::rectifier)
        .activation(ActivationReLU6.class, (a, z) -> a.graph().nn().relu6(z, 0.0))
        .activation(ActivationRectifiedTanh.class, (a, z) -> a.graph().math().rectifiedTanh(z))
        .activation(ActivationSELU.class, (a, z) -> a.graph().nn().selu(z))
        .activation(ActivationSigmoid.class, (a, z) -> a.graph().nn().sigmoid(z))
        .activation(ActivationSoftPlus.class, (a, z) -> a.graph().nn().softplus(z))
        .activation(ActivationSoftSign.class, (a, z) -> a.graph().nn().softsign(z))
        .activation(ActivationSoftmax.class, (a, z) -> a.graph().nn().softmax(z, -1))
        .activation(ActivationSwish.class, (a, z) -> a.graph().nn().swish(z))
        .activation(ActivationTanH.class, (a, z) -> a.graph().math().tanh(z))
        .activation(ActivationThresholdedReLU.class, ActivationFunctions::thresholdedRectifier)
        // Cross-entropies.
        .loss(LossMCXENT.class, CrossEntropies::multiClass)
        .loss(LossNegativeLogLikelihood.class, CrossEntropies::multiClass)
        .loss(LossSparseMCXENT.class, CrossEntropies::sparse)
        .loss(LossBinaryXENT.class, CrossEntropies::binary)
        .loss(LossKLD.class, CrossEntropies::divergence)
        // Losses of quantities.
        .loss(LossL1.class, RegressionLosses::magnitudes)
        .loss(LossMAE.class, RegressionLosses::meanMagnitudes)
        .loss(LossL2.class, RegressionLosses::squares)
        .loss(LossMSE.class, RegressionLosses::meanSquares)
        .loss(LossMAPE.class, RegressionLosses::percentages)
        .loss(LossMSLE.class, RegressionLosses::squaredLogarithms)
        .loss(LossPoisson.class, RegressionLosses::poisson)
        .loss(LossWasserstein.class, RegressionLosses::wasserstein)
        .loss(LossCosineProximity.class, RegressionLosses::cosines)
        .loss(LossMixtureDensity.class, MixtureDensities::negativeLogLikelihood)
        // Losses of margins and decisions.
        .loss(LossHinge.class, ClassificationLosses::hinge)
        .loss(LossSquaredHinge.class, ClassificationLosses::squaredHinge)
        .loss(LossFMeasure.class, ClassificationLosses::fMeasure)
        .loss(LossMultiLabel.class, ClassificationLosses::multiLabel)
        .loss(SameDiffLoss.class, UserLosses::ofSameDiff);
  }
}
