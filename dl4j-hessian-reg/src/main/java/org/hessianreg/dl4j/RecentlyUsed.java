package org.hessianreg.dl4j;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A map that keeps the entries used last. More would hold memory for little: what is not there is
 * built again.
 */
final class RecentlyUsed<K, V> extends LinkedHashMap<K, V> {

  private static final long serialVersionUID = 1L;

  private static final int MOST = 64;

  RecentlyUsed() {
    super(16, 0.75f, true);
  }

  @Override
  protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
    return size() > MOST;
  }
}
