package org.hessianreg.dl4j.internal.mirror.outputs;

import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.hessianreg.dl4j.mirror.Mirrors;
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

/** The mirrors of output layers and loss functions. */
public final class OutputTable {

  private OutputTable() {}

  /**
   * Adds them.
   *
   * @param mirrors a table
   * @return the table with them
   */
  public static Mirrors addedTo(Mirrors mirrors) {
    return mirrors
        // Output layers.
        .outputLayer(OutputLayer.class, Outputs::output)
        .outputLayer(LossLayer.class, Outputs::loss)
        .outputLayer(CenterLossOutputLayer.class, Outputs::centerLoss)
        .outputLayer(
            OCNNOutputLayer.class,
            (layer, input, labels) -> {
              throw layer.refusal(
                  "it moves its threshold by a quantile of the outputs, not by a gradient.",
                  "train without the penalty, or with another output layer.");
            })
        .outputLayer(
            Yolo2OutputLayer.class,
            (layer, input, labels) -> {
              throw layer.refusal(
                  "its assignment of boxes to labels has no mirror.",
                  "give it one: Mirrors.builtIn().outputLayer(Yolo2OutputLayer.class, ...), to be"
                      + " passed to HessianTrace.enable(net, reg, mirrors).");
            })
        .outputLayer(RnnOutputLayer.class, SequenceOutputs::rnnOutput)
        .outputLayer(RnnLossLayer.class, SequenceOutputs::rnnLoss)
        .outputLayer(CnnLossLayer.class, SpatialOutputs::cnnLoss)
        .outputLayer(Cnn3DLossLayer.class, SpatialOutputs::cnn3dLoss)
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
