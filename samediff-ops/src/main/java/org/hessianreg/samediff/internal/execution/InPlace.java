package org.hessianreg.samediff.internal.execution;

import java.util.Arrays;
import java.util.Set;

/**
 * The ops that may write their output over an operand: each element of the output depends on the
 * operands' elements at its own place, and ND4J's implementation reads them before it writes.
 */
final class InPlace {

  private static final Set<String> OF_ONE =
      Set.of("mul_scalar", "add_scalar", "rsub_scalar", "square", "cube", "neg", "exp", "rsqrt");

  private static final Set<String> OF_TWO = Set.of("add", "subtract", "multiply");

  private InPlace() {}

  /**
   * The operands that a node may overwrite, if nothing else reads them. Of two operands of unlike
   * shapes that is the first: a backend might spread a smaller first operand over the output before
   * it reads the second.
   */
  static int[] operands(Node node, Binder binder) {
    String name = node.op().opName();
    if (OF_ONE.contains(name)) {
      return new int[] {node.input(0)};
    }
    if (!OF_TWO.contains(name)) {
      return new int[0];
    }
    boolean alike = Arrays.equals(binder.shape(node.input(0)), binder.shape(node.input(1)));
    return alike ? node.inputs() : new int[] {node.input(0)};
  }
}
