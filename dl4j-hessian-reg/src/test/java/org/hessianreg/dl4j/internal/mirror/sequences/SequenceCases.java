package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.data;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.maskedData;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.output;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.misc.RepeatVector;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.util.MaskLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.preprocessor.Cnn3DToFeedForwardPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.CnnToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.ComposableInputPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToCnn3DPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToCnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Wrappers, layers and input preprocessors of sequences. */
@SuppressWarnings("deprecation") // GravesLSTM.
public final class SequenceCases {

  private SequenceCases() {}

  public static List<NetworkCase> all() {
    List<NetworkCase> cases = new ArrayList<>(wrappers());
    cases.addAll(layers());
    cases.addAll(preProcessors());
    return cases;
  }

  private static List<NetworkCase> wrappers() {
    return List.of(
        bidirectional(Bidirectional.Mode.CONCAT, lstm(RNNFormat.NCW), RNNFormat.NCW),
        bidirectional(Bidirectional.Mode.ADD, lstm(RNNFormat.NCW), RNNFormat.NCW),
        bidirectional(Bidirectional.Mode.MUL, simpleRnn(), RNNFormat.NCW),
        bidirectional(Bidirectional.Mode.AVERAGE, gravesLstm(), RNNFormat.NCW),
        bidirectional(Bidirectional.Mode.CONCAT, lstm(RNNFormat.NWC), RNNFormat.NWC),
        bidirectional(Bidirectional.Mode.MUL, lstm(RNNFormat.NWC), RNNFormat.NWC),
        NetworkCase.layers(
            "Bidirectional SimpleRnn, masked",
            () -> sequence(new Bidirectional(simpleRnn()), output(8, RNNFormat.NCW)),
            () -> maskedData()),
        NetworkCase.layers(
            "Bidirectional LSTM, masked labels",
            () -> sequence(new Bidirectional(lstm(RNNFormat.NCW)), output(8, RNNFormat.NCW)),
            () -> maskedData()),
        NetworkCase.layers(
            "LastTimeStep",
            () -> sequence(new LastTimeStep(lstm(RNNFormat.NCW)), softmax(4)),
            () -> batch(normal(1, 3, 3, 4), classes(3, 2))),
        NetworkCase.layers(
            "LastTimeStep, NWC",
            () -> sequence(new LastTimeStep(lstm(RNNFormat.NWC)), softmax(4)),
            () -> batch(normal(1, 3, 4, 3), classes(3, 2))),
        NetworkCase.layers(
            "LastTimeStep of Bidirectional",
            () -> sequence(new LastTimeStep(new Bidirectional(gravesLstm())), softmax(8)),
            () -> batch(normal(1, 3, 3, 4), classes(3, 2))),
        NetworkCase.graph(
            "graph with LastTimeStep",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("last", new LastTimeStep(simpleRnn()), "x")
                    .addLayer("out", softmax(4), "last")
                    .setOutputs("out")
                    .build(),
            () -> batch(normal(1, 3, 3, 4), classes(3, 2))),
        NetworkCase.layers(
            "MaskZeroLayer of SimpleRnn",
            () -> sequence(new MaskZeroLayer(simpleRnn(), 0.0), output(4, RNNFormat.NCW)),
            () -> zeroPadded(RNNFormat.NCW, false)),
        NetworkCase.layers(
            "MaskZeroLayer of GravesLSTM, zeros first",
            () -> sequence(new MaskZeroLayer(gravesLstm(), 0.0), output(4, RNNFormat.NCW)),
            () -> zeroPadded(RNNFormat.NCW, true)),
        NetworkCase.layers(
            "MaskZeroLayer of LSTM, NWC, masked labels",
            () -> sequence(new MaskZeroLayer(lstm(RNNFormat.NWC), 0.0), output(4, RNNFormat.NWC)),
            () -> {
              MultiDataSet data = zeroPadded(RNNFormat.NWC, false);
              return batch(
                  data.getFeatures(0), data.getLabels(0), null, maskedData().getLabelsMaskArray(0));
            }),
        NetworkCase.layers(
            "TimeDistributed dense",
            () ->
                sequence(lstm(RNNFormat.NCW), distributed(RNNFormat.NCW), output(5, RNNFormat.NCW)),
            () -> data(RNNFormat.NCW)),
        NetworkCase.layers(
            "TimeDistributed dense, NWC",
            () ->
                sequence(lstm(RNNFormat.NWC), distributed(RNNFormat.NWC), output(5, RNNFormat.NWC)),
            () -> data(RNNFormat.NWC)),
        NetworkCase.layers(
            "TimeDistributed dense, masked",
            () ->
                sequence(
                    new SimpleRnn.Builder().nIn(3).nOut(4).build(),
                    distributed(RNNFormat.NCW),
                    output(5, RNNFormat.NCW)),
            () -> maskedData()));
  }

