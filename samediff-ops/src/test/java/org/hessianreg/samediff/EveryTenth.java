package org.hessianreg.samediff;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A sample of a long list of cases, for quick tests. */
public final class EveryTenth {

  private EveryTenth() {}

  /**
   * Takes the first element and every tenth after it.
   *
   * @param all the list
   * @return the sample, in the list's order
   */
  public static <T> List<T> of(List<T> all) {
    return IntStream.range(0, all.size())
        .filter(i -> i % 10 == 0)
        .mapToObj(all::get)
        .collect(Collectors.toList());
  }
}
