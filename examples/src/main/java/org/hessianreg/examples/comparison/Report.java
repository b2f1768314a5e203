package org.hessianreg.examples.comparison;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.hessianreg.examples.internal.Json;

/** The results as a file for programs. */
final class Report {

  private static final String FILE = "comparison.json";

  private final List<SettingResult> settings;

  Report(List<SettingResult> settings) {
    this.settings = List.copyOf(settings);
  }

  /** Writes the file into a folder and says where. */
  Path write(Path folder) throws IOException {
    Path file = folder.resolve(FILE);
    Json.write(this, file);
    return file;
  }

  List<SettingResult> settings() {
    return settings;
  }
}
