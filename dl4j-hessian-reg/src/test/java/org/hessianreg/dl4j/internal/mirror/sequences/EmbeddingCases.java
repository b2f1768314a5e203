package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.maskedData;
import static org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases.output;

import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.preprocessor.FeedForwardToRnnPreProcessor;
import org.deeplearning4j.nn.conf.preprocessor.RnnToFeedForwardPreProcessor;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that begin with an embedding; an index occurs more than once. */
public final class EmbeddingCases {

  private static final int[][] INDICES = {{0, 4, 1, 1}, {2, 0, 0, 3}, {1, 1, 4, 2}};

  private EmbeddingCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        single("embedding", new EmbeddingLayer.Builder(), DataType.DOUBLE),
        single(
            "embedding, INT32, without bias",
            new EmbeddingLayer.Builder().hasBias(false).activation(Activation.TANH),
            DataType.INT32),
        NetworkCase.layers(
            "embedding, masked",
            () -> single(new EmbeddingLayer.Builder()),
            () ->
                batch(
                    indices(DataType.DOUBLE).reshape(12, 1),
                    classes(12, 2),
                    Nd4j.createFromArray(1.0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1).reshape(12, 1),
                    null)),
        NetworkCase.layers(
            "embedding of each step, masked",
            () ->
                conf()
                    .list(
                        new EmbeddingLayer.Builder().nIn(5).nOut(3).build(),
                        new LSTM.Builder().nIn(3).nOut(4).build(),
                        output(4, RNNFormat.NCW))
                    .inputPreProcessor(0, new RnnToFeedForwardPreProcessor(RNNFormat.NCW))
                    .inputPreProcessor(1, new FeedForwardToRnnPreProcessor(RNNFormat.NCW))
                    .build(),
            () ->
                batch(
                    indices(DataType.DOUBLE).reshape(3, 1, 4),
                    sequenceClasses(3, 2, 4),
                    maskedData().getFeaturesMaskArray(0),
                    maskedData().getLabelsMaskArray(0))),
        sequence("sequence embedding", builder(), RNNFormat.NCW, indices(DataType.DOUBLE)),
        sequence(
            "sequence embedding, bias, tanh",
            builder().hasBias(true).activation(Activation.TANH),
            RNNFormat.NCW,
            indices(DataType.FLOAT)),
        sequence("sequence embedding, NWC", builder(), RNNFormat.NWC, indices(DataType.DOUBLE)),
        sequence(
            "sequence embedding, INT64 [example, 1, step]",
            builder(),
            RNNFormat.NCW,
            indices(DataType.INT64).reshape(3, 1, 4)),
        sequence(
            "sequence embedding of given length, INT32",
            builder().inferInputLength(false).inputLength(4),
            RNNFormat.NCW,
            indices(DataType.INT32)),
        maskedSequence(RNNFormat.NCW),
        maskedSequence(RNNFormat.NWC),
        NetworkCase.graph(
            "graph with a sequence embedding",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("words", builder().build(), "x")
                    .addLayer("rnn", new LSTM.Builder().nIn(3).nOut(4).build(), "words")
                    .addLayer("out", output(4, RNNFormat.NCW), "rnn")
                    .setOutputs("out")
                    .build(),
            () -> batch(indices(DataType.DOUBLE).reshape(3, 1, 4), sequenceClasses(3, 2, 4))));
  }

  private static NetworkCase single(String name, EmbeddingLayer.Builder builder, DataType type) {
    return NetworkCase.layers(
        name, () -> single(builder), () -> batch(indices(type).reshape(12, 1), classes(12, 2)));
  }

  private static org.deeplearning4j.nn.conf.MultiLayerConfiguration single(
      EmbeddingLayer.Builder builder) {
    return conf()
        .list(
            builder.nIn(5).nOut(3).build(),
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(3)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build())
        .build();
  }

  private static NetworkCase sequence(
      String name, EmbeddingSequenceLayer.Builder builder, RNNFormat format, INDArray indices) {
    return NetworkCase.layers(
        name,
        () -> sequence(builder, format),
        () -> batch(indices.dup(), RecurrentCases.data(format).getLabels(0)));
  }

  private static NetworkCase maskedSequence(RNNFormat format) {
    return NetworkCase.layers(
        "sequence embedding, masked, " + format,
        () -> sequence(builder().hasBias(true), format),
        () ->
            batch(
                indices(DataType.DOUBLE),
                RecurrentCases.data(format).getLabels(0),
                maskedData().getFeaturesMaskArray(0),
                maskedData().getLabelsMaskArray(0)));
  }

  private static org.deeplearning4j.nn.conf.MultiLayerConfiguration sequence(
      EmbeddingSequenceLayer.Builder builder, RNNFormat format) {
    return conf()
        .list(
            builder.outputDataFormat(format).build(),
            new SimpleRnn.Builder().nIn(3).nOut(4).dataFormat(format).build(),
            output(4, format))
        .build();
  }

  private static EmbeddingSequenceLayer.Builder builder() {
    return new EmbeddingSequenceLayer.Builder().nIn(5).nOut(3);
  }

  private static INDArray indices(DataType type) {
    return Nd4j.createFromArray(INDICES).castTo(type);
  }
}
