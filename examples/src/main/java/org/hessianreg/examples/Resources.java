package org.hessianreg.examples;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The data that the examples carry with them. */
final class Resources {

  private Resources() {}

  /** Opens a file that is part of the jar. */
  static InputStream open(String name) throws IOException {
    InputStream resource = Resources.class.getResourceAsStream(name);
    if (resource == null) {
      throw new IllegalStateException("Resource " + name + " is missing from the jar");
    }
    return resource;
  }

  /** Writes a file that is part of the jar to disk. */
  static void copy(String name, Path file) throws IOException {
    try (InputStream resource = open(name)) {
      Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
