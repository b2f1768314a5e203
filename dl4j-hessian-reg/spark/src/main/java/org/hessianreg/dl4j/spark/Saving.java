package org.hessianreg.dl4j.spark;

import java.io.File;
import java.io.IOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.autodiff.samediff.SameDiff;

/** How a model is written to a file. */
abstract class Saving {

  private final String extension;

  private Saving(String extension) {
    this.extension = extension;
  }

  static Saving of(Model network) {
    return new Saving(".zip") {
      @Override
      void write(File file) throws IOException {
        ModelSerializer.writeModel(network, file, true);
      }
    };
  }

  static Saving of(SameDiff graph) {
    return new Saving(".fb") {
      @Override
      void write(File file) {
        graph.save(file, true);
      }
    };
  }

  String extension() {
    return extension;
  }

  abstract void write(File file) throws IOException;
}
