package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.ndarray.INDArray;

/** One row of the rule table's test: a few inputs, what is computed from them, where to look. */
final class RuleCase {

  /** Builds the output from the inputs; may use only ops, not other parameters. */
  interface Body {
    SDVariable of(SameDiff sd, SDVariable... inputs);
  }

  private final String name;
  private final Body body;
  private final List<long[]> shapes = new ArrayList<>();
  private final Map<String, INDArray> fed = new LinkedHashMap<>();
  private double low = -1.5;
  private double high = 1.5;
  private boolean distinct;
  private boolean inFloat = true;
  private boolean trainable = true;
  private boolean rightInSameDiff = true;
  private boolean savable = true;
  private boolean dynamic = true;
  private boolean anyBatch = true;

  private RuleCase(String name, Body body) {
    this.name = name;
    this.body = body;
  }

  /** Starts a row; the inputs are uniform in [-1.5, 1.5], away from multiples of 0.5. */
  static RuleCase rule(String name, Body body) {
    return new RuleCase(name, body);
  }

  /** Adds an input of the given shape; its first dimension is the batch. */
  RuleCase input(long... shape) {
    shapes.add(shape);
    return this;
  }

  /** Adds an integer placeholder, which the body finds by name; it does not change. */
  RuleCase placeholder(String placeholder, INDArray array) {
    fed.put(placeholder, array);
    return this;
  }

  /** Sets the range of the inputs' values. */
  RuleCase values(double from, double to) {
    this.low = from;
    this.high = to;
    return this;
  }

  /** Gives the inputs magnitudes far apart: no two elements come close to a tie. */
  RuleCase distinctMagnitudes() {
    this.distinct = true;
    return this;
  }

  /** ND4J's kernels for FLOAT, those of oneDNN, do not have the op with these attributes. */
  RuleCase doubleOnly() {
    this.inFloat = false;
    return this;
  }

  /** SameDiff itself cannot clone or differentiate the op; only the derivatives are checked. */
  RuleCase notTrainableInSameDiff() {
    this.trainable = false;
    return this;
  }

  /** SameDiff's own gradient of the op is wrong; see {@code KnownDefects}. */
  RuleCase wrongInSameDiff() {
    this.rightInSameDiff = false;
    return this;
  }

  /** SameDiff cannot execute the op once the graph has been saved and loaded. */
  RuleCase lostWhenSaved() {
    this.savable = false;
    return this;
  }

  /** The op needs static shapes: no dynamic batch. */
  RuleCase fixedShapesOnly() {
    this.dynamic = false;
    return this;
  }

  /** The op needs the batch of the row: the body holds arrays that are made for it. */
  RuleCase fixedBatch() {
    this.anyBatch = false;
    return this;
  }

  String name() {
    return name;
  }

  Body body() {
    return body;
  }

  List<long[]> shapes() {
    return shapes;
  }

  Map<String, INDArray> placeholders() {
    return fed;
  }

  double low() {
    return low;
  }

  double high() {
    return high;
  }

  boolean inFloat() {
    return inFloat;
  }

  boolean trainable() {
    return trainable;
  }

  boolean distinct() {
    return distinct;
  }

  boolean rightInSameDiff() {
    return rightInSameDiff;
  }

  boolean savable() {
    return savable;
  }

  boolean dynamic() {
    return dynamic;
  }

  boolean anyBatch() {
    return dynamic && anyBatch;
  }

  /** The first dimension of the largest input; other inputs that share it have the batch too. */
  long batch() {
    long[] largest = Collections.max(shapes, Comparator.comparingLong(ArrayUtil::prodLong));
    return largest.length == 0 ? 1 : largest[0];
  }

  @Override
  public String toString() {
    return name;
  }
}