  private static List<NetworkCase> layers() {
    return List.of(
        NetworkCase.layers(
            "RepeatVector",
            () ->
                sequence(
                    dense(3, 4),
                    new RepeatVector.Builder<>(4).build(),
                    new LSTM.Builder().nIn(4).nOut(3).build(),
                    output(3, RNNFormat.NCW)),
            () -> batch(normal(1, 3, 3), sequenceClasses(3, 2, 4))),
        NetworkCase.layers(
            "RepeatVector, NWC",
            () ->
                sequence(
                    dense(3, 4),
                    new RepeatVector.Builder<>(4).dataFormat(RNNFormat.NWC).build(),
                    new LSTM.Builder().nIn(4).nOut(3).dataFormat(RNNFormat.NWC).build(),
                    output(3, RNNFormat.NWC)),
            () -> batch(normal(1, 3, 3), data(RNNFormat.NWC).getLabels(0))),
        NetworkCase.layers(
            "MaskLayer of sequences",
            () -> sequence(lstm(RNNFormat.NCW), new MaskLayer(), output(4, RNNFormat.NCW)),
            () -> {
              MultiDataSet data = maskedData();
              return batch(
                  data.getFeatures(0), data.getLabels(0), data.getFeaturesMaskArray(0), null);
            }),
        NetworkCase.layers(
            "MaskLayer of examples, and without a mask",
            () -> sequence(dense(3, 4), new MaskLayer(), softmax(4)),
            () -> batch(normal(1, 4, 3), classes(4, 2))),
        NetworkCase.layers(
            "MaskLayer of images",
            () ->
                conf()
                    .list(
                        new ConvolutionLayer.Builder(1, 1).nIn(1).nOut(2).build(),
                        new MaskLayer(),
                        new GlobalPoolingLayer(PoolingType.SUM),
                        softmax(2))
                    .build(),
            () ->
                batch(
                    normal(1, 3, 1, 3, 2),
                    classes(3, 2),
                    Nd4j.createFromArray(new double[][] {{1, 1, 0}, {1, 0, 0}, {0, 1, 1}})
                        .reshape(3, 1, 3, 1),
                    null)),
        NetworkCase.layers(
            "MaskLayer of examples",
            () -> sequence(dense(3, 4), new MaskLayer(), softmax(4)),
            () ->
                batch(
                    normal(1, 3, 3),
                    classes(3, 2),
                    maskedData().getFeaturesMaskArray(0).getColumn(2, true).dup(),
                    null)));
  }

  private static List<NetworkCase> preProcessors() {
    return List.of(
        NetworkCase.layers(
            "RNN to feed-forward and back", () -> dense(RNNFormat.NCW), () -> data(RNNFormat.NCW)),
        NetworkCase.layers(
            "RNN to feed-forward and back, NWC",
            () -> dense(RNNFormat.NWC),
            () -> data(RNNFormat.NWC)),
        NetworkCase.layers(
            "RNN to feed-forward and back, masked", () -> dense(RNNFormat.NCW), () -> maskedData()),
        NetworkCase.layers(
            "RNN to CNN and back",
            () -> images(RNNFormat.NCW),
            () -> batch(normal(1, 3, 8, 4), sequenceClasses(3, 2, 4))),
        NetworkCase.layers(
            "RNN to CNN and back, NWC",
            () -> images(RNNFormat.NWC),
            () -> batch(normal(1, 3, 4, 8), data(RNNFormat.NWC).getLabels(0))),
        NetworkCase.layers(
            "feed-forward to CNN3D and back, composed",
            () -> volumes(true),
            () -> batch(normal(1, 3, 5), classes(3, 2))),
        NetworkCase.layers(
            "feed-forward to CNN3D and back, channels last",
            () -> volumes(false),
            () -> batch(normal(1, 3, 5), classes(3, 2))));
  }

