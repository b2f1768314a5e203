package org.hessianreg.samediff.internal.graph;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.autodiff.samediff.internal.SameDiffOp;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.MulOp;
import org.nd4j.linalg.api.ops.random.impl.DropOut;
import org.nd4j.linalg.api.ops.random.impl.DropOutInverted;

/**
 * Dropout as a product with a mask. SameDiff's own ops draw the mask inside, so that nothing else
 * can know it where the input is zero, and have no backward op.
 *
 * <p>The mask is what ND4J's dropout makes of ones: it is drawn anew in each execution, by ND4J's
 * generator, and is the mask that the op itself would draw.
 */
public final class Dropouts {

  private Dropouts() {}

  /**
   * Names the masks that a copy of a graph draws.
   *
   * @param graph the graph that is copied
   * @param ops some ops of it
   * @return the masks of those among them that are dropout
   */
  public static Set<String> masks(SameDiff graph, Collection<SameDiffOp> ops) {
    Set<String> masks = new LinkedHashSet<>();
    for (SameDiffOp op : ops) {
      if (isProduct(op.getOp())) {
        masks.add(drawn(prefix(graph, op)));
      }
    }
    return masks;
  }

  /**
   * Tells whether a graph has dropout that its copies compute as products.
   *
   * @param graph the graph
   * @return whether it is so
   */
  public static boolean areIn(SameDiff graph) {
    return graph.getOps().values().stream().anyMatch(op -> isProduct(op.getOp()));
  }

  /** Writes the dropout ops of a copy as products that keep the ops' names and outputs. */
  static void writeAsProducts(SameDiff copy) {
    Map<SameDiffOp, String> prefixes = new LinkedHashMap<>();
    for (SameDiffOp op : copy.getOps().values()) {
      if (isProduct(op.getOp())) {
        prefixes.put(op, prefix(copy, op));
      }
    }
    prefixes.forEach((op, prefix) -> writeAsProduct(copy, op, prefix));
  }

  private static void writeAsProduct(SameDiff copy, SameDiffOp op, String prefix) {
    DifferentialFunction dropout = op.getOp();
    double kept = ((Number) ((Op) dropout).extraArgs()[0]).doubleValue();
    SDVariable input = dropout.arg(0);
    // Integers end a path: nothing is to be differentiated through the drawing of a mask.
    SDVariable count = copy.onesLike(prefix + "/like", input).castTo(DataType.INT32);
    SDVariable ones = count.castTo(prefix + "/ones", input.dataType());
    SDVariable drawn = new DropOut(copy, ones, kept).outputVariable().rename(drawn(prefix));
    SDVariable mask =
        dropout instanceof DropOutInverted ? drawn.div(prefix + "/scaled", kept) : drawn;
    MulOp product = new MulOp();
    product.setSameDiff(copy);
    product.setOwnName(op.getName());
    op.setOp(product);
    copy.addArgsFor(new SDVariable[] {input, mask}, product);
  }

  /** ND4J computes dropout in FLOAT alone, whatever its input is. */
  private static boolean isProduct(DifferentialFunction op) {
    return (op instanceof DropOut || op instanceof DropOutInverted)
        && op.arg(0).dataType() == op.outputVariable().dataType();
  }

  private static String prefix(SameDiff graph, SameDiffOp op) {
    return FreeNames.prefix(graph, op.getOutputsOfOp().get(0) + "/mask");
  }

  private static String drawn(String prefix) {
    return prefix + "/drawn";
  }
}
