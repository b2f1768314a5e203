package org.hessianreg.dl4j.internal.mirror.outputs;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.SameDiffLoss;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossFMeasure;
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
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;

/** Loss functions after a dense layer, with their settings and with masks. */
public final class LossCases {

  private LossCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>(crossEntropies());
    cases.addAll(quantities());
    cases.addAll(decisions());
    cases.addAll(masked());
    cases.add(of("SameDiffLoss", Activation.TANH, LossCases::real, Quartic::new));
    cases.add(
        network(
            "SameDiffLoss, mask of examples",
            Activation.SOFTMAX,
            3,
            Quartic::new,
            LossCases::real,
            LossCases::exampleMask));
    return cases;
  }

  /**
   * Losses that mix in arrays of ND4J's default type: they work in networks of that type only,
   * which is float32 unless it is set.
   */
  public static List<NetworkCase> ofDefaultType() {
    return List.of(
        network(
            "F-measure of two outputs",
            Activation.SOFTMAX,
            2,
            LossFMeasure::new,
            () -> classes(6, 2),
            null),
        of("MultiLabel", Activation.SIGMOID, LossCases::decisionLabels, LossMultiLabel::new),
        network(
            "MixtureDensity",
            Activation.IDENTITY,
            12,
            () -> LossMixtureDensity.builder().gaussians(3).labelWidth(2).build(),
            () -> normal(3, 6, 2),
            null),
        network(
            "MultiLabel, mask of examples",
            Activation.SIGMOID,
            3,
            LossMultiLabel::new,
            LossCases::decisionLabels,
            LossCases::exampleMask),
        network(
            "MixtureDensity, mask of examples",
            Activation.TANH,
            12,
            () -> LossMixtureDensity.builder().gaussians(3).labelWidth(2).build(),
            () -> normal(3, 6, 2),
            LossCases::exampleMask));
  }

  /** Fourth powers of errors. */
  private static final class Quartic extends SameDiffLoss {

    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineLoss(SameDiff sd, SDVariable layerInput, SDVariable labels) {
      return sd.math().square(sd.math().square(layerInput.sub(labels))).sum(true, 1);
    }
  }

  private static List<NetworkCase> crossEntropies() {
    return List.of(
        of(
            "MCXENT, labels that do not add to 1",
            Activation.SOFTMAX,
            LossCases::shares,
            LossMCXENT::new),
        of(
            "MCXENT with weights",
            Activation.SOFTMAX,
            LossCases::shares,
            () -> new LossMCXENT(weights())),
        of(
            "MCXENT, score clipped",
            Activation.SOFTMAX,
            () -> classes(6, 3),
            () -> new LossMCXENT(0.3, weights())),
        of(
            "MCXENT, score not clipped",
            Activation.SOFTMAX,
            () -> classes(6, 3),
            () -> new LossMCXENT(0.0, null)),
        of("MCXENT of sigmoid", Activation.SIGMOID, () -> classes(6, 3), LossMCXENT::new),
        of(
            "MCXENT of sigmoid with weights",
            Activation.SIGMOID,
            LossCases::shares,
            () -> new LossMCXENT(weights())),
        of(
            "NEGATIVELOGLIKELIHOOD with weights",
            Activation.SOFTMAX,
            () -> classes(6, 3),
            () -> new LossNegativeLogLikelihood(weights())),
        of("SPARSE_MCXENT", Activation.SOFTMAX, LossCases::numbers, LossSparseMCXENT::new),
        of(
            "SPARSE_MCXENT of sigmoid with weights",
            Activation.SIGMOID,
            LossCases::numbers,
            () -> new LossSparseMCXENT(weights())),
        of("XENT", Activation.SIGMOID, LossCases::decisionLabels, LossBinaryXENT::new),
        of(
            "XENT with weights",
            Activation.SIGMOID,
            LossCases::shares,
            () -> new LossBinaryXENT(weights())),
        of(
            "XENT, clipped",
            Activation.SIGMOID,
            LossCases::decisionLabels,
            () -> new LossBinaryXENT(0.3, weights())),
        of(
            "XENT, not clipped",
            Activation.SIGMOID,
            LossCases::decisionLabels,
            () -> new LossBinaryXENT(0.0)),
        of("XENT of softmax", Activation.SOFTMAX, LossCases::shares, LossBinaryXENT::new),
        of(
            "XENT of softmax, clipped",
            Activation.SOFTMAX,
            LossCases::shares,
            () -> new LossBinaryXENT(0.3)),
        of(LossFunction.KL_DIVERGENCE, Activation.SOFTMAX, LossCases::shares),
        of(LossFunction.KL_DIVERGENCE, Activation.SIGMOID, () -> classes(6, 3)),
        of(LossFunction.RECONSTRUCTION_CROSSENTROPY, Activation.SOFTMAX, () -> classes(6, 3)));
  }

  private static List<NetworkCase> quantities() {
    return List.of(
        of("L1 with weights", Activation.TANH, LossCases::real, () -> new LossL1(weights())),
        of("MAE with weights", Activation.SOFTMAX, LossCases::real, () -> new LossMAE(weights())),
        of("L2 with weights", Activation.TANH, LossCases::real, () -> new LossL2(weights())),
        of("MSE with weights", Activation.SOFTMAX, LossCases::real, () -> new LossMSE(weights())),
        of(LossFunction.L1, Activation.IDENTITY, LossCases::real),
        of(LossFunction.MEAN_ABSOLUTE_ERROR, Activation.IDENTITY, LossCases::real),
        of(LossFunction.L2, Activation.IDENTITY, LossCases::real),
        of(LossFunction.SQUARED_LOSS, Activation.IDENTITY, LossCases::real),
        of(LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, Activation.IDENTITY, LossCases::real),
        of("MAPE with weights", Activation.TANH, LossCases::real, () -> new LossMAPE(weights())),
        of(LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Activation.SOFTPLUS, LossCases::shares),
        of(
            "MSLE with weights",
            Activation.SIGMOID,
            LossCases::shares,
            () -> new LossMSLE(weights())),
        of(LossFunction.POISSON, Activation.SOFTPLUS, LossCases::shares),
        of(LossFunction.WASSERSTEIN, Activation.TANH, LossCases::real),
        of(LossFunction.WASSERSTEIN, Activation.SOFTMAX, LossCases::real),
        of(LossFunction.COSINE_PROXIMITY, Activation.TANH, LossCases::real),
        of(LossFunction.COSINE_PROXIMITY, Activation.SOFTMAX, LossCases::real));
  }

  private static List<NetworkCase> decisions() {
    return List.of(
        of(LossFunction.HINGE, Activation.IDENTITY, LossCases::signs),
        of(LossFunction.SQUARED_HINGE, Activation.TANH, LossCases::signs),
        network(
            "F-measure of one output",
            Activation.SIGMOID,
            1,
            () -> new LossFMeasure(2.0),
            () -> LossCases.decisionLabels().getColumns(0),
            null));
  }

  private static List<NetworkCase> masked() {
    List<NetworkCase> cases = new ArrayList<>();
    cases.add(examples(LossFunction.MCXENT, Activation.SOFTMAX, () -> classes(6, 3)));
    cases.add(examples(LossFunction.SPARSE_MCXENT, Activation.SOFTMAX, LossCases::numbers));
    cases.add(examples(LossFunction.XENT, Activation.SIGMOID, LossCases::decisionLabels));
    cases.add(examples(LossFunction.KL_DIVERGENCE, Activation.SOFTMAX, LossCases::shares));
    cases.add(examples(LossFunction.MSE, Activation.TANH, LossCases::real));
    cases.add(examples(LossFunction.COSINE_PROXIMITY, Activation.IDENTITY, LossCases::real));
    cases.add(examples(LossFunction.HINGE, Activation.TANH, LossCases::signs));
    cases.add(outputs(LossFunction.MCXENT, Activation.SIGMOID, () -> classes(6, 3)));
    cases.add(outputs(LossFunction.XENT, Activation.SIGMOID, LossCases::decisionLabels));
    cases.add(outputs(LossFunction.XENT, Activation.SOFTMAX, LossCases::decisionLabels));
    cases.add(outputs(LossFunction.KL_DIVERGENCE, Activation.SOFTMAX, LossCases::shares));
    cases.add(outputs(LossFunction.L1, Activation.TANH, LossCases::real));
    cases.add(outputs(LossFunction.MSE, Activation.SOFTMAX, LossCases::real));
    cases.add(
        outputs(LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, Activation.SOFTMAX, LossCases::real));
    cases.add(
        outputs(
            LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Activation.SIGMOID, LossCases::shares));
    cases.add(outputs(LossFunction.POISSON, Activation.SOFTMAX, LossCases::shares));
    cases.add(outputs(LossFunction.WASSERSTEIN, Activation.TANH, LossCases::real));
    cases.add(outputs(LossFunction.SQUARED_HINGE, Activation.SOFTMAX, LossCases::signs));
    cases.add(
        network(
            "SquaredHinge, mask of examples and outputs as a matrix",
            Activation.IDENTITY,
            3,
            LossSquaredHinge::new,
            LossCases::signs,
            () -> exampleMask().broadcast(6, 3)));
    cases.add(
        network(
            "F-measure, mask of examples",
            Activation.SIGMOID,
            1,
            LossFMeasure::new,
            () -> LossCases.decisionLabels().getColumns(0),
            LossCases::exampleMask));
    return cases;
  }

  private static NetworkCase of(
      LossFunction function, Activation activation, Supplier<INDArray> labels) {
    return of(function + " of " + activation, activation, labels, function::getILossFunction);
  }

  private static NetworkCase of(
      String name, Activation activation, Supplier<INDArray> labels, Supplier<ILossFunction> loss) {
    return network(name, activation, 3, loss, labels, null);
  }

  private static NetworkCase examples(
      LossFunction function, Activation activation, Supplier<INDArray> labels) {
    return network(
        function + " of " + activation + ", mask of examples",
        activation,
        3,
        function::getILossFunction,
        labels,
        LossCases::exampleMask);
  }

  private static NetworkCase outputs(
      LossFunction function, Activation activation, Supplier<INDArray> labels) {
    return network(
        function + " of " + activation + ", mask of outputs",
        activation,
        3,
        function::getILossFunction,
        labels,
        LossCases::outputMask);
  }

  private static NetworkCase network(
      String name,
      Activation activation,
      int outputs,
      Supplier<ILossFunction> loss,
      Supplier<INDArray> labels,
      Supplier<INDArray> mask) {
    return NetworkCase.layers(
        "loss " + name,
        () ->
            conf()
                .list(
                    new DenseLayer.Builder().nIn(4).nOut(5).build(),
                    new OutputLayer.Builder(loss.get())
                        .nIn(5)
                        .nOut(outputs)
                        .activation(activation)
                        .build())
                .validateOutputLayerConfig(false)
                .build(),
        () -> batch(normal(1, 6, 4), labels.get(), null, mask == null ? null : mask.get()));
  }

  private static INDArray weights() {
    return Nd4j.createFromArray(new double[][] {{0.5, 2.0, 1.2}});
  }

  public static INDArray exampleMask() {
    return Nd4j.createFromArray(1.0, 0, 1, 1, 0, 1).reshape(6, 1);
  }

  public static INDArray outputMask() {
    return Nd4j.createFromArray(
        new double[][] {{1, 0, 1}, {1, 1, 1}, {0, 0, 0}, {0, 1, 1}, {1, 1, 0}, {0, 0, 1}});
  }

  /** Between 0 and 1, rows that do not add to 1. */
  private static INDArray shares() {
    INDArray shares = normal(5, 6, 3);
    return shares.muli(shares).addi(0.1).divi(12.0);
  }

  private static INDArray real() {
    return normal(6, 6, 3);
  }

  private static INDArray numbers() {
    return Nd4j.createFromArray(0, 2, 1, 1, 0, 2).reshape(6, 1).castTo(DataType.DOUBLE);
  }

  private static INDArray decisionLabels() {
    return Nd4j.createFromArray(
        new double[][] {{1, 0, 1}, {0, 1, 1}, {0, 0, 0}, {0, 1, 0}, {1, 1, 1}, {0, 0, 1}});
  }

  private static INDArray signs() {
    return decisionLabels().muli(2).subi(1);
  }
}