  private static NetworkCase bidirectional(Bidirectional.Mode mode, Layer layer, RNNFormat format) {
    return NetworkCase.layers(
        String.format("Bidirectional %s, %s, %s", layer.getClass().getSimpleName(), mode, format),
        () ->
            sequence(
                new Bidirectional(mode, layer.clone()),
                output(mode == Bidirectional.Mode.CONCAT ? 8 : 4, format)),
        () -> data(format));
  }

  private static MultiLayerConfiguration dense(RNNFormat format) {
    return conf()
        .list(
            new SimpleRnn.Builder().nIn(3).nOut(4).dataFormat(format).build(),
            dense(4, 3),
            new LSTM.Builder().nIn(3).nOut(3).dataFormat(format).build(),
            output(3, format))
        .inputPreProcessor(1, new RnnToFeedForwardPreProcessor(format))
        .inputPreProcessor(2, new FeedForwardToRnnPreProcessor(format))
        .build();
  }

  /** A dense layer that the images go around, so that nothing but the preprocessors is shown. */
  private static MultiLayerConfiguration images(RNNFormat format) {
    return conf()
        .list(
            new SimpleRnn.Builder().nIn(8).nOut(8).dataFormat(format).build(),
            new LSTM.Builder().nIn(8).nOut(3).dataFormat(format).build(),
            output(3, format))
        .inputPreProcessor(
            1,
            new ComposableInputPreProcessor(
                new RnnToCnnPreProcessor(2, 2, 2, format),
                new CnnToRnnPreProcessor(2, 2, 2, format)))
        .build();
  }

  private static MultiLayerConfiguration volumes(boolean channelsFirst) {
    return conf()
        .list(dense(5, 16), softmax(16))
        .inputPreProcessor(
            1,
            new ComposableInputPreProcessor(
                new FeedForwardToCnn3DPreProcessor(2, 2, 2, 2, channelsFirst),
                new Cnn3DToFeedForwardPreProcessor(2, 2, 2, 2, channelsFirst)))
        .build();
  }

  private static MultiLayerConfiguration sequence(Layer... layers) {
    return conf().list(layers).build();
  }

  private static LSTM lstm(RNNFormat format) {
    return new LSTM.Builder().nIn(3).nOut(4).dataFormat(format).build();
  }

  private static GravesLSTM gravesLstm() {
    return new GravesLSTM.Builder().nIn(3).nOut(4).build();
  }

  private static SimpleRnn simpleRnn() {
    return new SimpleRnn.Builder().nIn(3).nOut(4).build();
  }

  private static DenseLayer dense(int in, int out) {
    return new DenseLayer.Builder().nIn(in).nOut(out).build();
  }

  private static TimeDistributed distributed(RNNFormat format) {
    return new TimeDistributed(dense(4, 5), format);
  }

  private static OutputLayer softmax(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .build();
  }

  /** Sequences whose last or first steps are zeros. */
  private static MultiDataSet zeroPadded(RNNFormat format, boolean first) {
    MultiDataSet data = maskedData();
    INDArray mask = data.getFeaturesMaskArray(0);
    INDArray features = data.getFeatures(0);
    for (int i = 0; i < 3; i++) {
      for (int t = 0; t < 4; t++) {
        for (int j = 0; j < 3; j++) {
          double present = mask.getDouble(i, first ? 3 - t : t);
          features.putScalar(i, j, t, present * features.getDouble(i, j, t));
        }
      }
    }
    INDArray labels = data.getLabels(0);
    return format == RNNFormat.NCW
        ? batch(features, labels)
        : batch(features.permute(0, 2, 1).dup(), labels.permute(0, 2, 1).dup());
  }
}
