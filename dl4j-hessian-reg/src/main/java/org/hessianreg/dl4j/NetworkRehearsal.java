package org.hessianreg.dl4j;

import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.WorkspaceMode;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.hessianreg.dl4j.internal.mirror.NetworkMirror;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.training.Inspection;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.hessianreg.samediff.internal.training.StepHistory;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.rng.Random;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds all that training will need, so that what cannot work fails in {@code enable} and not in
 * {@code fit}: on a copy of the network, which runs forward and backward once on made-up data.
 * Where the configuration does not state what data the network takes, only the kinds of its parts
 * are looked up.
 */
final class NetworkRehearsal extends BaseTrainingListener {

  private static final Logger LOG = LoggerFactory.getLogger(NetworkRehearsal.class);

  private final PenaltySettings option;
  private final Mirrors mirrors;
  private NetworkPenalty penalty;

  private NetworkRehearsal(PenaltySettings option, Mirrors mirrors) {
    this.option = option;
    this.mirrors = mirrors;
  }

  /**
   * Rehearses the training of a network, which stays as it is.
   *
   * @throws HessianTraceException if it cannot work
   */
  static void of(MultiLayerNetwork net, PenaltySettings option, Mirrors mirrors) {
    NetworkMirror.requireMirrors(TrainedNetwork.of(net), mirrors);
    INDArray[] features = madeUp(ExampleShapes.of(net), net);
    if (features.length == 0) {
      return;
    }
    MultiLayerConfiguration conf = net.getLayerWiseConfigurations().clone();
    conf.setTrainingWorkspaceMode(WorkspaceMode.NONE);
    conf.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    isolated(
        () -> {
          MultiLayerNetwork copy = new MultiLayerNetwork(conf);
          copy.init(net.params().dup(), false);
          for (int i = 0; i < net.getnLayers(); i++) {
            if (net.getLayer(i) instanceof FrozenLayer
                && !(copy.getLayer(i) instanceof FrozenLayer)) {
              copy.getLayers()[i] = new FrozenLayer(copy.getLayer(i));
            }
          }
          INDArray labels = labelsFor(copy.output(features[0]), copy.getOutputLayer());
          copy.setListeners(new NetworkRehearsal(option, mirrors));
          copy.setInput(features[0]);
          copy.setLabels(labels);
          copy.computeGradientAndScore();
        });
  }

  /**
   * Rehearses the training of a network, which stays as it is.
   *
   * @throws HessianTraceException if it cannot work
   */
  static void of(ComputationGraph net, PenaltySettings option, Mirrors mirrors) {
    NetworkMirror.requireMirrors(TrainedNetwork.of(net), mirrors);
    INDArray[] features = madeUp(ExampleShapes.of(net), net);
    if (features.length == 0) {
      return;
    }
    ComputationGraphConfiguration conf = net.getConfiguration().clone();
    conf.setTrainingWorkspaceMode(WorkspaceMode.NONE);
    conf.setInferenceWorkspaceMode(WorkspaceMode.NONE);
    isolated(
        () -> {
          // Not a clone, which shares the list of listeners with the network.
          ComputationGraph copy = new ComputationGraph(conf);
          copy.init(net.params().dup(), false);
          for (GraphVertex vertex : net.getVertices()) {
            if (vertex.getLayer() instanceof FrozenLayer) {
              copy.getVertex(vertex.getVertexName()).setLayerAsFrozen();
            }
          }
          INDArray[] labels = copy.output(features);
          for (int i = 0; i < labels.length; i++) {
            labels[i] = labelsFor(labels[i], copy.getOutputLayer(i));
          }
          copy.setListeners(new NetworkRehearsal(option, mirrors));
          copy.setInputs(features);
          copy.setLabels(labels);
          copy.computeGradientAndScore();
        });
  }

  /** Halves are the index 0 where a layer looks something up, and no value that stands for none. */
  private static INDArray[] madeUp(List<long[]> shapes, Model net) {
    return shapes.stream()
        .map(shape -> Nd4j.valueArrayOf(shape, 0.5, net.params().dataType()))
        .toArray(INDArray[]::new);
  }

  private static INDArray labelsFor(INDArray output, org.deeplearning4j.nn.api.Layer outputLayer) {
    long[] shape = output.shape().clone();
    var conf = outputLayer.conf().getLayer();
    if (conf instanceof BaseOutputLayer
        && ((BaseOutputLayer) conf).getLossFn() instanceof LossSparseMCXENT) {
      shape[1] = 1;
    }
    return Nd4j.zeros(output.dataType(), shape);
  }

  /**
   * Runs what a network draws numbers for, and leaves the generator as it was. A network that does
   * not run on made-up data may well run on the user's.
   */
  private static void isolated(Runnable rehearsal) {
    Random random = Nd4j.getRandom();
    long root = random.rootState();
    long node = random.nodeState();
    try (MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces()) {
      rehearsal.run();
    } catch (HessianTraceException e) {
      throw e;
    } catch (RuntimeException e) {
      LOG.debug(
          "The network does not run on made-up data, so its shapes are checked at the first fit.",
          e);
    } finally {
      random.setStates(root, node);
    }
  }

  @Override
  public void onForwardPass(Model model, List<INDArray> activations) {
    begin(model).rehearseDropout(network -> network.recordDropout(activations));
  }

  @Override
  public void onForwardPass(Model model, Map<String, INDArray> activations) {
    begin(model).rehearseDropout(network -> network.recordDropout(activations));
  }

  private NetworkPenalty begin(Model model) {
    penalty = new NetworkPenalty(model, option, mirrors, Inspection.AT_ONCE, new StepHistory());
    return penalty;
  }

  @Override
  public void onBackwardPass(Model model) {
    penalty.rehearse();
  }
}
