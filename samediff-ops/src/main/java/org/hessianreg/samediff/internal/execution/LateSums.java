package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.ScalarOp;

/**
 * Sums of products of stacks of small matrices, such as the coefficients of attention. Products
 * that only a sum reads wait until the sum is complete, and are one product of wider matrices then:
 * {@code Σ aᵢ·bᵢ = [a₁ … aₙ]·[b₁; …; bₙ]}. To start a small product takes as long as to compute it.
 */
final class LateSums {

  private static final Set<String> SUMS = Set.of("add", "mergeadd");
  private static final String SCALED = "mul_scalar";
  private static final String PRODUCT = "matmul";

  /** Backward ops that are bound without the arrays of the terms that they read the shapes of. */
  private static final Set<String> BACKWARD = Set.of("add_bp", "subtract_bp");

  private static final NativeOp ADD = NativeOp.of("add");
  private static final NativeOp MULTIPLY = NativeOp.of("multiply");

  private final Binder binder;
  private final int[] uses;
  private final Map<Integer, List<Node>> readers = new HashMap<>();
  private final Map<Integer, Sum> waiting = new HashMap<>();
  private final Map<Integer, long[]> shapes = new HashMap<>();

  LateSums(Program program, Binder binder) {
    this.binder = binder;
    this.uses = program.uses();
    for (Node node : program.nodes()) {
      for (int input : node.inputs()) {
        readers.computeIfAbsent(input, i -> new ArrayList<>()).add(node);
      }
    }
  }

  /** Whether a value has a shape and no array. */
  boolean holds(int number) {
    return shapes.containsKey(number);
  }

  long[] shape(int number) {
    return shapes.get(number);
  }

  /**
   * Takes a node that can wait, or completes what it is the sum of.
   *
   * @return whether nothing is left to be done for the node
   */
  boolean take(Node node) {
    String name = node.kind();
    if (PRODUCT.equals(name)) {
      return takeProduct(node);
    }
    boolean late = Arrays.stream(node.inputs()).anyMatch(waiting::containsKey);
    if (!late || BACKWARD.contains(name)) {
      return false;
    }
    long[] shape = shape(node.input(indexOfLate(node)));
    if (SUMS.contains(name) && haveShape(node, shape)) {
      finishOrWait(node, sum(node), shape);
      return true;
    }
    if (SCALED.equals(name) && isOfNumber(node)) {
      double factor = ((ScalarOp) node.op()).scalar().getDouble(0);
      finishOrWait(node, waiting.remove(node.input(0)).times(factor), shape);
      return true;
    }
    for (int input : node.inputs()) {
      Sum sum = waiting.remove(input);
      if (sum != null) {
        compute(input, sum, shapes.remove(input));
      }
    }
    return false;
  }

  private int indexOfLate(Node node) {
    int index = 0;
    while (!waiting.containsKey(node.input(index))) {
      index++;
    }
    return index;
  }

  private boolean takeProduct(Node node) {
    if (!Products.isOfSmallPairs(node, binder) || !canWait(node.output(0))) {
      return false;
    }
    put(node.output(0), Sum.of(node), Products.shape(node, binder));
    return true;
  }

  private void put(int number, Sum sum, long... shape) {
    waiting.put(number, sum);
    shapes.put(number, shape);
  }

  /**
   * Whether a value is read by one sum, or factor of a sum, and its shape by what needs no more.
   */
  private boolean canWait(int number) {
    int sums = 0;
    for (Node reader : readers.getOrDefault(number, List.of())) {
      String name = reader.kind();
      if (SUMS.contains(name) || (SCALED.equals(name) && isOfNumber(reader))) {
        sums++;
      } else if (!BACKWARD.contains(name) || reader.input(2) == number) {
        return false;
      }
    }
    return sums == 1 && uses[number] == 1;
  }

  private static boolean isOfNumber(Node node) {
    INDArray scalar = node.op() instanceof ScalarOp ? ((ScalarOp) node.op()).scalar() : null;
    return node.inputCount() == 1 && scalar != null;
  }

  private boolean haveShape(Node node, long... shape) {
    return Arrays.stream(node.inputs())
        .allMatch(input -> Arrays.equals(binder.shape(input), shape));
  }

  private Sum sum(Node node) {
    Sum sum = new Sum(List.of(), List.of());
    for (int input : node.inputs()) {
      Sum late = waiting.remove(input);
      sum = sum.plus(late == null ? new Sum(List.of(), List.of(input)) : late);
    }
    return sum;
  }

