package org.hessianreg.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where an example writes its files. */
final class OutputOptions {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--output",
      paramLabel = "DIR",
      defaultValue = "target",
      description = "Folder for what the example writes (default: ${DEFAULT-VALUE}).")
  private Path output;

  /** The path of a file or folder in the output folder. */
  Path resolve(String name) {
    return output.resolve(name);
  }

  /** Makes the folder: now rather than after minutes of training. */
  void check() {
    try {
      Files.createDirectories(output);
    } catch (IOException e) {
      throw bad("--output " + output + " is not a folder and cannot be made one: name another");
    }
    if (!Files.isWritable(output)) {
      throw bad("--output " + output + " is not writable: name another folder");
    }
  }

  private ParameterException bad(String message) {
    return new ParameterException(command.commandLine(), message);
  }
}
