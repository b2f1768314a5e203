package org.hessianreg.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.datavec.api.records.reader.RecordReader;
import org.datavec.api.records.reader.impl.csv.CSVRecordReader;
import org.datavec.api.split.FileSplit;
import org.datavec.api.transform.ColumnType;
import org.datavec.api.transform.metadata.ColumnMetaData;
import org.datavec.api.transform.schema.Schema;
import org.datavec.api.writable.Text;
import org.datavec.api.writable.Writable;

/**
 * Holds a CSV file against a DataVec schema, line by line. DataVec's own readers and transforms
 * find most of what is wrong with a file, too, but say neither where nor which file.
 */
final class CsvCheck {

  private static final Set<String> MISSING = Set.of("", "NA");

  private final Path file;
  private final Schema schema;

  private CsvCheck(Path file, Schema schema) {
    this.file = file;
    this.schema = schema;
  }

  /**
   * Refuses a file that does not start with the schema's names or has a line that does not fit.
   * Values that are missing, empty or {@code NA}, are let through.
   */
  static void check(Path file, Schema schema) {
    if (!Files.isRegularFile(file) || !Files.isReadable(file)) {
      throw BadDataException.of(file, "is no file that can be read", "name a CSV file");
    }
    new CsvCheck(file, schema).checkLines();
  }

  private void checkLines() {
    try (RecordReader reader = new CSVRecordReader()) {
      reader.initialize(new FileSplit(file.toFile()));
      int line = 0;
      while (reader.hasNext()) {
        line++;
        check(line, read(reader, line));
      }
      if (line < 2) {
        throw BadDataException.of(file, "holds no data", "give it a header and lines below it");
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Interrupted while reading " + file, e);
    }
  }

  /** An open quote is what DataVec's parser finds, as an exception without a place. */
  private List<String> read(RecordReader reader, int line) {
    try {
      return reader.next().stream().map(Writable::toString).collect(Collectors.toList());
    } catch (RuntimeException e) {
      throw BadDataException.of(file, line, "cannot be parsed", "close its quotes");
    }
  }

  private void check(int line, List<String> values) {
    if (line == 1) {
      checkHeader(values);
      return;
    }
    if (values.size() != schema.numColumns()) {
      throw BadDataException.of(
          file,
          line,
          "has " + values.size() + " columns",
          "give it the " + schema.numColumns() + " of the header");
    }
    for (int column = 0; column < values.size(); column++) {
      check(line, schema.getMetaData(column), values.get(column));
    }
  }

  private void checkHeader(List<String> names) {
    if (!names.equals(schema.getColumnNames())) {
      throw BadDataException.of(
          file,
          1,
          "has other columns than the example needs",
          "start the file with the line " + String.join(",", schema.getColumnNames()));
    }
  }

  private void check(int line, ColumnMetaData column, String value) {
    if (!MISSING.contains(value) && !isValid(column, value)) {
      throw BadDataException.of(
          file,
          line,
          String.format("has '%s' as %s", value, column.getName()),
          "give " + Columns.expected(column) + ", or NA where it is missing");
    }
  }

  /** DataVec takes NaN and infinities for valid numbers. */
  private static boolean isValid(ColumnMetaData column, String value) {
    return column.isValid(new Text(value))
        && (column.getColumnType() == ColumnType.Categorical
            || Double.isFinite(Double.parseDouble(value)));
  }
}
