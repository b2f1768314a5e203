package org.hessianreg.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.datavec.api.records.reader.SequenceRecordReader;
import org.datavec.api.records.reader.impl.csv.CSVSequenceRecordReader;
import org.datavec.api.split.CollectionInputSplit;
import org.datavec.api.split.InputSplit;
import org.datavec.api.writable.Writable;
import org.deeplearning4j.datasets.datavec.SequenceRecordReaderDataSetIterator;
import org.deeplearning4j.datasets.datavec.SequenceRecordReaderDataSetIterator.AlignmentMode;
import org.nd4j.linalg.dataset.DataSet;

/**
 * A folder of sequences, one CSV file for each: {@code features/0.csv} holds a line for each step
 * and {@code labels/0.csv} the number of the class; {@code 1.csv} and so on follow. Immutable.
 */
final class SequenceFolder {

  private static final String FIX =
      "number the files from 0.csv in the folders features and labels";

  private final Layout layout;
  private final int sequences;
  private final int classes;

  private SequenceFolder(Layout layout, int sequences, int classes) {
    this.layout = layout;
    this.sequences = sequences;
    this.classes = classes;
  }

  /** Refuses a folder that is not as described, and files that do not fit together. */
  static SequenceFolder open(Path root) throws IOException {
    Layout layout = new Layout(root);
    if (!Files.isDirectory(root)) {
      throw BadDataException.of(root, "is not a folder", FIX);
    }
    int sequences = 0;
    int classes = 0;
    int columns = 0;
    while (Files.exists(layout.features(sequences)) || Files.exists(layout.label(sequences))) {
      columns = checkSteps(layout.features(sequences), columns);
      classes = Math.max(classes, checkLabel(layout.label(sequences)) + 1);
      sequences++;
    }
    if (sequences == 0) {
      throw BadDataException.of(root, "holds no sequences", FIX);
    }
    if (classes < 2) {
      throw BadDataException.of(root, "holds sequences of one class", "add some of another");
    }
    return new SequenceFolder(layout, sequences, classes);
  }

  /**
   * Holds each line of a sequence against the columns of those before it.
   *
   * @param expected the number of columns; 0 where this is the first sequence
   * @return the number of columns
   */
  private static int checkSteps(Path file, int expected) throws IOException {
    List<List<Writable>> steps = read(file);
    int columns = expected == 0 ? steps.get(0).size() : expected;
    for (int i = 0; i < steps.size(); i++) {
      List<Writable> step = steps.get(i);
      if (step.size() != columns) {
        throw BadDataException.of(
            file,
            i + 1,
            "has " + step.size() + " columns",
            "give it " + columns + " as the lines before it, in this file or the one before");
      }
      for (Writable value : step) {
        checkNumber(file, i + 1, value.toString());
      }
    }
    return columns;
  }

  private static void checkNumber(Path file, int line, String value) {
    try {
      if (Double.isFinite(Double.parseDouble(value))) {
        return;
      }
    } catch (NumberFormatException e) {
      // It is refused below, as an infinite one is.
    }
    throw BadDataException.of(file, line, "has '" + value + "'", "give a finite number");
  }

  private static int checkLabel(Path file) throws IOException {
    String text =
        read(file).stream()
            .map(line -> line.stream().map(Writable::toString).collect(Collectors.joining(",")))
            .collect(Collectors.joining(" "));
    if (!text.matches("\\d{1,3}")) {
      throw BadDataException.of(
          file, "holds '" + text + "'", "give the number of a class, from 0 to 999, alone");
    }
    return Integer.parseInt(text);
  }

  private static List<List<Writable>> read(Path file) throws IOException {
    if (!Files.isReadable(file) || Files.size(file) == 0) {
      throw BadDataException.of(file, "is missing, empty or unreadable", FIX);
    }
    try (CSVSequenceRecordReader reader = new CSVSequenceRecordReader()) {
      reader.initialize(new CollectionInputSplit(List.of(file.toUri())));
      return reader.sequenceRecord();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading " + file, e);
    }
  }

  int sequences() {
    return sequences;
  }

  int classes() {
    return classes;
  }

  /**
   * Reads all sequences, in an order drawn at random.
   *
   * @return features {@code [n, columns, steps]}, filled up to the longest sequence behind the end,
   *     and labels {@code [n, classes, steps]} at the last step; masks say which steps count
   */
  DataSet read(long seed) throws IOException {
    List<Integer> order = IntStream.range(0, sequences).boxed().collect(Collectors.toList());
    Collections.shuffle(order, new Random(seed));
    List<Path> features = new ArrayList<>();
    List<Path> labels = new ArrayList<>();
    for (int i : order) {
      features.add(layout.features(i));
      labels.add(layout.label(i));
    }
    return new SequenceRecordReaderDataSetIterator(
            reader(features), reader(labels), sequences, classes, false, AlignmentMode.ALIGN_END)
        .next();
  }

  private static SequenceRecordReader reader(List<Path> files) throws IOException {
    InputSplit split =
        new CollectionInputSplit(files.stream().map(Path::toUri).collect(Collectors.toList()));
    try {
      SequenceRecordReader reader = new CSVSequenceRecordReader();
      reader.initialize(split);
      return reader;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while opening sequences", e);
    }
  }

  /** Where the files lie. Immutable. */
  static final class Layout {

    private final Path features;
    private final Path labels;

    Layout(Path root) {
      features = root.resolve("features");
      labels = root.resolve("labels");
    }

    void createFolders() throws IOException {
      Files.createDirectories(features);
      Files.createDirectories(labels);
    }

    /** The file of a sequence's steps. */
    Path features(int number) {
      return features.resolve(number + ".csv");
    }

    /** The file of a sequence's class. */
    Path label(int number) {
      return labels.resolve(number + ".csv");
    }
  }
}
