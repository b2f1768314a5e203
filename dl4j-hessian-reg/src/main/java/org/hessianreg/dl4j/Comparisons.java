package org.hessianreg.dl4j;

import java.util.Collections;
import java.util.Set;
import org.hessianreg.dl4j.internal.mirror.network.Settings;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;

/**
 * When the gradient of a network's mirror is compared with the network's own: at the first step
 * with settings that have not been compared yet, and now and then, since a user's mirror may not
 * follow all that the user changes.
 */
final class Comparisons {

  /**
   * Steps with a penalty between two comparisons. One takes as long as a few steps, since the
   * gradient of the mirror is written for it anew.
   */
  private static final int INTERVAL = 1000;

  private final TrainedNetwork network;
  private final Set<Settings> agreed = Collections.newSetFromMap(new RecentlyUsed<>());
  private int steps;
  private boolean doubted;

  Comparisons(TrainedNetwork network) {
    this.network = network;
  }

  /**
   * Compares, if it is time to, when the network's gradient is complete.
   *
   * @throws org.hessianreg.samediff.HessianTraceException if the gradients differ: at once for
   *     settings that are new, and otherwise twice in a row, since rounding can turn a single unit
   *     at a kink on or off
   */
  void require(MirroredShape shape) {
    boolean first = !agreed.contains(shape.settings());
    if (!network.hasGradientOfScore() || !(first || doubted || ++steps % INTERVAL == 0)) {
      return;
    }
    MirrorCheck check =
        new MirrorCheck(
            network,
            shape.mirror(),
            shape.planned().problem().parameters(),
            shape.planned().pool());
    if (first || doubted) {
      check.require();
      agreed.add(shape.settings());
      doubted = false;
    } else {
      doubted = !check.agrees();
    }
  }
}
