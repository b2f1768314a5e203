package org.hessianreg.examples;

import org.datavec.api.transform.metadata.CategoricalMetaData;
import org.datavec.api.transform.metadata.ColumnMetaData;

/** Describes the columns of a DataVec schema. */
final class Columns {

  private Columns() {}

  /** What a value of the column must be, in words. */
  static String expected(ColumnMetaData column) {
    if (column instanceof CategoricalMetaData) {
      return "one of " + String.join(", ", ((CategoricalMetaData) column).getStateNames());
    }
    switch (column.getColumnType()) {
      case Integer:
      case Long:
        return "a whole number";
      default:
        return "a number";
    }
  }
}
