package org.hessianreg.benchmarks;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * ResNet-18 for images of 32×32 (He et al., "Deep Residual Learning for Image Recognition", CVPR
 * 2016): a first convolution of 3×3 without pooling, then four stages of two basic blocks.
 */
final class ResNet18 {

  private static final int[] STAGES = {64, 128, 256, 512};

  private ResNet18() {}

  static SDVariable logits(Layers layers, SDVariable images, int classes) {
    int width = STAGES[0];
    SDVariable x = layers.relu(normalised(layers, images, 3, 1, 3, width));
    for (int stage : STAGES) {
      x = block(layers, x, stage == STAGES[0] ? 1 : 2, width, stage);
      x = block(layers, x, 1, stage, stage);
      width = stage;
    }
    return layers.dense(x.mean(2, 3), width, classes);
  }

  private static SDVariable block(Layers layers, SDVariable x, int stride, int in, int out) {
    SDVariable y = layers.relu(normalised(layers, x, 3, stride, in, out));
    y = normalised(layers, y, 3, 1, out, out);
    boolean same = stride == 1 && in == out;
    return layers.relu(y.add(same ? x : normalised(layers, x, 1, stride, in, out)));
  }

  private static SDVariable normalised(
      Layers layers, SDVariable x, int kernel, int stride, int in, int out) {
    return layers.batchNorm(layers.convolution(x, kernel, stride, in, out, false), out);
  }
}
