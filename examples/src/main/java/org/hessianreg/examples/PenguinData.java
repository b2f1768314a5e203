package org.hessianreg.examples;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.records.reader.impl.transform.TransformProcessRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.TransformProcess;
import org.datavec.api.transform.filter.FilterInvalidValues;
import org.datavec.api.transform.schema.Schema;
import org.deeplearning4j.datasets.datavec.RecordReaderDataSetIterator;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.SplitTestAndTrain;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;

/** Penguins, described by species, island and four measures; the classes are their sexes. */
final class PenguinData {

  static final int CLASSES = 2;

  private static final String LABEL = "sex";

  /** What the columns of the file hold. */
  private static final Schema SCHEMA =
      new Schema.Builder()
          .addColumnCategorical("species", "Adelie", "Chinstrap", "Gentoo")
          .addColumnCategorical("island", "Biscoe", "Dream", "Torgersen")
          .addColumnsDouble("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")
          .addColumnCategorical(LABEL, "female", "male")
          .addColumnInteger("year")
          .build();

  private final DataSet training;
  private final DataSet test;

  private PenguinData(DataSet training, DataSet test) {
    this.training = training;
    this.test = test;
  }

  /** Features {@code [n, 10]} and one-hot labels {@code [n, 2]} to train on. */
  DataSet training() {
    return training;
  }

  /** Penguins that training never sees. */
  DataSet test() {
    return test;
  }

  /** Splits what was read and standardises it. */
  static PenguinData split(DataSet penguins, int trainingRows, long seed) {
    SplitTestAndTrain parts = penguins.splitTestAndTrain(trainingRows, new Random(seed));
    DataSet training = parts.getTrain();
    DataSet test = parts.getTest();
    // Fitted on the training part alone, so that nothing of the test part leaks into training.
    NormalizerStandardize normalizer = new NormalizerStandardize();
    normalizer.fit(training);
    normalizer.transform(training);
    normalizer.transform(test);
    return new PenguinData(training, test);
  }

  /** Reads all penguins of a file of which nothing is missing. */
  static DataSet read(Path file) throws IOException {
    CsvCheck.check(file, SCHEMA);
    TransformProcess process = process();
    try (RecordReader csv = new CSVRecordReader(1)) {
      csv.initialize(new FileSplit(file.toFile()));
      RecordReader penguins = new TransformProcessRecordReader(csv, process);
      if (!penguins.hasNext()) {
        throw BadDataException.of(file, "misses a value in every line", "give lines without NA");
      }
      int label = process.getFinalSchema().getIndexOfColumn(LABEL);
      return new RecordReaderDataSetIterator(penguins, Integer.MAX_VALUE, label, CLASSES).next();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading " + file, e);
    }
  }

  /** From the file's columns to the network's numbers. */
  private static TransformProcess process() {
    return new TransformProcess.Builder(SCHEMA)
        .filter(new FilterInvalidValues(SCHEMA.getColumnNames().toArray(new String[0])))
        .removeColumns("year")
        .categoricalToOneHot("species", "island")
        .categoricalToInteger(LABEL)
        .build();
  }
}
