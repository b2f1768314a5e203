package org.hessianreg.dl4j.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Deque;
import org.hessianreg.samediff.HessianTraceException;

/** Where and how often a training writes its model. Immutable. */
final class Checkpoints {

  private static final int KEPT = 2;

  private final Path directory;
  private final int everyRounds;

  Checkpoints(Path directory, int everyRounds) {
    this.directory = directory;
    this.everyRounds = everyRounds;
  }

  boolean isDue(TrainingRound round) {
    return round.round() % everyRounds == 0 || round.round() == round.rounds();
  }

  /**
   * Writes a file, which is there as a whole or not at all, and deletes the oldest.
   *
   * @param written the files of this training, the newest last
   */
  void write(TrainingRound round, Saving saving, Deque<Path> written) {
    String name =
        String.format(
            "checkpoint_epoch_%d_round_%d%s", round.epoch(), round.round(), saving.extension());
    Path file = directory.resolve(name);
    Path unfinished = directory.resolve(name + ".part");
    try {
      Files.createDirectories(directory);
      saving.write(unfinished.toFile());
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
      written.remove(file);
      written.addLast(file);
      if (written.size() > KEPT) {
        Files.deleteIfExists(written.removeFirst());
      }
    } catch (IOException | UncheckedIOException e) {
      throw new HessianTraceException(
          String.format("The checkpoint %s cannot be written: %s.", file, e.getMessage()),
          "name a directory on the driver that can be written, with enough room.",
          e);
    }
  }
}
