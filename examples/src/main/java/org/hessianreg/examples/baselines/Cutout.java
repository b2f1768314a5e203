package org.hessianreg.examples.baselines;

import java.util.Random;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.DataSetPreProcessor;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Cutout (DeVries and Taylor, <a href="https://arxiv.org/abs/1708.04552">Improved Regularization of
 * Convolutional Neural Networks with Cutout</a>): in each image a square is set to zero, in all
 * channels. Its centre is drawn anywhere in the image, so that a part of the square may lie
 * outside.
 *
 * <p>Zero is the mean if the images are standardised, which they should be before. The features may
 * have the shape {@code [n, channels, height, width]} or {@code [n, channels·height·width]}, with
 * the channels one after the other. One instance draws from one generator: the same seed and the
 * same batches give the same squares. Not thread-safe.
 */
public final class Cutout implements DataSetPreProcessor {

  private static final long serialVersionUID = 1L;

  private final int height;
  private final int width;
  private final int side;
  private final Random random;

  /**
   * Creates the preprocessor.
   *
   * @param height rows of an image
   * @param width columns of an image
   * @param side rows and columns of the square; 0 changes nothing
   * @param seed decides where the squares are
   * @throws HessianTraceException if an extent is negative, or the image is empty
   */
  public Cutout(int height, int width, int side, long seed) {
    if (height < 1 || width < 1 || side < 0) {
      throw new HessianTraceException(
          String.format("Cutout of a square of %d from images of %d x %d.", side, height, width),
          "give images at least one pixel, and the square a side of 0 or more.");
    }
    this.height = height;
    this.width = width;
    this.side = side;
    this.random = new Random(seed);
  }

  @Override
  public void preProcess(DataSet batch) {
    INDArray features = batch.getFeatures();
    long images = features.size(0);
    if (features.length() % (images * height * width) != 0) {
      throw new HessianTraceException(
          String.format(
              "Cutout for images of %d x %d: features have the shape %s.",
              height, width, features.shapeInfoToString()),
          "give the height and width of the images in the data set.");
    }
    INDArray cut = features.dup('c');
    INDArray pixels = cut.reshape('c', images, -1, height, width);
    for (long i = 0; i < images; i++) {
      int top = random.nextInt(height) - side / 2;
      int left = random.nextInt(width) - side / 2;
      int fromRow = Math.max(top, 0);
      int toRow = Math.min(top + side, height);
      int fromColumn = Math.max(left, 0);
      int toColumn = Math.min(left + side, width);
      if (fromRow < toRow && fromColumn < toColumn) {
        pixels
            .get(
                NDArrayIndex.point(i),
                NDArrayIndex.all(),
                NDArrayIndex.interval(fromRow, toRow),
                NDArrayIndex.interval(fromColumn, toColumn))
            .assign(0);
      }
    }
    batch.setFeatures(cut);
  }
}
