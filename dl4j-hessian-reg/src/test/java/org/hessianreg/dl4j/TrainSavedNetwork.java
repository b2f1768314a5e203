package org.hessianreg.dl4j;

import java.io.File;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A program that trains a saved network with Deeplearning4j alone. */
final class TrainSavedNetwork {

  private TrainSavedNetwork() {}

  /**
   * Loads a network and trains it for a step.
   *
   * @param args the file, and "layers" or "graph"
   */
  public static void main(String[] args) throws Exception {
    try {
      Class.forName("org.hessianreg.dl4j.HessianTrace");
      throw new IllegalStateException("This library is on the class path.");
    } catch (ClassNotFoundException e) {
      // As it should be.
    }
    INDArray x = Nd4j.rand(DataType.FLOAT, 6, 4);
    INDArray y = Nd4j.zeros(DataType.FLOAT, 6, 3);
    Random random = new Random(1);
    for (int i = 0; i < 6; i++) {
      y.putScalar(i, random.nextInt(3), 1.0);
    }
    Model net;
    INDArray before;
    if (args[1].equals("layers")) {
      MultiLayerNetwork layers = ModelSerializer.restoreMultiLayerNetwork(new File(args[0]), true);
      before = layers.params().dup();
      layers.fit(x, y);
      net = layers;
    } else {
      ComputationGraph graph = ModelSerializer.restoreComputationGraph(new File(args[0]), true);
      before = graph.params().dup();
      graph.fit(new INDArray[] {x}, new INDArray[] {y});
      net = graph;
    }
    System.out.println(net.params().equals(before) ? "unchanged" : "trained");
  }
}
