package org.hessianreg.examples.comparison;

import java.util.Arrays;
import org.apache.commons.math3.random.RandomDataGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What one run sees: some of the training images, drawn without replacement, and a validation split
 * from the rest. A given share of the labels, exactly and in both parts, is replaced by another
 * class: in practice, too, there are no clean labels to choose a strength by where labels are
 * noisy.
 *
 * <p>Pixels are shifted and scaled by the mean and the standard deviation over all pixels of the
 * images to train on, and by nothing else. Rows of the features are images of 784 pixels; labels
 * are one-hot.
 */
final class TrialData {

  private final DataSet training;
  private final DataSet validation;
  private final double mean;
  private final double deviation;

  private TrialData(DataSet training, DataSet validation, double mean, double deviation) {
    this.training = training;
    this.validation = validation;
    this.mean = mean;
    this.deviation = deviation;
  }

  /**
   * Draws the data of a run.
   *
   * @param source the training images of the files
   * @param images how many to train on
   * @param validationImages how many to choose a strength by
   * @param noisePercent share of wrong labels
   * @param seed decides which images and which labels
   */
  static TrialData draw(
      LabelledImages source, int images, int validationImages, int noisePercent, long seed) {
    RandomDataGenerator random = new RandomDataGenerator(new Well19937c(seed));
    int[] drawn = random.nextPermutation(source.size(), images + validationImages);
    int[] chosen = Arrays.copyOfRange(drawn, 0, images);
    int[] rest = Arrays.copyOfRange(drawn, images, drawn.length);
    int[] labels = noisy(source, chosen, noisePercent, random);
    int[] labelsOfRest = noisy(source, rest, noisePercent, random);
    double mean = mean(source, chosen);
    double deviation = deviation(source, chosen, mean);
    return new TrialData(
        dataSet(source, chosen, labels, mean, deviation),
        dataSet(source, rest, labelsOfRest, mean, deviation),
        mean,
        deviation);
  }

  private static int[] noisy(
      LabelledImages source, int[] images, int noisePercent, RandomDataGenerator random) {
    int[] labels = Arrays.stream(images).map(source::label).toArray();
    int wrong = Math.round(images.length * noisePercent / 100f);
    if (wrong > 0) {
      for (int i : random.nextPermutation(images.length, wrong)) {
        int step = random.nextInt(1, FashionMnist.CLASSES - 1);
        labels[i] = (labels[i] + step) % FashionMnist.CLASSES;
      }
    }
    return labels;
  }

  private static double mean(LabelledImages source, int[] images) {
    double sum = 0;
    for (int image : images) {
      for (int p = 0; p < FashionMnist.PIXELS; p++) {
        sum += source.pixel(image, p);
      }
    }
    return sum / images.length / FashionMnist.PIXELS;
  }

  private static double deviation(LabelledImages source, int[] images, double mean) {
    double squares = 0;
    for (int image : images) {
      for (int p = 0; p < FashionMnist.PIXELS; p++) {
        double difference = source.pixel(image, p) - mean;
        squares += difference * difference;
      }
    }
    double deviation = Math.sqrt(squares / images.length / FashionMnist.PIXELS);
    // Images that are all alike: there is nothing to scale.
    return deviation == 0 ? 1 : deviation;
  }

  private static DataSet dataSet(
      LabelledImages source, int[] images, int[] labels, double mean, double deviation) {
    float[] features = new float[images.length * FashionMnist.PIXELS];
    float[] oneHot = new float[images.length * FashionMnist.CLASSES];
    for (int i = 0; i < images.length; i++) {
      for (int p = 0; p < FashionMnist.PIXELS; p++) {
        features[i * FashionMnist.PIXELS + p] =
            (float) ((source.pixel(images[i], p) - mean) / deviation);
      }
      oneHot[i * FashionMnist.CLASSES + labels[i]] = 1;
    }
    return new DataSet(
        array(features, images.length, FashionMnist.PIXELS),
        array(oneHot, images.length, FashionMnist.CLASSES));
  }

  private static INDArray array(float[] values, int rows, int columns) {
    return Nd4j.create(values, new long[] {rows, columns}, DataType.FLOAT);
  }

  DataSet training() {
    return training;
  }

  DataSet validation() {
    return validation;
  }

  /** Other images with their true labels, shifted and scaled like those to train on. */
  DataSet prepared(LabelledImages images) {
    int[] all = new int[images.size()];
    Arrays.setAll(all, i -> i);
    int[] labels = Arrays.stream(all).map(images::label).toArray();
    return dataSet(images, all, labels, mean, deviation);
  }
}
