package org.hessianreg.examples;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.InputStreamInputSplit;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.SplitTestAndTrain;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** The UCI optical digits, split into a training and a test part and standardised. */
final class DigitsData {
  static final int IMAGES = 1797;
  static final int SIDE = 8;
  static final int CLASSES = 10;

  private static final int PIXELS = SIDE * SIDE;
  private static final String RESOURCE = "digits.csv.gz";

  private final DataSet training;
  private final DataSet test;

  private DigitsData(DataSet training, DataSet test) {
    this.training = training;
    this.test = test;
  }

  /** Images {@code [n, 1, 8, 8]} and one-hot labels {@code [n, 10]} to train on. */
  DataSet training() {
    return training;
  }

  /** Images and labels that training never sees. */
  DataSet test() {
    return test;
  }

  /**
   * Reads the digits and splits them.
   *
   * @param trainingImages how many images go to the training part; all others are the test part
   * @param labelNoise fraction of the training labels that is replaced by a wrong class; test
   *     labels are never touched
   * @param seed decides the split and the noise
   */
  static DigitsData load(int trainingImages, double labelNoise, long seed) {
    Random random = new Random(seed);
    SplitTestAndTrain parts = readAll().splitTestAndTrain(trainingImages, random);
    DataSet training = parts.getTrain();
    DataSet test = parts.getTest();
    addLabelNoise(training.getLabels(), labelNoise, random);

    // Fitted on the training part alone, so that nothing of the test part leaks into training. Of
    // an image tensor it takes one mean and one standard deviation per channel. Per pixel would be
    // wrong here: border pixels are constant on small training parts, and their deviation of about
    // zero would blow up the first test image that has ink there.
    NormalizerStandardize normalizer = new NormalizerStandardize();
    normalizer.fit(training);
    normalizer.transform(training);
    normalizer.transform(test);
    return new DigitsData(training, test);
  }

  /** All digits as they are: pixels from 0 to 16, {@code [1797, 1, 8, 8]}, and one-hot labels. */
  static DataSet readAll() {
    try (InputStream packed = Resources.open(RESOURCE)) {
      RecordReader reader = new CSVRecordReader();
      reader.initialize(new InputStreamInputSplit(new GZIPInputStream(packed)));
      DataSet digits = new RecordReaderDataSetIterator(reader, IMAGES, PIXELS, CLASSES).next();
      INDArray images = digits.getFeatures().reshape(digits.numExamples(), 1, SIDE, SIDE);
      return new DataSet(images, digits.getLabels());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + RESOURCE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading " + RESOURCE, e);
    }
  }

  /** Gives a random, exactly rounded share of the rows another class than their own. */
  private static void addLabelNoise(INDArray labels, double share, Random random) {
    List<Integer> rows = IntStream.range(0, labels.rows()).boxed().collect(Collectors.toList());
    Collections.shuffle(rows, random);
    for (int row : rows.subList(0, (int) Math.round(share * rows.size()))) {
      int truth = labels.getRow(row).argMax().getInt(0);
      int wrong = (truth + 1 + random.nextInt(CLASSES - 1)) % CLASSES;
      labels.putScalar(row, truth, 0.0);
      labels.putScalar(row, wrong, 1.0);
    }
  }
}
