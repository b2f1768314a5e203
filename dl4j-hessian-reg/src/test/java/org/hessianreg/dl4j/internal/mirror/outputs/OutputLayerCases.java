package org.hessianreg.dl4j.internal.mirror.outputs;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Cnn3DLossLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Output layers, with their layouts, settings and the masks that they take. */
public final class OutputLayerCases {

  private OutputLayerCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>(rows());
    cases.addAll(sequences());
    cases.addAll(images());
    cases.addAll(volumes());
    return cases;
  }

  /**
   * Networks whose score in training is not of what they minimise. Each output of a graph divides
   * its score by its own number of rows, but the gradients are all divided by the first's.
   * LossLayer computes it from an input that the activation function's backward pass has changed in
   * place; loss layers and CenterLossOutputLayer divide it by the size of the minibatch, and not
   * the gradient, if {@code miniBatch(false)}; RnnLossLayer takes its input, of the other layout,
   * for the labels of NWC sequences, which throws unless there are as many steps as outputs;
   * CnnLossLayer takes NHWC images for NCHW.
   */
  public static List<NetworkCase> withAnotherScore() {
    return List.of(
        rows("LossLayer of tanh", false, tanhLoss(), normal(2, 6, 3), null),
        rows("LossLayer of tanh, mask of outputs", false, tanhLoss(), normal(2, 6, 3), outputs()),
        NetworkCase.layers(
            "LossLayer after ActivationLayer",
            () ->
                conf()
                    .list(
                        new DenseLayer.Builder().nIn(4).nOut(3).build(),
                        new ActivationLayer.Builder().activation(Activation.SOFTPLUS).build(),
                        tanhLoss())
                    .build(),
            () -> batch(normal(1, 6, 4), normal(2, 6, 3))),
        NetworkCase.graph(
            "outputs of different numbers of rows",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("h", new SimpleRnn.Builder().nIn(2).nOut(3).build(), "x")
                    .addLayer("steps", rnnOutput(RNNFormat.NCW), "h")
                    .addLayer("rows", noBias(), new RnnToFeedForwardPreProcessor(), "h")
                    .setOutputs("steps", "rows")
                    .build(),
            () ->
                new MultiDataSet(
                    new INDArray[] {normal(1, 3, 2, 4)},
                    new INDArray[] {sequenceClasses(3, 3, 4), classes(12, 3)})),
        NetworkCase.graph(
            "LossLayer with its own copy of a shared input",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("h", new DenseLayer.Builder().nIn(4).nOut(3).build(), "x")
                    .addLayer("a", noBias(), "h")
                    .addLayer("copy", new ActivationLayer(Activation.IDENTITY), "h")
                    .addLayer("b", tanhLoss(), "copy")
                    .setOutputs("a", "b")
                    .build(),
            () ->
                new MultiDataSet(
                    new INDArray[] {normal(1, 6, 4)},
                    new INDArray[] {classes(6, 3), normal(3, 6, 3)})),
        rows("LossLayer, sum", true, softmaxLoss(), classes(6, 3), null),
        rows("CenterLossOutputLayer, sum", true, centerLoss(false), classes(6, 3), null),
        sequences("RnnLossLayer, sum", true, rnnLoss(RNNFormat.NCW), RNNFormat.NCW, null, null),
        rnnLossNwc("RnnLossLayer, NWC", null),
        rnnLossNwc(
            "RnnLossLayer, NWC, mask of steps",
            Nd4j.createFromArray(new double[][] {{1, 1, 1}, {1, 0, 0}})),
        images("CnnLossLayer, sum", true, CNN2DFormat.NCHW, null),
        images("CnnLossLayer, NHWC", false, CNN2DFormat.NHWC, null),
        images("CnnLossLayer, NHWC, mask of pixels", false, CNN2DFormat.NHWC, bits(2, 3, 2)),
        volumes("Cnn3DLossLayer, sum", true, Convolution3D.DataFormat.NCDHW, null));
  }

  private static List<NetworkCase> rows() {
    return List.of(
        NetworkCase.graph(
            "LossLayer that shares its input, which is not overwritten",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("h", new DenseLayer.Builder().nIn(4).nOut(3).build(), "x")
                    .addLayer("a", noBias(), "h")
                    .addLayer("b", softmaxLoss(), "h")
                    .setOutputs("a", "b")
                    .build(),
            () ->
                new MultiDataSet(
                    new INDArray[] {normal(1, 6, 4)},
                    new INDArray[] {classes(6, 3), classes(6, 3)})),
        rows("OutputLayer without bias", false, noBias(), classes(6, 3), null),
        rows("OutputLayer, sum", true, noBias(), classes(6, 3), null),
        rows("LossLayer of softmax", false, softmaxLoss(), classes(6, 3), null),
        rows(
            "LossLayer of softmax, mask of examples",
            false,
            softmaxLoss(),
            classes(6, 3),
            LossCases.exampleMask()),
        rows(
            "LossLayer of identity, mask of outputs",
            false,
            new LossLayer.Builder(LossFunction.MSE).activation(Activation.IDENTITY).build(),
            normal(2, 6, 3),
            outputs()),
        rows("CenterLossOutputLayer", false, centerLoss(false), classes(6, 3), null),
        rows("CenterLossOutputLayer, gradientCheck", false, centerLoss(true), classes(6, 3), null),
        rows(
            "CenterLossOutputLayer, mask of examples",
            false,
            centerLoss(false),
            classes(6, 3),
            LossCases.exampleMask()),
        NetworkCase.layers(
            "OutputLayer of the steps of sequences",
            () ->
                conf()
                    .list(
                        new SimpleRnn.Builder().nIn(2).nOut(4).build(),
                        new OutputLayer.Builder(LossFunction.MCXENT)
                            .nIn(4)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .inputPreProcessor(1, new RnnToFeedForwardPreProcessor())
                    .build(),
            () -> batch(normal(1, 3, 2, 4), classes(12, 3))));
  }

  private static List<NetworkCase> sequences() {
    List<NetworkCase> cases = new ArrayList<>();
    for (RNNFormat format : List.of(RNNFormat.NCW, RNNFormat.NWC)) {
      cases.add(sequences("RnnOutputLayer", false, rnnOutput(format), format, null, null));
      cases.add(
          sequences(
              "RnnOutputLayer, masks of steps",
              false,
              rnnOutput(format),
              format,
              steps(),
              steps()));
      cases.add(
          sequences(
              "RnnOutputLayer, mask of outputs",
              false,
              new RnnOutputLayer.Builder(LossFunction.MSE)
                  .nIn(3)
                  .nOut(3)
                  .hasBias(false)
                  .activation(Activation.SOFTMAX)
                  .dataFormat(format)
                  .build(),
              format,
              null,
              bits(3, 3, 4)));
    }
    cases.add(
        sequences(
            "RnnOutputLayer, sum", true, rnnOutput(RNNFormat.NCW), RNNFormat.NCW, null, null));
    RnnLossLayer loss = rnnLoss(RNNFormat.NCW);
    cases.add(sequences("RnnLossLayer", false, loss, RNNFormat.NCW, null, null));
    cases.add(sequences("RnnLossLayer, mask of steps", false, loss, RNNFormat.NCW, null, steps()));
    cases.add(sequences("RnnLossLayer, mask of inputs", false, loss, RNNFormat.NCW, steps(), null));
    cases.add(
        sequences(
            "RnnLossLayer, mask of outputs",
            false,
            new RnnLossLayer.Builder(LossFunction.MSE).activation(Activation.TANH).build(),
            RNNFormat.NCW,
            null,
            bits(3, 3, 4)));
    cases.add(
        NetworkCase.layers(
            "RnnOutputLayer of class numbers",
            () ->
                conf()
                    .list(
                        new SimpleRnn.Builder().nIn(2).nOut(3).build(),
                        new RnnOutputLayer.Builder(LossFunction.SPARSE_MCXENT)
                            .nIn(3)
                            .nOut(3)
                            .activation(Activation.SOFTMAX)
                            .build())
                    .build(),
            () ->
                batch(
                    normal(1, 3, 2, 4),
                    sequenceClasses(3, 3, 4).argMax(1).reshape(3, 1, 4).castTo(DataType.DOUBLE))));
    return cases;
  }

  private static List<NetworkCase> images() {
    return List.of(
        images("CnnLossLayer", false, CNN2DFormat.NCHW, null),
        images(
            "CnnLossLayer, mask of examples",
            false,
            CNN2DFormat.NCHW,
            Nd4j.createFromArray(1.0, 0).reshape(2, 1)),
        images("CnnLossLayer, mask of pixels", false, CNN2DFormat.NCHW, bits(2, 3, 2)),
        images("CnnLossLayer, mask of rank 4", false, CNN2DFormat.NCHW, bits(2, 1, 3, 2)),
        images("CnnLossLayer, mask of channels", false, CNN2DFormat.NCHW, bits(2, 3, 3, 2)));
  }

  private static List<NetworkCase> volumes() {
    var first = Convolution3D.DataFormat.NCDHW;
    var last = Convolution3D.DataFormat.NDHWC;
    return List.of(
        volumes("Cnn3DLossLayer", false, first, null),
        volumes("Cnn3DLossLayer", false, last, null),
        volumes("Cnn3DLossLayer, mask of voxels", false, first, bits(2, 1, 2, 1, 3)),
        volumes("Cnn3DLossLayer, mask of voxels", false, last, bits(2, 2, 1, 3, 1)),
        volumes("Cnn3DLossLayer, mask of channels", false, first, bits(2, 2, 2, 1, 3)),
        volumes("Cnn3DLossLayer, mask of depths", false, first, bits(2, 1, 2, 1, 1)));
  }

  private static NetworkCase rows(
      String name, boolean sum, Layer output, INDArray labels, INDArray mask) {
    return NetworkCase.layers(
        name,
        () -> sequence(sum, new DenseLayer.Builder().nIn(4).nOut(3).build(), output.clone()),
        () -> batch(normal(1, 6, 4), labels.dup(), null, copy(mask)));
  }

  private static NetworkCase sequences(
      String name,
      boolean sum,
      Layer output,
      RNNFormat format,
      INDArray featuresMask,
      INDArray labelsMask) {
    return NetworkCase.layers(
        name + " " + format,
        () ->
            sequence(
                sum,
                new SimpleRnn.Builder().nIn(2).nOut(3).dataFormat(format).build(),
                output.clone()),
        () ->
            batch(
                ordered(normal(1, 3, 2, 4), format),
                ordered(sequenceClasses(3, 3, 4), format),
                copy(featuresMask),
                copy(labelsMask)));
  }

  private static NetworkCase rnnLossNwc(String name, INDArray labelsMask) {
    return NetworkCase.layers(
        name,
        () ->
            sequence(
                false,
                new SimpleRnn.Builder().nIn(2).nOut(3).dataFormat(RNNFormat.NWC).build(),
                rnnLoss(RNNFormat.NWC)),
        () ->
            batch(
                normal(1, 2, 3, 2),
                ordered(sequenceClasses(2, 3, 3), RNNFormat.NWC),
                null,
                copy(labelsMask)));
  }

  private static INDArray ordered(INDArray sequences, RNNFormat format) {
    return format == RNNFormat.NCW ? sequences : sequences.permute(0, 2, 1).dup();
  }

  private static NetworkCase images(
      String name, boolean sum, CNN2DFormat format, INDArray labelsMask) {
    boolean first = format == CNN2DFormat.NCHW;
    Activation activation = perOutput(labelsMask, 4) ? Activation.TANH : Activation.SOFTMAX;
    return NetworkCase.layers(
        name + " " + format,
        () ->
            sequence(
                sum,
                new ConvolutionLayer.Builder(1, 1).nIn(2).nOut(3).dataFormat(format).build(),
                new CnnLossLayer.Builder(LossFunction.MSE)
                    .activation(activation)
                    .format(format)
                    .build()),
        () ->
            batch(
                first ? normal(1, 2, 2, 3, 2) : normal(1, 2, 3, 2, 2),
                first ? normal(2, 2, 3, 3, 2) : normal(2, 2, 3, 2, 3),
                null,
                copy(labelsMask)));
  }

  private static NetworkCase volumes(
      String name, boolean sum, Convolution3D.DataFormat format, INDArray labelsMask) {
    boolean first = format == Convolution3D.DataFormat.NCDHW;
    Activation activation = perOutput(labelsMask, 5) ? Activation.TANH : Activation.SOFTMAX;
    Cnn3DLossLayer loss =
        new Cnn3DLossLayer.Builder(format)
            .lossFunction(LossFunction.MSE)
            .activation(activation)
            .build();
    return NetworkCase.layers(
        name + " " + format,
        () ->
            conf()
                .miniBatch(!sum)
                .list(new DenseLayer.Builder().nIn(4).nOut(12).build(), loss.clone())
                .inputPreProcessor(1, new FeedForwardToCnn3DPreProcessor(2, 1, 3, 2, first))
                .build(),
        () ->
            batch(
                normal(1, 2, 4),
                first ? normal(2, 2, 2, 2, 1, 3) : normal(2, 2, 2, 1, 3, 2),
                null,
                copy(labelsMask)));
  }

  private static boolean perOutput(INDArray mask, int rank) {
    return mask != null && mask.rank() == rank && mask.size(1) > 1 && mask.size(-1) > 1;
  }

  private static MultiLayerConfiguration sequence(boolean sum, Layer... layers) {
    return conf().miniBatch(!sum).list(layers).build();
  }

  private static OutputLayer noBias() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(3)
        .nOut(3)
        .hasBias(false)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static CenterLossOutputLayer centerLoss(boolean gradientCheck) {
    return new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
        .nIn(3)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .alpha(0.3)
        .lambda(0.4)
        .gradientCheck(gradientCheck)
        .build();
  }

  private static LossLayer softmaxLoss() {
    return new LossLayer.Builder(LossFunction.MCXENT).activation(Activation.SOFTMAX).build();
  }

  private static LossLayer tanhLoss() {
    return new LossLayer.Builder(LossFunction.MSE).activation(Activation.TANH).build();
  }

  private static RnnOutputLayer rnnOutput(RNNFormat format) {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nIn(3)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .dataFormat(format)
        .build();
  }

  private static RnnLossLayer rnnLoss(RNNFormat format) {
    return new RnnLossLayer.Builder(LossFunction.MCXENT)
        .activation(Activation.SOFTMAX)
        .dataFormat(format)
        .build();
  }

  private static INDArray outputs() {
    return LossCases.outputMask();
  }

  private static INDArray steps() {
    return Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 0}});
  }

  /** Zeros and ones. */
  private static INDArray bits(long... shape) {
    return normal(9, shape).gt(-0.3).castTo(DataType.DOUBLE);
  }

  private static INDArray copy(INDArray mask) {
    return mask == null ? null : mask.dup();
  }
}
