package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.hessianreg.samediff.internal.graph.SameShape;
import org.hessianreg.samediff.internal.recurrence.Recurrence;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The ops that some variables of a graph need, in the order of their execution. Ops that repeat one
 * another are one op, and one that repeats what the program is given is none. Immutable.
 */
public final class Program {

  private final List<Node> nodes;
  private final List<String> inputs;
  private final Map<Integer, INDArray> constants;
  private final int[] results;
  private final int values;
  private final List<ShapeCheck> checks;
  private final int[] uses;

  private Program(
      List<Node> nodes,
      List<String> inputs,
      Map<Integer, INDArray> constants,
      int[] results,
      int values,
      List<ShapeCheck> checks) {
    this.nodes = nodes;
    this.inputs = inputs;
    this.constants = constants;
    this.results = results;
    this.values = values;
    this.checks = checks;
    this.uses = uses(nodes, results, values);
  }

  /**
   * Reads a program off a graph. It reads the graph's parameters and placeholders, and what it is
   * given.
   *
   * @param graph the graph
   * @param addition the committed, attached addition that the results belong to
   * @param results names of the variables that the program computes, outputs of ops
   * @param given names of constants and outputs of ops whose arrays the program is given at each
   *     run; all outputs of an op, or none
   * @return the program; it does not need the graph to run, but to be bound to arrays
   */
  public static Program of(
      SameDiff graph, GraphAddition addition, List<String> results, Set<String> given) {
    return of(graph, addition.copies(), addition::origin, addition.sameShapes(), results, given);
  }

  private static Program of(
      SameDiff graph,
      Map<String, String> allCopies,
      Function<SameDiffOp, Optional<SameDiffOp>> origin,
      List<SameShape> sameShapes,
      List<String> results,
      Set<String> given) {
    Map<String, String> copies = new HashMap<>(allCopies);
    copies.keySet().removeAll(given);
    Function<Recurrence, Program> body =
        op -> of(graph, allCopies, origin, sameShapes, op.cell().results(), givenTo(op));
    Reader reader = new Reader(graph, given, copies, origin, body);
    for (SameDiffOp op : GraphPaths.ancestors(graph, given)) {
      if (given.containsAll(op.getOutputsOfOp())) {
        reader.offer(op);
      }
    }
    GraphPaths.ancestors(graph, results, given, copies).forEach(reader::append);
    return reader.program(results, sameShapes);
  }

  private static Set<String> givenTo(Recurrence op) {
    Set<String> given = op.cell().varying();
    given.addAll(op.shared());
    return given;
  }

  /**
   * Reads a program off a graph without an addition.
   *
   * @param graph the graph
   * @param results names of the variables that the program computes, outputs of ops
   * @return the program, as in {@link #of}; it is given nothing
   */
  public static Program ofGraph(SameDiff graph, List<String> results) {
    return of(graph, Map.of(), op -> Optional.empty(), List.of(), results, Set.of());
  }

  List<Node> nodes() {
    return nodes;
  }

  /**
   * The variables that the program reads.
   *
   * @return their names, in the order in which {@link ProgramRunner#run} takes their arrays
   */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * How many ops the program has.
   *
   * @return the number
   */
  public int size() {
    return nodes.size();
  }

  /** Arrays by the number of the value. */
  Map<Integer, INDArray> constants() {
    return constants;
  }

  /** Numbers of the values that are the results. */
  int[] results() {
    return results.clone();
  }

  /** Inputs have the numbers from 0. */
  int values() {
    return values;
  }

  /** What must hold of the shapes of values. */
  List<ShapeCheck> checks() {
    return checks;
  }

  /** How often the elements of each value are read; those of a result once more. */
  int[] uses() {
    return uses.clone();
  }

  private static int[] uses(List<Node> nodes, int[] results, int values) {
    int[] uses = new int[values];
    for (Node node : nodes) {
      for (int i = 0; i < node.inputCount(); i++) {
        if (node.readsElements(i)) {
          uses[node.input(i)]++;
        }
      }
    }
    for (int result : results) {
      uses[result]++;
    }
    return uses;
  }

  /** Whether anything reads the elements of an input, and not its shape alone. */
  boolean readsElements(String input) {
    int number = inputs.indexOf(input);
    return number >= 0 && uses[number] > 0;
  }

  /** The values that are results, or whose elements or shapes an op reads. */
  BitSet read() {
    BitSet read = new BitSet();
    nodes.forEach(node -> Arrays.stream(node.inputs()).forEach(read::set));
    Arrays.stream(results).forEach(read::set);
    return read;
  }

  /** Numbers the values, in two passes: only at the end it is known what the inputs are. */
  private static final class Reader {

    private final SameDiff graph;
    private final Set<String> given;
    private final Function<SameDiffOp, Optional<SameDiffOp>> origin;
    private final Function<Recurrence, Program> body;
    private final Map<String, String> representatives = new HashMap<>();
    private final Map<List<Object>, List<String>> known = new HashMap<>();
    private final List<SameDiffOp> ops = new ArrayList<>();

