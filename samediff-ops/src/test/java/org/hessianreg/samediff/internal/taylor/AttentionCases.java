package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.ops.impl.transforms.custom.DotProductAttention;
import org.nd4j.linalg.api.ops.impl.transforms.custom.MultiHeadDotProductAttention;
import org.nd4j.linalg.factory.Nd4j;

/** Attention as a whole op. */
final class AttentionCases {

  /** For a batch of 2 and 4 keys. */
  private static final double[][] MASK = {{1, 1, 0, 1}, {1, 0, 0, 1}};

  private AttentionCases() {}

  static List<RuleCase> all() {
    List<RuleCase> all = new ArrayList<>(dotProduct());
    all.addAll(multiHead());
    return all;
  }

  private static List<RuleCase> dotProduct() {
    return List.of(
        sequences(rule("attention", (sd, in) -> attention(sd, false, false, in)[0])),
        sequences(rule("attention scaled", (sd, in) -> attention(sd, true, false, in)[0])),
        sequences(
                rule(
                    "attention masked",
                    (sd, in) -> attention(sd, true, false, in[0], in[1], in[2], mask(in[0]))[0]))
            .fixedBatch(),
        sequences(
                rule("attention with unused weights", (sd, in) -> attention(sd, true, true, in)[0]))
            .wrongInSameDiff()
            .lostWhenSaved(),
        sequences(
                rule(
                    "attention and its weights, masked",
                    (sd, in) -> {
                      SDVariable[] y = attention(sd, true, true, in[0], in[1], in[2], mask(in[0]));
                      return y[0].mul(y[1].sum(1, 2).reshape(-1, 1, 1).add(y[1].std(true, 1, 2)));
                    }))
            .fixedBatch()
            .wrongInSameDiff()
            .lostWhenSaved(),
        sequences(rule("attention's weights", (sd, in) -> attention(sd, false, true, in)[1]))
            .wrongInSameDiff()
            .lostWhenSaved(),
        rule("attention with heads, masked", AttentionCases::withHeads)
            .input(2, 2, 3, 2)
            .input(2, 2, 3, 4)
            .input(2, 2, 2, 4)
            .fixedBatch(),
        rule("attention to itself", (sd, in) -> attention(sd, true, false, in[0], in[0], in[0])[0])
            .input(2, 3, 4));
  }

  private static SDVariable withHeads(SameDiff sd, SDVariable... in) {
    return attention(sd, true, false, in[0], in[1], in[2], mask(in[0]))[0];
  }

  private static RuleCase sequences(RuleCase row) {
    return row.input(2, 3, 2).input(2, 3, 4).input(2, 5, 4);
  }

  private static SDVariable[] attention(
      SameDiff sd, boolean scaled, boolean weights, SDVariable... in) {
    SDVariable mask = in.length > 3 ? in[3] : null;
    return new DotProductAttention(sd, in[0], in[1], in[2], mask, scaled, weights)
        .outputVariables();
  }

  private static List<RuleCase> multiHead() {
    return List.of(
        heads(rule("multi-head attention", (sd, in) -> multiHead(sd, true, false, in)[0])),
        heads(rule("multi-head unscaled", (sd, in) -> multiHead(sd, false, false, in)[0])),
        heads(rule("multi-head masked", (sd, in) -> multiHead(sd, true, false, masked(in))[0]))
            .fixedBatch(),
        heads(
                rule(
                    "multi-head attention and its weights, masked",
                    (sd, in) -> {
                      SDVariable[] y = multiHead(sd, true, true, masked(in));
                      return y[0].add(y[1].std(true, 1, 2, 3).reshape(-1, 1, 1));
                    }))
            .fixedBatch()
            .wrongInSameDiff()
            .lostWhenSaved());
  }

  private static RuleCase heads(RuleCase row) {
    return row.input(2, 3, 2)
        .input(2, 2, 4)
        .input(2, 3, 4)
        .input(2, 2, 3)
        .input(2, 2, 2)
        .input(2, 1, 3)
        .input(2, 3);
  }

  private static SDVariable[] masked(SDVariable... in) {
    SDVariable[] all = Arrays.copyOf(in, in.length + 1);
    all[in.length] = mask(in[0]);
    return all;
  }

  private static SDVariable[] multiHead(
      SameDiff sd, boolean scaled, boolean weights, SDVariable... in) {
    SDVariable mask = in.length > 7 ? in[7] : null;
    return new MultiHeadDotProductAttention(
            sd, in[0], in[1], in[2], in[3], in[4], in[5], in[6], mask, scaled, weights)
        .outputVariables();
  }

  private static SDVariable mask(SDVariable like) {
    SameDiff sd = like.getSameDiff();
    return sd.constant(Nd4j.createFromArray(MASK).castTo(like.dataType()));
  }
}
