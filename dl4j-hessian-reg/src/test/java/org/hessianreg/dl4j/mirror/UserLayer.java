package org.hessianreg.dl4j.mirror;

import java.util.Collection;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.ParamInitializer;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.memory.LayerMemoryReport;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.layers.BaseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A layer that this library does not know: {@code x·W + b} times 2, then the activation. */
public final class UserLayer extends FeedForwardLayer {

  private static final long serialVersionUID = 1L;

  UserLayer(int in, int out) {
    setNIn(in);
    setNOut(out);
  }

  @Override
  public Layer instantiate(
      NeuralNetConfiguration conf,
      Collection<TrainingListener> listeners,
      int index,
      INDArray parameters,
      boolean initialise,
      DataType dataType) {
    Running layer = new Running(conf, dataType);
    layer.setListeners(listeners);
    layer.setIndex(index);
    layer.setParamsViewArray(parameters);
    Map<String, INDArray> table = initializer().init(conf, parameters, initialise);
    layer.setParamTable(table);
    layer.setConf(conf);
    return layer;
  }

  @Override
  public ParamInitializer initializer() {
    return DefaultParamInitializer.getInstance();
  }

  @Override
  public LayerMemoryReport getMemoryReport(InputType inputType) {
    return null;
  }

  /** The layer as it runs. */
  static final class Running extends BaseLayer<UserLayer> {

    private static final long serialVersionUID = 1L;

    Running(NeuralNetConfiguration conf, DataType dataType) {
      super(conf, dataType);
    }

    @Override
    protected Pair<INDArray, INDArray> preOutputWithPreNorm(
        boolean training, boolean forBackprop, LayerWorkspaceMgr workspaces) {
      Pair<INDArray, INDArray> z = super.preOutputWithPreNorm(training, forBackprop, workspaces);
      z.getFirst().muli(2.0);
      return z;
    }

    @Override
    public Pair<Gradient, INDArray> backpropGradient(
        INDArray epsilon, LayerWorkspaceMgr workspaces) {
      Pair<Gradient, INDArray> result = super.backpropGradient(epsilon, workspaces);
      result.getFirst().gradientForVariable().values().forEach(gradient -> gradient.muli(2.0));
      result.getSecond().muli(2.0);
      return result;
    }

    @Override
    public boolean isPretrainLayer() {
      return false;
    }
  }
}
