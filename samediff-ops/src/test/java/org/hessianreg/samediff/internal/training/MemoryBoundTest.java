package org.hessianreg.samediff.internal.training;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is kept, and what is dropped for it. */
class MemoryBoundTest {

  private final MemoryBound<String, Long> map = new MemoryBound<>(100, bytes -> bytes);

  @Test
  void whatWasNotUsedForLongestIsDropped() {
    map.put("a", 40L);
    map.put("b", 40L);
    assertThat(map.get("a")).hasValue(40L);
    map.put("c", 40L);
    assertThat(map.put("d", 1L)).isEqualTo(1);
    assertThat(map.get("b")).isEmpty();
    assertThat(map.get("a")).isPresent();
    assertThat(map.bytes()).isEqualTo(81);
  }

  @Test
  void theNewestIsKeptHoweverLarge() {
    map.put("a", 40L);
    map.put("b", 1000L);
    assertThat(map.get("b")).hasValue(1000L);
    assertThat(map.put("c", 1L)).isEqualTo(2);
    assertThat(map.size()).isEqualTo(1);
  }
}
