package org.hessianreg.dl4j.spark;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;

/** A minibatch that ends the JVM that trains on it, the first time that one does. */
final class FatalMinibatch extends MultiDataSet {

  private static final long serialVersionUID = 1L;

  private static final int STATUS = 137;

  private final String file;

  /** Takes a minibatch, and the file that the ended process leaves its id in. */
  FatalMinibatch(DataSet minibatch, Path file) {
    super(minibatch.getFeatures(), minibatch.getLabels());
    this.file = file.toString();
  }

  /** Called by a network's {@code fit}. */
  @Override
  public INDArray[] getFeatures() {
    try {
      String process = String.valueOf(ProcessHandle.current().pid());
      Files.writeString(Path.of(file), process, StandardOpenOption.CREATE_NEW);
      Runtime.getRuntime().halt(STATUS);
    } catch (FileAlreadyExistsException e) {
      // One process has ended; this one trains.
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return super.getFeatures();
  }
}
