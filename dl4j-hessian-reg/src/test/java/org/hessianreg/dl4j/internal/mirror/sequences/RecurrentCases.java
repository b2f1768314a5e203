package org.hessianreg.dl4j.internal.mirror.sequences;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.sequenceClasses;

import java.util.List;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Recurrent layers, with an output for each step. */
@SuppressWarnings("deprecation") // GravesLSTM.
public final class RecurrentCases {

  private RecurrentCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        plain("LSTM", new LSTM.Builder()),
        plain("LSTM, NWC", new LSTM.Builder().dataFormat(RNNFormat.NWC)),
        plain(
            "LSTM, gates of hard sigmoid",
            new LSTM.Builder().gateActivationFunction(Activation.HARDSIGMOID)),
        plain(
            "LSTM, gates of tanh and sigmoid cells",
            new LSTM.Builder()
                .gateActivationFunction(Activation.TANH)
                .activation(Activation.SIGMOID)),
        plain("GravesLSTM", new GravesLSTM.Builder()),
        plain("GravesLSTM, NWC", new GravesLSTM.Builder().dataFormat(RNNFormat.NWC)),
        plain("GravesBidirectionalLSTM", new GravesBidirectionalLSTM.Builder()),
        plain(
            "GravesBidirectionalLSTM, NWC",
            new GravesBidirectionalLSTM.Builder().dataFormat(RNNFormat.NWC)),
        masked("GravesBidirectionalLSTM, masked", new GravesBidirectionalLSTM.Builder()),
        plain("SimpleRnn", new SimpleRnn.Builder()),
        plain("SimpleRnn, NWC", new SimpleRnn.Builder().dataFormat(RNNFormat.NWC)),
        masked("SimpleRnn, masked", new SimpleRnn.Builder()),
        masked("LSTM, masked labels", new LSTM.Builder()),
        NetworkCase.layers(
            "two LSTMs",
            () ->
                conf()
                    .list(
                        new LSTM.Builder().nIn(3).nOut(2).build(),
                        new LSTM.Builder().nIn(2).nOut(3).build(),
                        output(3, RNNFormat.NCW))
                    .build(),
            () -> data(RNNFormat.NCW)),
        NetworkCase.layers(
            "one example, one step",
            () ->
                conf()
                    .list(new LSTM.Builder().nIn(3).nOut(4).build(), output(4, RNNFormat.NCW))
                    .build(),
            () -> batch(normal(1, 1, 3, 1), sequenceClasses(1, 2, 1))),
        NetworkCase.graph(
            "graph of recurrent layers, masked",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("a", new SimpleRnn.Builder().nIn(3).nOut(3).build(), "x")
                    .addLayer("b", new GravesLSTM.Builder().nIn(3).nOut(4).build(), "a")
                    .addLayer("out", output(4, RNNFormat.NCW), "b")
                    .setOutputs("out")
                    .build(),
            () -> maskedData()));
  }

  private static NetworkCase plain(String name, BaseRecurrentLayer.Builder<?> builder) {
    return NetworkCase.layers(name, () -> network(builder), () -> data(format(builder)));
  }

  private static NetworkCase masked(String name, BaseRecurrentLayer.Builder<?> builder) {
    return NetworkCase.layers(name, () -> network(builder), RecurrentCases::maskedData);
  }

  private static org.deeplearning4j.nn.conf.MultiLayerConfiguration network(
      BaseRecurrentLayer.Builder<?> builder) {
    Layer layer = builder.nIn(3).nOut(4).build();
    return conf().list(layer, output(4, format(builder))).build();
  }

  private static RNNFormat format(BaseRecurrentLayer.Builder<?> builder) {
    return builder.getRnnDataFormat() == null ? RNNFormat.NCW : builder.getRnnDataFormat();
  }

  /** A softmax of two classes at each step. */
  public static RnnOutputLayer output(int in, RNNFormat format) {
    return new RnnOutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(2)
        .activation(Activation.SOFTMAX)
        .dataFormat(format)
        .build();
  }

  /** Three examples of four steps. */
  public static MultiDataSet data(RNNFormat format) {
    INDArray features = normal(1, 3, 3, 4);
    INDArray labels = sequenceClasses(3, 2, 4);
    return format == RNNFormat.NCW
        ? batch(features, labels)
        : batch(features.permute(0, 2, 1).dup(), labels.permute(0, 2, 1).dup());
  }

  /** The same with sequences of lengths 4, 2 and 3. */
  public static MultiDataSet maskedData() {
    INDArray mask = Nd4j.createFromArray(new double[][] {{1, 1, 1, 1}, {1, 1, 0, 0}, {1, 1, 1, 0}});
    return batch(normal(1, 3, 3, 4), sequenceClasses(3, 2, 4), mask, mask.dup());
  }
}
