package org.hessianreg.dl4j;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.hessianreg.dl4j.internal.mirror.NetworkMirror;
import org.hessianreg.dl4j.internal.mirror.TrainedParameters;
import org.hessianreg.dl4j.internal.mirror.network.Settings;
import org.hessianreg.dl4j.internal.mirror.network.TrainedNetwork;
import org.hessianreg.dl4j.mirror.Mirrors;
import org.hessianreg.samediff.internal.execution.GraphSignature;
import org.hessianreg.samediff.internal.training.BuildProgress;
import org.hessianreg.samediff.internal.training.MemoryBound;
import org.hessianreg.samediff.internal.training.PenaltySettings;
import org.hessianreg.samediff.internal.training.PlanMemory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The mirrors of a network, by what they compute and the settings of the network's parts: one
 * serves all lengths of sequences of which no op's attribute depends on the length. A setting that
 * has changed finds or makes another mirror, so that the penalty follows what the network trains
 * with.
 */
final class KeptMirrors {

  private static final Logger LOG = LoggerFactory.getLogger(KeptMirrors.class);

  /** Whoever changes a setting this often changes it all the time. */
  private static final int CHANGES_WORTH_A_WARNING = 8;

  private final TrainedNetwork network;
  private final Mirrors mirrors;
  private final PenaltySettings option;
  private final PlanMemory memory = new PlanMemory();
  private final MemoryBound<Object, MirroredShape> kept;
  private final Map<Object, Object> computed = new HashMap<>();
  private final Map<Object, Object> signatures = new HashMap<>();
  private final Set<Class<?>> followed = new HashSet<>();
  private MirroredShape latest;
  private int changes;
  private boolean warned;

  KeptMirrors(TrainedNetwork network, Mirrors mirrors, PenaltySettings option) {
    this(network, mirrors, option, MemoryBound.ofMachine());
  }

  /**
   * Creates an empty set.
   *
   * @param limit bytes of heap that the mirrors may occupy
   */
  KeptMirrors(TrainedNetwork network, Mirrors mirrors, PenaltySettings option, long limit) {
    this.kept = new MemoryBound<>(limit, shape -> shape.planned().bytes());
    this.network = network;
    this.mirrors = mirrors;
    this.option = option;
  }

  /** The mirror for the shapes and settings of the network's current step. */
  MirroredShape current() {
    Object shapes = network.shapes();
    Object key = List.of(shapes, network.settings(followed));
    return Optional.ofNullable(computed.get(key)).flatMap(kept::get).orElseGet(() -> made(shapes));
  }

  private MirroredShape made(Object shapes) {
    BuildProgress progress = BuildProgress.logged();
    NetworkMirror mirror = NetworkMirror.of(network, mirrors);
    boolean comparable = !followed.addAll(mirror.followed());
    Settings settings = network.settings(followed);
    // One key for all shapes that compute the same: it is as long as the graph.
    Object key =
        signatures.computeIfAbsent(
            List.of(GraphSignature.of(mirror.graph()), settings), signature -> signature);
    computed.put(List.of(shapes, settings), key);
    Optional<MirroredShape> equal = kept.get(key);
    if (equal.isPresent()) {
      return equal.get();
    }
    progress.done("the network's forward pass is written");
    MirroredShape made =
        new MirroredShape(
            mirror, settings, option, TrainedParameters.of(network), memory, progress);
    if (kept.put(key, made) > 0 && !warned) {
      warned = true;
      LOG.warn(
          "Minibatches have so many shapes that the programs of some of them have been dropped, to stay within a quarter of the heap; building them again takes long. Pad or group"
              + " sequences so that they have few lengths, use truncated backpropagation, or give"
              + " the JVM more heap.");
    }
    if (latest != null && comparable && !latest.settings().equals(made.settings())) {
      changed(made.settings().differenceTo(latest.settings()));
    }
    latest = made;
    return made;
  }

  private void changed(String setting) {
    if (++changes == CHANGES_WORTH_A_WARNING) {
      LOG.warn(
          "The setting {} has changed again: each change takes as long as a first step with the"
              + " penalty. If it changes all the time, let the mirror of its part read it by"
              + " number(key, source); if it is not a setting but a state of the part,"
              + " declare the field transient.",
          setting);
    }
  }
}
