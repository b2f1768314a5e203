package org.hessianreg.samediff.internal.execution;

import java.util.ArrayList;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;

/** A few inputs, and an op that programs execute in another way than sessions do. */
final class LoweringCase {

  private final String name;
  private final ProgramProblem.Body body;
  private final List<long[]> shapes = new ArrayList<>();
  private boolean denseOnly;
  private boolean inFloat = true;

  private LoweringCase(String name, ProgramProblem.Body body) {
    this.name = name;
    this.body = body;
  }

  /** Starts a case. */
  static LoweringCase lowering(String name, ProgramProblem.Body body) {
    return new LoweringCase(name, body);
  }

  /** Adds an input. */
  LoweringCase input(long... shape) {
    shapes.add(shape);
    return this;
  }

  /** ND4J's own op fails if the elements of its input are not in order. */
  LoweringCase denseOnly() {
    this.denseOnly = true;
    return this;
  }

  boolean isDenseOnly() {
    return denseOnly;
  }

  /** ND4J's kernels for FLOAT, those of oneDNN, do not have the op with these attributes. */
  LoweringCase doubleOnly() {
    this.inFloat = false;
    return this;
  }

  boolean inFloat() {
    return inFloat;
  }

  List<long[]> shapes() {
    return shapes;
  }

  /** The op on the inputs themselves. */
  ProgramProblem.Body onInputs() {
    return body;
  }

  /** The op on values of the program, which are read by the op only. */
  ProgramProblem.Body onValues() {
    return (sd, in) -> {
      SDVariable[] values = new SDVariable[in.length];
      for (int i = 0; i < in.length; i++) {
        values[i] = sd.math().tanh(in[i]);
      }
      return body.of(sd, values);
    };
  }

  /** The op on values, and something that reads its results. */
  ProgramProblem.Body betweenValues() {
    return (sd, in) -> {
      List<SDVariable> read = new ArrayList<>();
      onValues().of(sd, in).forEach(result -> read.add(sd.math().sin(result)));
      return read;
    };
  }

  @Override
  public String toString() {
    return name;
  }
}
