package org.hessianreg.examples.internal;

import java.util.ArrayList;
import java.util.List;

/** A table in plain text: the first column to the left, the others to the right. */
public final class TextTable {

  private static final String GAP = "   ";

  private final List<List<String>> rows = new ArrayList<>();

  /**
   * Starts a table.
   *
   * @param headings of its columns
   */
  public TextTable(String... headings) {
    add(headings);
  }

  /**
   * Adds a row.
   *
   * @param cells from the left; columns that are left out at the end stay empty
   */
  public void add(String... cells) {
    rows.add(List.of(cells));
  }

  /**
   * Formats the table, each column as wide as its widest cell.
   *
   * @return a line for each row
   */
  public String format() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        String cell = row.get(column);
        String padding = " ".repeat(width(column) - cell.length());
        line.append(column == 0 ? cell + padding : GAP + padding + cell);
      }
      text.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return text.toString();
  }

  private int width(int column) {
    return rows.stream()
        .filter(row -> column < row.size())
        .mapToInt(row -> row.get(column).length())
        .max()
        .orElse(0);
  }
}
