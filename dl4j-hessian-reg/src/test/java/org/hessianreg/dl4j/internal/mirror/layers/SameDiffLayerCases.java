package org.hessianreg.dl4j.internal.mirror.layers;

import static org.hessianreg.dl4j.internal.mirror.NetworkCase.batch;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.classes;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.conf;
import static org.hessianreg.dl4j.internal.mirror.NetworkCase.normal;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SDLayerParams;
import org.deeplearning4j.nn.conf.layers.samediff.SDVertexParams;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffOutputLayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffVertex;
import org.deeplearning4j.nn.conf.memory.MemoryReport;
import org.hessianreg.dl4j.internal.mirror.NetworkCase;
import org.hessianreg.dl4j.internal.mirror.sequences.RecurrentCases;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks with layers and vertices that are defined by SameDiff ops. */
public final class SameDiffLayerCases {

  private SameDiffLayerCases() {}

  public static List<NetworkCase> all() {
    return List.of(
        NetworkCase.layers(
            "SameDiff layers of the user's own",
            () -> conf().list(new Dense(), softmax(5)).build(),
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        NetworkCase.layers(
            "SameDiff lambda layer of the user's own",
            () -> conf().list(dense(), new Squash(), softmax(5)).build(),
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        NetworkCase.layers(
            "SameDiff output layer of the user's own",
            () -> conf().list(dense(), new SquaredError()).build(),
            () -> batch(normal(1, 6, 4), normal(2, 6, 2))),
        NetworkCase.graph(
            "SameDiff vertices of the user's own",
            () ->
                conf()
                    .graphBuilder()
                    .addInputs("x")
                    .addLayer("a", dense(), "x")
                    .addLayer("b", dense(), "x")
                    .addVertex("v", new Gate(), "a", "b")
                    .addVertex("u", new Gate(), "b", "a")
                    .addVertex("w", new Distance(), "v", "u")
                    .addLayer("y", softmax(5), "w")
                    .setOutputs("y")
                    .build(),
            () -> batch(normal(1, 6, 4), classes(6, 3))),
        NetworkCase.layers(
            "locally connected along time",
            () ->
                conf()
                    .list()
                    .layer(
                        new LocallyConnected1D.Builder()
                            .kernelSize(2)
                            .convolutionMode(ConvolutionMode.Truncate)
                            .stride(1)
                            .nOut(3)
                            .activation(Activation.TANH)
                            .build())
                    .layer(RecurrentCases.output(3, RNNFormat.NCW))
                    .setInputType(InputType.recurrent(3, 4))
                    .build(),
            () -> batch(normal(1, 3, 3, 4), NetworkCase.sequenceClasses(3, 2, 3))),
        NetworkCase.layers(
            "locally connected images",
            () ->
                conf()
                    .list()
                    .layer(
                        new LocallyConnected2D.Builder()
                            .kernelSize(2, 2)
                            .nOut(3)
                            .activation(Activation.TANH)
                            .build())
                    .layer(softmax(0))
                    .setInputType(InputType.convolutional(4, 4, 2))
                    .build(),
            () -> batch(normal(1, 3, 2, 4, 4), classes(3, 3))));
  }

  private static DenseLayer dense() {
    return new DenseLayer.Builder().nIn(4).nOut(5).build();
  }

  private static OutputLayer softmax(int in) {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nIn(in)
        .nOut(3)
        .activation(Activation.SOFTMAX)
        .build();
  }

  private static void fill(Map<String, INDArray> parameters) {
    long seed = 20;
    for (INDArray parameter : parameters.values()) {
      parameter.assign(normal(seed++, parameter.shape()).mul(0.4));
    }
  }

  /** A fully connected layer of 4 to 5 units. */
  public static final class Dense extends SameDiffLayer {

    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineLayer(
        SameDiff sd, SDVariable input, Map<String, SDVariable> parameters, SDVariable mask) {
      return sd.math().tanh("out", input.mmul("z", parameters.get("W")).add(parameters.get("b")));
    }

    @Override
    public void defineParameters(SDLayerParams params) {
      params.addWeightParam("W", 4, 5);
      params.addBiasParam("b", 1, 5);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      fill(parameters);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
      return InputType.feedForward(5);
    }
  }

  /** An activation function. */
  public static final class Squash extends SameDiffLambdaLayer {

    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineLayer(SameDiff sd, SDVariable input) {
      return input.mul(sd.nn().sigmoid(input));
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
      return inputType;
    }
  }

  /** An output layer of 5 to 2 units. */
  public static final class SquaredError extends SameDiffOutputLayer {

    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineLayer(
        SameDiff sd, SDVariable input, SDVariable labels, Map<String, SDVariable> parameters) {
      SDVariable output = sd.math().tanh("out", input.mmul(parameters.get("W")));
      return sd.math().square(output.sub(labels)).sum();
    }

    @Override
    public String activationsVertexName() {
      return "out";
    }

    @Override
    public void defineParameters(SDLayerParams params) {
      params.addWeightParam("W", 5, 2);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      fill(parameters);
    }

    @Override
    public InputType getOutputType(int layerIndex, InputType inputType) {
      return InputType.feedForward(2);
    }
  }

  /** One input, weighed, gates the other. */
  public static final class Gate extends SameDiffVertex {

    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineVertex(
        SameDiff sd,
        Map<String, SDVariable> inputs,
        Map<String, SDVariable> parameters,
        Map<String, SDVariable> masks) {
      SDVariable gate = sd.nn().sigmoid(inputs.get("gate").mul(parameters.get("w")));
      return inputs.get("value").mul(gate).mul(masks.get("value"));
    }

    @Override
    public void defineParametersAndInputs(SDVertexParams params) {
      params.defineInputs("value", "gate");
      params.addWeightParam("w", 1, 5);
    }

    @Override
    public void initializeParameters(Map<String, INDArray> parameters) {
      fill(parameters);
    }

    @Override
    public GraphVertex clone() {
      return new Gate();
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
      return inputs[0];
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
      return null;
    }
  }

  /** Squared differences. */
  public static final class Distance extends SameDiffLambdaVertex {

    private static final long serialVersionUID = 1L;

    @Override
    public SDVariable defineVertex(SameDiff sd, VertexInputs inputs) {
      return sd.math().square(inputs.getInput(0).sub(inputs.getInput(1)));
    }

    @Override
    public InputType getOutputType(int index, InputType... inputs) {
      return inputs[0];
    }

    @Override
    public MemoryReport getMemoryReport(InputType... inputs) {
      return null;
    }
  }
}
