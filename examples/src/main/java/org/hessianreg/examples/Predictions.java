package org.hessianreg.examples;

import java.io.File;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Which digits saved models see. It uses ND4J and DL4J alone. */
final class Predictions {

  private Predictions() {}

  /** Those of a saved SameDiff graph, in one line. */
  static String ofGraph(File file, INDArray images) throws IOException {
    SameDiff sd = SameDiff.load(file, false);
    return line(
        sd.output(Map.of(DigitsNetwork.IMAGES, images), DigitsNetwork.LOGITS)
            .get(DigitsNetwork.LOGITS));
  }

  /** Those of a saved network, in one line. */
  static String ofNetwork(File file, INDArray images) throws IOException {
    return line(MultiLayerNetwork.load(file, false).output(images));
  }

  private static String line(INDArray scores) {
    return Arrays.stream(scores.argMax(1).toIntVector())
        .mapToObj(Integer::toString)
        .collect(Collectors.joining());
  }
}
