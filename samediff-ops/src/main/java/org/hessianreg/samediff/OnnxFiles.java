package org.hessianreg.samediff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import onnx.Onnx.ModelProto;
import org.hessianreg.samediff.internal.imports.onnx.ModelRewriting;

/**
 * Writes ONNX files so that ND4J's importer can read them.
 *
 * <pre>{@code
 * OnnxFiles.rewrite(Path.of("model.onnx"), Path.of("importable.onnx"));
 * SameDiff imported = new OnnxFrameworkImporter().runImport("importable.onnx", new HashMap<>(), true);
 * }</pre>
 *
 * <p>Names lose their colons; nodes without a name get one; nodes and tensors that no output needs
 * are left out; nodes that hold a constant become tensors; and nodes that the importer does not
 * know, or reads wrongly, are written with others where that is possible: {@code Sum}, {@code Pow}
 * by 1, 2, 3 and a half, {@code PRelu}, {@code HardSigmoid}, {@code HardSwish}, {@code Dropout},
 * convolutions of one dimension, and reshapes that copy the number of examples. Others stay, and
 * the importer may refuse them.
 */
public final class OnnxFiles {

  private OnnxFiles() {}

  /**
   * Writes a file anew.
   *
   * @param source an ONNX file, with its tensors inside
   * @param target the file to write; it may be the same
   * @return a line for each change
   * @throws IOException if a file cannot be read or written
   */
  public static List<String> rewrite(Path source, Path target) throws IOException {
    ModelRewriting rewriting = new ModelRewriting(ModelProto.parseFrom(Files.readAllBytes(source)));
    Files.write(target, rewriting.model().toByteArray());
    return rewriting.changes();
  }
}
