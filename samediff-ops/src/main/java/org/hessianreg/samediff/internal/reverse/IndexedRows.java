package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.hessianreg.samediff.internal.calculus.ScatteredRows;
import org.hessianreg.samediff.internal.calculus.Segments;
import org.hessianreg.samediff.internal.calculus.Stitch;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;

/**
 * Adjoints of ops that combine rows with the same index. ND4J's own take indices for distinct, and
 * give each of several elements that tie the whole cotangent.
 */
final class IndexedRows {

  private IndexedRows() {}

  /** {@code y = x·Π u}: the cotangent of one factor is multiplied by the others. */
  static List<SDVariable> product(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable indices = op.arg(1);
    SDVariable u = op.arg(2);
    SDVariable g = cotangents.get(0);
    SDVariable toFactor = sd.gather(g.mul(op.arg(0)), indices, 0);
    if (!Attributes.areDistinct(List.of(indices))) {
      toFactor = toFactor.mul(others(op.arg(0), indices, u));
    }
    return Arrays.asList(ScatteredRows.multiply(g, indices, u), null, toFactor);
  }

  /** The product of all factors with the same index but one, for each of them. */
  private static SDVariable others(SDVariable rows, SDVariable indices, SDVariable u) {
    SameDiff sd = rows.getSameDiff();
    SDVariable zero = u.eq(0.0).castTo(u.dataType());
    SDVariable safe = u.add(zero);
    SDVariable product = ScatteredRows.multiply(sd.onesLike(rows), indices, safe);
    SDVariable zeros = ScatteredRows.add(sd.zerosLike(rows), indices, zero);
    SDVariable noneIsZero = sd.gather(zeros, indices, 0).sub(zero).eq(0.0).castTo(u.dataType());
    return sd.gather(product, indices, 0).mul(sd.math().reciprocal(safe)).mul(noneIsZero);
  }

  /** {@code y = x/Π u}. */
  static List<SDVariable> quotient(DifferentialFunction op, List<SDVariable> cotangents) {
    SameDiff sd = op.getSameDiff();
    SDVariable indices = op.arg(1);
    SDVariable inverse = sd.math().reciprocal(op.arg(2));
    SDVariable g = cotangents.get(0);
    SDVariable toFactor = sd.gather(g.mul(op.outputVariables()[0]), indices, 0).mul(inverse).neg();
    return Arrays.asList(ScatteredRows.multiply(g, indices, inverse), null, toFactor);
  }

  /** The largest or smallest of a row and its updates; those that tie share. */
  static List<SDVariable> extremum(DifferentialFunction op, List<SDVariable> cotangents) {
    SDVariable indices = op.arg(1);
    SDVariable g = cotangents.get(0);
    SDVariable[] shares =
        ScatteredRows.shares(op.arg(0), indices, op.arg(2), op.outputVariables()[0]);
    SDVariable there = op.getSameDiff().gather(g, indices, 0);
    return Arrays.asList(g.mul(shares[0]), null, there.mul(shares[1]));
  }

  /** The largest or smallest row of each segment; those that tie share. */
  static List<SDVariable> segmentExtremum(DifferentialFunction op, List<SDVariable> cotangents) {
    Segments segments = Segments.of(op);
    return Rearrangements.ofFirst(op, segments.spread(cotangents.get(0)).mul(segments.shares()));
  }

  /** ND4J's own throws if the number of segments is an input. */
  static List<SDVariable> segmentProduct(DifferentialFunction op, List<SDVariable> cotangents) {
    if (op.args().length < 3) {
      return Adjoints.own(op, cotangents);
    }
    SDVariable product = op.outputVariables()[0].mul(cotangents.get(0));
    SDVariable inverse = op.getSameDiff().math().reciprocal(op.arg(0));
    return Rearrangements.ofFirst(op, Segments.of(op).spread(product).mul(inverse));
  }

  /** Each part gets the cotangents of its rows that the output has, in the part's order. */
  static List<SDVariable> stitch(DifferentialFunction op, List<SDVariable> cotangents) {
    Stitch stitch = Stitch.of(op);
    List<SDVariable> kept = stitch.kept().orElse(List.of());
    List<SDVariable> all = new ArrayList<>(Collections.nCopies(stitch.size(), null));
    for (int i = 0; i < stitch.size(); i++) {
      SDVariable there = op.getSameDiff().gather(cotangents.get(0), stitch.indices(i), 0);
      all.add(kept.isEmpty() ? there : there.mul(kept.get(i)));
    }
    return all;
  }
}