  private void finishOrWait(Node node, Sum sum, long... shape) {
    int output = node.output(0);
    if (canWait(output) && sum.isOfProducts()) {
      put(output, sum, shape);
    } else {
      compute(output, sum, shape);
    }
  }

  private void compute(int output, Sum sum, long... shape) {
    DataType type = binder.value(sum.terms.get(0).product.input(0)).dataType();
    Map<List<Object>, List<Term>> alike = new LinkedHashMap<>();
    for (Term term : sum.terms) {
      alike.computeIfAbsent(kind(term.product), k -> new ArrayList<>()).add(term);
    }
    binder.allocate(output, type, shape);
    boolean first = true;
    for (List<Term> terms : alike.values()) {
      int product = first ? output : binder.temporary(type, shape);
      computeProduct(product, type, terms);
      if (!first) {
        binder.compute(output, ADD, output, product);
        binder.released(product);
      }
      first = false;
    }
    for (int other : sum.others) {
      binder.compute(output, ADD, output, other);
      binder.released(other);
    }
    sum.terms.forEach(term -> binder.release(term.product));
  }

  private List<Object> kind(Node product) {
    return List.of(
        Products.isTransposed(product, 0),
        Products.isTransposed(product, 1),
        Arrays.toString(binder.shape(product.input(0))),
        Arrays.toString(binder.shape(product.input(1))));
  }

  private void computeProduct(int output, DataType type, List<Term> terms) {
    Node first = terms.get(0).product;
    int rank = binder.shape(first.input(0)).length;
    int a =
        joined(
            terms.size(),
            type,
            i -> scaled(terms.get(i), type),
            Products.isTransposed(first, 0) ? rank - 2 : rank - 1);
    int b =
        joined(
            terms.size(),
            type,
            i -> borrowed(terms.get(i).product.input(1)),
            Products.isTransposed(first, 1) ? rank - 1 : rank - 2);
    Products.ofPairs(binder, output, a, b, Products.flags(first));
    binder.released(a);
    binder.released(b);
  }

  /** A value that may be released like a temporary one. */
  private int borrowed(int number) {
    return binder.reshaped(number, binder.shape(number));
  }

  private int scaled(Term term, DataType type) {
    int operand = term.product.input(0);
    if (term.factor == 1.0) {
      return borrowed(operand);
    }
    int scaled = binder.temporary(type, binder.shape(operand));
    binder.compute(scaled, MULTIPLY, operand, binder.constant(type, term.factor, 1));
    return scaled;
  }

  /** Some values side by side along an axis; to be released, as the values are here. */
  private int joined(int count, DataType type, IntUnaryOperator values, int axis) {
    int[] parts = new int[count];
    Arrays.setAll(parts, values);
    if (count == 1) {
      return parts[0];
    }
    long[] shape = binder.shape(parts[0]).clone();
    shape[axis] *= count;
    int joined = binder.temporary(type, shape);
    binder.compute(joined, NativeOp.of("concat", axis), parts);
    Arrays.stream(parts).forEach(binder::released);
    return joined;
  }

  /** A product of two stacks times a number. Immutable. */
  private static final class Term {
    private final Node product;
    private final double factor;

    Term(Node product, double factor) {
      this.product = product;
      this.factor = factor;
    }
  }

  /** Products that wait, and values that are added to them. Immutable. */
  private static final class Sum {
    private final List<Term> terms;
    private final List<Integer> others;

    Sum(List<Term> terms, List<Integer> others) {
      this.terms = terms;
      this.others = others;
    }

    static Sum of(Node product) {
      return new Sum(List.of(new Term(product, 1.0)), List.of());
    }

    /** Whether there are no other addends, which a later factor would have to scale, too. */
    boolean isOfProducts() {
      return others.isEmpty();
    }

    Sum plus(Sum sum) {
      List<Term> allTerms = new ArrayList<>(terms);
      allTerms.addAll(sum.terms);
      List<Integer> allOthers = new ArrayList<>(others);
      allOthers.addAll(sum.others);
      return new Sum(List.copyOf(allTerms), List.copyOf(allOthers));
    }

    Sum times(double number) {
      List<Term> scaled = new ArrayList<>();
      terms.forEach(term -> scaled.add(new Term(term.product, term.factor * number)));
      return new Sum(List.copyOf(scaled), others);
    }
  }
}
