package org.hessianreg.examples.comparison;

/** Grey images of 28×28 pixels with their classes, as they are in the files. */
final class LabelledImages {

  private final byte[] pixels;
  private final byte[] labels;

  LabelledImages(byte[] pixels, byte[] labels) {
    this.pixels = pixels;
    this.labels = labels;
  }

  int size() {
    return labels.length;
  }

  /** A pixel, 0 to 255. */
  int pixel(int image, int index) {
    return pixels[image * FashionMnist.PIXELS + index] & 0xff;
  }

  /** The class of an image. */
  int label(int image) {
    return labels[image];
  }
}
