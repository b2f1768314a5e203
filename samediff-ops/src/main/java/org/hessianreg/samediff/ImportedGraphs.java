package org.hessianreg.samediff;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.imports.ParameterChoice;
import org.hessianreg.samediff.internal.imports.Preparation;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes graphs trainable that ND4J has imported from ONNX or TensorFlow files.
 *
 * <pre>{@code
 * PreparedGraph prepared = ImportedGraphs.prepare(imported);
 * SameDiff sd = prepared.graph();
 * SDVariable labels = sd.placeHolder("labels", DataType.FLOAT, -1, 10);
 * sd.setLossVariables(sd.loss().softmaxCrossEntropy("loss", labels, sd.getVariable("logits"), null));
 * }</pre>
 *
 * <p>Constants become parameters; ops that no output needs, and ops that change nothing, are left
 * out; what the importers lose or make wrong is repaired; attributes that are constant inputs
 * become numbers; and ops that SameDiff cannot differentiate are written with others where that is
 * possible. The imported graph stays as it was: what is returned is a new graph, for a graph that
 * is changed in place could not be put back after a failure.
 *
 * <p>Where the imported graph can be executed, on made-up inputs or an example of the user's, the
 * new one is, too: a variable that differs is an exception, unless the importer made it wrong,
 * which the report says.
 */
public final class ImportedGraphs {

  private final SameDiff imported;
  private final List<String> outputs;
  private final ParameterChoice parameters;
  private final Map<String, INDArray> examples;

  private ImportedGraphs(
      SameDiff imported,
      List<String> outputs,
      ParameterChoice parameters,
      Map<String, INDArray> examples) {
    this.imported = imported;
    this.outputs = outputs;
    this.parameters = parameters;
    this.examples = examples;
  }

  /**
   * Prepares a graph: its outputs are the floating-point variables that nothing reads, and its
   * parameters all floating-point constants that have dimensions, but for means and variances of
   * batch normalisations.
   *
   * @param imported a graph that an importer of ND4J made
   * @return the new graph, and what was changed
   * @throws HessianTraceException as {@link #prepare()} does
   */
  public static PreparedGraph prepare(SameDiff imported) {
    return of(imported).prepare();
  }

  /**
   * Begins to prepare a graph otherwise than {@link #prepare(SameDiff)} does.
   *
   * @param imported a graph that an importer of ND4J made
   * @return the usual settings
   */
  public static ImportedGraphs of(SameDiff imported) {
    return new ImportedGraphs(imported, List.of(), ParameterChoice.usual(imported), Map.of());
  }

  /**
   * Sets what is wanted of the graph.
   *
   * @param names names of variables, such as logits; what they do not need is left out
   * @return these settings with that
   * @throws HessianTraceException if the graph has no variable of a name
   */
  public ImportedGraphs outputs(String... names) {
    for (String name : names) {
      if (!imported.hasVariable(name)) {
        throw new HessianTraceException(
            String.format("Output '%s': the imported graph has no variable of that name.", name),
            "name a variable of the graph, one of which nothing reads: " + unread(imported) + ".");
      }
    }
    return new ImportedGraphs(imported, List.of(names), parameters, examples);
  }

  /**
   * Sets which floating-point constants become parameters. What is a variable already stays one.
   *
   * @param wanted decides by the name of the constant
   * @return these settings with that
   */
  public ImportedGraphs parameters(Predicate<String> wanted) {
    return new ImportedGraphs(imported, outputs, ParameterChoice.of(wanted), examples);
  }

  /**
   * Sets a minibatch on which imported and prepared graph are compared. It is needed where made-up
   * numbers in the shapes of the graph's placeholders do not do, as for images of any size, and
   * indices.
   *
   * @param inputs arrays by the names of placeholders; they are not changed
   * @return these settings with that
   */
  public ImportedGraphs example(Map<String, INDArray> inputs) {
    return new ImportedGraphs(imported, outputs, parameters, Map.copyOf(inputs));
  }

  /**
   * Prepares the graph.
   *
   * @return the new graph, and what was changed
   * @throws HessianTraceException if the graph has no output or no parameter reaches one, if
   *     SameDiff cannot copy an op, or if the new graph computes anything else than the imported
   *     one
   */
  public PreparedGraph prepare() {
    List<String> wanted = outputs.isEmpty() ? unread(imported) : outputs;
    if (wanted.isEmpty()) {
      throw new HessianTraceException(
          "The imported graph has no floating-point variable that nothing reads.",
          "name its outputs by outputs(...).");
    }
    Preparation preparation = Preparation.of(imported, wanted, parameters, examples);
    return new PreparedGraph(preparation.graph(), preparation.changes(), preparation.remaining());
  }

  /**
   * Results that depend on what can be a parameter; others of an op with several are seldom meant.
   */
  private static List<String> unread(SameDiff graph) {
    Set<String> read = new HashSet<>();
    graph.getOps().values().forEach(op -> read.addAll(GraphPaths.inputs(op)));
    List<String> names = new ArrayList<>();
    for (SameDiffOp op : graph.getOps().values()) {
      String name = op.getOutputsOfOp().get(0);
      if (graph.getVariable(name).dataType().isFPType()
          && op.getOutputsOfOp().stream().noneMatch(read::contains)
          && dependsOnNumbers(graph, name)) {
        names.add(name);
      }
    }
    return names;
  }

  private static boolean dependsOnNumbers(SameDiff graph, String name) {
    return GraphPaths.ancestors(graph, List.of(name)).stream()
        .flatMap(op -> GraphPaths.inputs(op).stream())
        .map(graph::getVariable)
        .anyMatch(
            variable ->
                (variable.isConstant() || variable.getVariableType() == VariableType.VARIABLE)
                    && variable.dataType().isFPType());
  }
}
