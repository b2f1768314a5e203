package org.hessianreg.examples.comparison;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.hessianreg.examples.internal.Json;
import org.hessianreg.samediff.HessianTraceException;

/**
 * The outcomes so far, a line each in a file: a command that was interrupted goes on from there.
 */
final class RunLog {

  static final String FILE = "runs.jsonl";

  private final Path file;
  private final Map<String, Outcome> outcomes = new HashMap<>();

  private RunLog(Path file) {
    this.file = file;
  }

  /**
   * Opens the log of a folder, or starts one.
   *
   * @throws HessianTraceException if the file holds a line that is not an outcome
   */
  static RunLog open(Path folder) throws IOException {
    RunLog log = new RunLog(folder.resolve(FILE));
    if (Files.exists(log.file)) {
      log.load();
    }
    return log;
  }

  private void load() throws IOException {
    String text = Files.readString(file);
    int end = text.lastIndexOf('\n') + 1;
    List<String> lines = List.of(text.substring(0, end).split("\n"));
    for (int i = 0; i < lines.size(); i++) {
      if (!lines.get(i).isBlank()) {
        keep(parse(lines.get(i), i + 1));
      }
    }
    if (end < text.length()) {
      // The end of a line that was being written when the command was interrupted.
      Files.writeString(file, text.substring(0, end));
    }
  }

  private Outcome parse(String line, int number) {
    try {
      return Json.read(line, Outcome.class);
    } catch (JsonProcessingException e) {
      throw new HessianTraceException(
          String.format("Line %d of %s is not the outcome of a run.", number, file),
          "remove the line, or name another folder with --output.",
          e);
    }
  }

  private void keep(Outcome outcome) {
    outcomes.put(outcome.task().key(), outcome);
  }

  Optional<Outcome> find(Task task) {
    return Optional.ofNullable(outcomes.get(task.key()));
  }

  void add(Outcome outcome) throws IOException {
    Files.writeString(
        file, Json.line(outcome) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    keep(outcome);
  }
}
