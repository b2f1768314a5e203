package org.hessianreg.samediff.internal.recurrence;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.hessianreg.samediff.internal.graph.GraphPaths;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.VariableType;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;

/**
 * One step of a recurrence, by the names of variables in the graph that it is written in. What a
 * step computes may depend on its inputs and states, and on other variables of the graph, which are
 * the same in all steps. Immutable.
 */
public final class Cell {

  private final List<String> inputs;
  private final List<String> states;
  private final List<String> next;
  private final List<String> outputs;
  private final List<String> sums;
  private final List<Product> products;

  /** {@code Σ aᵀ·b} over the steps, for matrices of the step by their names. Immutable. */
  public static final class Product {

    private final String left;
    private final String right;

    /**
     * Creates a product.
     *
     * @param left name of {@code a}
     * @param right name of {@code b}, with as many rows
     */
    public Product(String left, String right) {
      this.left = left;
      this.right = right;
    }

    /**
     * The first factor, before it is transposed.
     *
     * @return the name of {@code a}
     */
    public String left() {
      return left;
    }

    /**
     * The second factor.
     *
     * @return the name of {@code b}
     */
    public String right() {
      return right;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Product
          && left.equals(((Product) other).left)
          && right.equals(((Product) other).right);
    }

    @Override
    public int hashCode() {
      return Objects.hash(left, right);
    }
  }

  /**
   * Creates a cell.
   *
   * @param inputs stand for the step's slices of arrays that have a slice for each step
   * @param states stand for what the step before has left
   * @param next what the step leaves for the next one, for each state
   * @param outputs of which the slices of all steps are kept
   * @param sums of which the sum over all steps is kept
   * @param products of which the sum over all steps is kept; all steps are multiplied at once
   */
  public Cell(
      List<String> inputs,
      List<String> states,
      List<String> next,
      List<String> outputs,
      List<String> sums,
      List<Product> products) {
    this.inputs = List.copyOf(inputs);
    this.states = List.copyOf(states);
    this.next = List.copyOf(next);
    this.outputs = List.copyOf(outputs);
    this.sums = List.copyOf(sums);
    this.products = List.copyOf(products);
  }

  /**
   * Creates a cell without sums, as forward passes have.
   *
   * @param inputs stand for the step's slices of arrays that have a slice for each step
   * @param states stand for what the step before has left
   * @param next what the step leaves for the next one, for each state
   * @param outputs of which the slices of all steps are kept
   * @return the cell
   */
  public static Cell of(
      List<String> inputs, List<String> states, List<String> next, List<String> outputs) {
    return new Cell(inputs, states, next, outputs, List.of(), List.of());
  }

  /**
   * The cell with more outputs.
   *
   * @param more names of variables that are no outputs yet
   * @return a cell whose first outputs are those of this one
   */
  public Cell withOutputs(List<String> more) {
    List<String> all = new ArrayList<>(outputs);
    all.addAll(more);
    return new Cell(inputs, states, next, all, sums, products);
  }

  /**
   * Names of what stands for a slice of each sequence.
   *
   * @return the names
   */
  public List<String> inputs() {
    return inputs;
  }

  /**
   * Names of what stands for each state before the step.
   *
   * @return the names
   */
  public List<String> states() {
    return states;
  }

  /**
   * Names of the states after the step.
   *
   * @return the names, in the order of the states
   */
  public List<String> next() {
    return next;
  }

  /**
   * Names of what is kept for all steps.
   *
   * @return the names
   */
  public List<String> outputs() {
    return outputs;
  }

  /**
   * Names of what is summed over the steps.
   *
   * @return the names
   */
  public List<String> sums() {
    return sums;
  }

  /**
   * Products that are summed over the steps.
   *
   * @return the products
   */
  public List<Product> products() {
    return products;
  }

  /**
   * All that a step computes.
   *
   * @return names of outputs, next states, sums, and left and right factors of products, in this
   *     order
   */
  public List<String> results() {
    List<String> results = new ArrayList<>(outputs);
    results.addAll(next);
    results.addAll(sums);
    products.forEach(product -> results.add(product.left()));
    products.forEach(product -> results.add(product.right()));
    return results;
  }

  /**
   * What a recurrence of the cell has an output for.
   *
   * @return names of outputs, next states, sums, and left factors of products, in this order
   */
  public List<String> kept() {
    return results().subList(0, outputs.size() + next.size() + sums.size() + products.size());
  }

  /**
   * What differs from step to step without being computed by the step.
   *
   * @return names of inputs and states
   */
  public Set<String> varying() {
    Set<String> varying = new LinkedHashSet<>(inputs);
    varying.addAll(states);
    return varying;
  }

  /**
   * The ops of a step: those on the way to the results that depend on an input or a state.
   *
   * @param graph the graph
   * @param copies what is read instead of other variables
   * @return the ops in an order of execution
   */
  public List<SameDiffOp> ops(SameDiff graph, Map<String, String> copies) {
    Set<String> known = varying();
    Set<String> inside = new HashSet<>(known);
    List<SameDiffOp> ops = new ArrayList<>();
    for (SameDiffOp op : GraphPaths.ancestors(graph, results(), known, copies)) {
      if (read(op, copies).stream().anyMatch(inside::contains)) {
        ops.add(op);
        inside.addAll(op.getOutputsOfOp());
      }
    }
    return ops;
  }

  /**
   * What steps read that is the same in all of them, but for constants of the graph.
   *
   * @param graph the graph
   * @param copies what is read instead of other variables
   * @return names of variables
   */
  public List<String> shared(SameDiff graph, Map<String, String> copies) {
    Set<String> inside = new HashSet<>(varying());
    Set<String> shared = new LinkedHashSet<>();
    List<SameDiffOp> ops = ops(graph, copies);
    ops.forEach(op -> inside.addAll(op.getOutputsOfOp()));
    ops.forEach(op -> shared.addAll(read(op, copies)));
    results().forEach(result -> shared.add(copies.getOrDefault(result, result)));
    shared.removeAll(inside);
    shared.removeIf(name -> graph.getVariable(name).getVariableType() == VariableType.CONSTANT);
    return List.copyOf(shared);
  }

  /** Cells of one graph are equal if their steps compute the same variables. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Cell && all().equals(((Cell) other).all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  private List<List<?>> all() {
    return List.of(inputs, states, next, outputs, sums, products);
  }

  /**
   * What an op reads.
   *
   * @param op an op
   * @param copies what is read instead of other variables
   * @return names of variables
   */
  public static List<String> read(SameDiffOp op, Map<String, String> copies) {
    List<String> read = new ArrayList<>();
    GraphPaths.inputs(op).forEach(input -> read.add(copies.getOrDefault(input, input)));
    return read;
  }
}