    /**
     * Creates a reader.
     *
     * @param given names of what is an input although it is a constant or an op computes it
     * @param copies what is computed instead of other variables
     * @param origin what an op is derived from
     * @param body reads the program of a step
     */
    Reader(
        SameDiff graph,
        Set<String> given,
        Map<String, String> copies,
        Function<SameDiffOp, Optional<SameDiffOp>> origin,
        Function<Recurrence, Program> body) {
      this.graph = graph;
      this.representatives.putAll(copies);
      this.given = given;
      this.origin = origin;
      this.body = body;
    }

    /** Whether a variable that no op of the program computes is a constant of the program. */
    private boolean isFixed(String variable) {
      return graph.getVariable(variable).getVariableType() == VariableType.CONSTANT
          && !given.contains(variable);
    }

    /** A copy may be represented by an equal variable in turn. */
    private String representative(String variable) {
      String representative = representatives.getOrDefault(variable, variable);
      return representatives.getOrDefault(representative, representative);
    }

    private Optional<List<Object>> signature(SameDiffOp op) {
      List<String> inputs = new ArrayList<>();
      GraphPaths.inputs(op).forEach(input -> inputs.add(representative(input)));
      Optional<List<Object>> key = OpSignature.of(op.getOp(), inputs);
      key.ifPresent(k -> op.getOutputsOfOp().forEach(o -> k.add(graph.getVariable(o).dataType())));
      return key;
    }

    void offer(SameDiffOp op) {
      signature(op).ifPresent(key -> known.putIfAbsent(key, op.getOutputsOfOp()));
    }

    void append(SameDiffOp op) {
      Optional<List<Object>> key = signature(op);
      List<String> same = key.map(known::get).orElse(null);
      if (same == null) {
        ops.add(op);
        key.ifPresent(k -> known.put(k, op.getOutputsOfOp()));
      } else {
        for (int i = 0; i < same.size(); i++) {
          representatives.put(op.getOutputsOfOp().get(i), same.get(i));
        }
      }
    }

    Program program(List<String> results, List<SameShape> sameShapes) {
      Map<String, Integer> numbers = new LinkedHashMap<>();
      Map<Integer, INDArray> constants = new HashMap<>();
      Map<String, Integer> computed = new HashMap<>();
      for (SameDiffOp op : ops) {
        op.getOutputsOfOp().forEach(output -> computed.put(output, computed.size()));
      }
      Set<String> ownConstants = new LinkedHashSet<>();
      List<String> read = new ArrayList<>(results);
      ops.forEach(op -> read.addAll(GraphPaths.inputs(op)));
      for (String name : read) {
        String value = representative(name);
        if (!computed.containsKey(value) && !numbers.containsKey(value)) {
          if (isFixed(value)) {
            ownConstants.add(value);
          } else {
            numbers.put(value, numbers.size());
          }
        }
      }
      List<String> inputs = List.copyOf(numbers.keySet());
      for (String constant : ownConstants) {
        constants.put(numbers.size(), graph.getVariable(constant).getArr());
        numbers.put(constant, numbers.size());
      }
      int first = numbers.size();
      computed.forEach((name, index) -> numbers.put(name, first + index));
      List<Node> nodes = new ArrayList<>();
      for (SameDiffOp op : ops) {
        nodes.add(
            new Node(
                op.getOp(),
                numbersOf(GraphPaths.inputs(op), numbers),
                numbersOf(op.getOutputsOfOp(), numbers),
                typesOf(op),
                originOf(op),
                bodyOf(op)));
      }
      return new Program(
          List.copyOf(nodes),
          inputs,
          Map.copyOf(constants),
          numbersOf(results, numbers),
          numbers.size(),
          checks(sameShapes, numbers));
    }

    /** As far as shapes are known: a program does not read all that it has the gradients of. */
    private List<ShapeCheck> checks(List<SameShape> sameShapes, Map<String, Integer> numbers) {
      List<ShapeCheck> checks = new ArrayList<>();
      for (SameShape same : sameShapes) {
        Integer gradient = numbers.get(representative(same.gradient()));
        Integer variable = numbers.get(representative(same.variable()));
        SDVariable original = graph.getVariable(same.variable());
        if (gradient != null && variable != null) {
          checks.add(ShapeCheck.ofValue(same, gradient, variable));
        } else if (gradient != null && original.getVariableType() == VariableType.VARIABLE) {
          checks.add(ShapeCheck.ofShape(same, gradient, original.getShape()));
        }
      }
      return List.copyOf(checks);
    }

    private Optional<Program> bodyOf(SameDiffOp op) {
      return op.getOp() instanceof Recurrence
          ? Optional.of(body.apply((Recurrence) op.getOp()))
          : Optional.empty();
    }

    private String originOf(SameDiffOp op) {
      SameDiffOp from = origin.apply(op).orElse(op);
      return String.format(
          "Variable '%s': %s", from.getOutputsOfOp().get(0), GraphPaths.describe(from));
    }

    private int[] numbersOf(List<String> names, Map<String, Integer> numbers) {
      return names.stream().mapToInt(name -> numbers.get(representative(name))).toArray();
    }

    private List<DataType> typesOf(SameDiffOp op) {
      List<DataType> types = new ArrayList<>();
      for (SDVariable output : GraphPaths.outputs(graph, op)) {
        types.add(output.dataType());
      }
      return types;
    }
  }
}
