package org.hessianreg.examples;

import java.io.File;
import java.io.IOException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loads saved models and predicts, as a program does that uses what was trained: the library need
 * not be on its class path. {@link SaveResumeExample} starts it in a JVM without the library.
 */
public final class DeployedModels {

  private static final String LIBRARY = "org.hessianreg.dl4j.HessianTrace";

  private DeployedModels() {}

  /**
   * Prints a line for each model: the digits that it sees.
   *
   * @param args the files of the SameDiff graph, the network and the images
   * @throws IOException if a file cannot be read
   */
  public static void main(String[] args) throws IOException {
    if (isThere(LIBRARY)) {
      throw new IllegalStateException("The library is on the class path: this would prove nothing");
    }
    INDArray images = Nd4j.readBinary(new File(args[2]));
    System.out.println(Predictions.ofGraph(new File(args[0]), images));
    System.out.println(Predictions.ofNetwork(new File(args[1]), images));
  }

  private static boolean isThere(String name) {
    try {
      Class.forName(name, false, DeployedModels.class.getClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }
}
