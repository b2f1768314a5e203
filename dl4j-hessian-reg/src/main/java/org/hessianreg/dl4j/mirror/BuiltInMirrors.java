package org.hessianreg.dl4j.mirror;

import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.Convolution2D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.Pooling2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnnPreProcessor;
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

  static Mirrors table() {
    return Mirrors.none()
        // Fully connected layers.
        .layer(DenseLayer.class, FullyConnected::dense)
        .layer(ActivationLayer.class, FullyConnected::activation)
        // Convolutions.
        .layer(ConvolutionLayer.class, ImageConvolutions::convolution)
        .layer(Convolution2D.class, ImageConvolutions::convolution)
        // Pooling.
        .layer(SubsamplingLayer.class, ImagePoolings::pooling)
        .layer(Pooling2D.class, ImagePoolings::pooling)
        // Images as rows, rows as images.
        .preProcessor(CnnToFeedForwardPreProcessor.class, ImagePreProcessors::toRows)
        .preProcessor(FeedForwardToCnnPreProcessor.class, ImagePreProcessors::toImages)
        // Output layers.
        .outputLayer(OutputLayer.class, Outputs::output)
        .outputLayer(LossLayer.class, Outputs::loss)
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
