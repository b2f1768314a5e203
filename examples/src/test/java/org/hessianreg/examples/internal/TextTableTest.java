package org.hessianreg.examples.internal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TextTableTest {

  @Test
  void alignsColumns() {
    TextTable table = new TextTable("name", "n");
    table.add("a", "1");
    table.add("longer", "100");

    assertThat(table.format().lines())
        .containsExactly("name       n", "a          1", "longer   100");
  }
}
