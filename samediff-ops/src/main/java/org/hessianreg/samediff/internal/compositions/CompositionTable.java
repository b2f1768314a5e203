package org.hessianreg.samediff.internal.compositions;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.nd4j.autodiff.functions.DifferentialFunction;

/** How each kind of op is written with others. */
final class CompositionTable {

  private static final Map<String, Composition> TABLE =
      Map.ofEntries(
          Map.entry("dropout", Dropouts::product),
          Map.entry("dropout_inverted", Dropouts::product),
          Map.entry("batchnorm", BatchNormalizations::ofStatistics),
          Map.entry("fused_batch_norm", BatchNormalizations::fused),
          Map.entry("lstmBlockCell", RecurrentCells::longShortTermMemory),
          Map.entry("gruCell", RecurrentCells::gatedUnit),
          Map.entry("Where", Elements::choice),
          Map.entry("select", Elements::choice),
          Map.entry("car", Elements::replacement),
          Map.entry("mod", Elements::remainder),
          Map.entry("floormod", Elements::remainder),
          Map.entry("fmod", Elements::remainderOfDividendsSign),
          Map.entry("cross", Elements::crossProduct),
          Map.entry("cumprod", Neighbours::cumulativeProduct),
          Map.entry("lrn", Neighbours::responseNormalization),
          Map.entry("matrix_inverse", Matrices::inverse),
          Map.entry("solve", Matrices::solution),
          Map.entry("triangular_solve", Matrices::triangularSolution),
          Map.entry("cholesky", Matrices::cholesky),
          Map.entry("logdet", Matrices::logarithmOfDeterminant),
          Map.entry("matrix_determinant", Matrices::determinant),
          Map.entry("resize_bilinear", Resizes::bilinear),
          Map.entry("resize_bicubic", Resizes::other),
          Map.entry("resize_nearest_neighbor", Resizes::other),
          Map.entry("image_resize", Resizes::other));

  private CompositionTable() {}

  /** Names of the ops in the table. */
  static Set<String> names() {
    return TABLE.keySet();
  }

  /** The line for an op; nothing for dropout that ND4J computes in another type. */
  static Optional<Composition> find(DifferentialFunction op) {
    boolean other = op.opName().startsWith("dropout") && !Dropouts.isComposed(op);
    return other ? Optional.empty() : Optional.ofNullable(TABLE.get(op.opName()));
  }
}
