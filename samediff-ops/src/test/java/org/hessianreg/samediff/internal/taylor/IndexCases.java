package org.hessianreg.samediff.internal.taylor;

import static org.hessianreg.samediff.internal.taylor.RuleCase.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.factory.Nd4j;

/** Ops that combine rows by their indices. */
final class IndexCases {

  private IndexCases() {}

  static List<RuleCase> all() {
    return Stream.of(
            scatters(), extrema(), segments(), unsortedSegments(), partitions(), stitches())
        .flatMap(List::stream)
        .collect(Collectors.toList());
  }

  /** An op that combines rows with updates. */
  private interface Scatter {
    SDVariable of(SameDiff sd, SDVariable rows, SDVariable indices, SDVariable updates);
  }

  private static List<RuleCase> scatters() {
    List<RuleCase> rows = new ArrayList<>();
    rows.addAll(scatter("scatterAdd", SameDiff::scatterAdd));
    rows.addAll(scatter("scatterSub", SameDiff::scatterSub));
    rows.addAll(scatter("scatterMul", SameDiff::scatterMul));
    for (RuleCase row : scatter("scatterDiv", SameDiff::scatterDiv)) {
      rows.add(row.values(0.6, 1.9));
    }
    return rows;
  }

  private static List<RuleCase> scatter(String name, Scatter scatter) {
    List<RuleCase> rows = new ArrayList<>();
    rows.add(
        rule(name, (sd, in) -> scatter.of(sd, in[0], ints(sd, 2, 0), in[1]))
            .input(4, 3)
            .input(2, 3));
    rows.add(
        rule(name + " of vectors", (sd, in) -> scatter.of(sd, in[0], ints(sd, 3, 1), in[1]))
            .input(4)
            .input(2));
    rows.add(
        rule(name + " one row", (sd, in) -> scatter.of(sd, in[0], ints(sd, 0), in[1]))
            .input(1, 1)
            .input(1, 1)
            .fixedBatch());
    rows.add(
        rule(name + " one index", (sd, in) -> scatter.of(sd, in[0], sd.constant(1), in[1]))
            .input(4, 3)
            .input(3)
            .fixedShapesOnly());
    rows.add(
        rule(name + " twice", (sd, in) -> scatter.of(sd, in[0], ints(sd, 2, 0, 2), in[1]))
            .input(4, 3)
            .input(3, 3)
            .wrongInSameDiff());
    rows.add(
        rule(
                name + " matrix of indices",
                (sd, in) -> scatter.of(sd, in[0], sd.getVariable("ids"), in[1]))
            .input(4, 3)
            .input(2, 2, 3)
            .placeholder("ids", Nd4j.createFromArray(new int[][] {{0, 3}, {3, 3}}))
            .fixedBatch()
            .wrongInSameDiff());
    rows.add(
        rule(
                name + " to constant rows",
                (sd, in) -> {
                  SDVariable constant = sd.constant(Nd4j.ones(in[0].dataType(), 3, 2).mul(0.7));
                  return scatter.of(sd, constant, ints(sd, 0, 1, 0, 2), in[0]);
                })
            .input(4, 2)
            .fixedBatch()
            .wrongInSameDiff());
    rows.add(
        rule(
                name + " constant updates",
                (sd, in) -> {
                  SDVariable constant = sd.constant(Nd4j.ones(in[0].dataType(), 3, 2).mul(0.7));
                  return scatter.of(sd, in[0], ints(sd, 0, 1, 0), constant);
                })
            .input(4, 2)
            .wrongInSameDiff());
    return rows;
  }

  private static List<RuleCase> extrema() {
    List<RuleCase> rows = new ArrayList<>();
    for (RuleCase row : scatter("scatterMax", SameDiff::scatterMax)) {
      rows.add(row.wrongInSameDiff());
    }
    for (RuleCase row : scatter("scatterMin", SameDiff::scatterMin)) {
      rows.add(row.wrongInSameDiff());
    }
    return rows;
  }

  /** An op that reduces rows with the same number. */
  private interface Segment {
    SDVariable of(SameDiff sd, SDVariable rows, SDVariable numbers);
  }

  private static List<RuleCase> segments() {
    List<RuleCase> rows = new ArrayList<>();
    rows.addAll(segment("segmentSum", SameDiff::segmentSum));
    for (RuleCase row : segment("segmentMean", SameDiff::segmentMean)) {
      if (!row.name().endsWith("one row")) {
        rows.add(row);
      }
    }
    for (RuleCase row : segment("segmentProd", SameDiff::segmentProd)) {
      rows.add(row.name().endsWith("vector") ? row.wrongInSameDiff() : row);
    }
    for (RuleCase row : segment("segmentMax", SameDiff::segmentMax)) {
      rows.add(row.wrongInSameDiff());
    }
    for (RuleCase row : segment("segmentMin", SameDiff::segmentMin)) {
      rows.add(row.wrongInSameDiff());
    }
    return rows;
  }

  private static List<RuleCase> segment(String name, Segment segment) {
    return List.of(
        rule(name, (sd, in) -> segment.of(sd, in[0], ints(sd, 0, 0, 1, 2, 2)))
            .input(5, 3)
            .fixedBatch(),
        rule(name + " of a vector", (sd, in) -> segment.of(sd, in[0], ints(sd, 0, 0, 1)))
            .input(3)
            .fixedBatch(),
        rule(name + " with a gap", (sd, in) -> segment.of(sd, in[0], ints(sd, 0, 0, 2)))
            .input(3, 2, 2)
            .fixedBatch(),
        rule(name + " of one row", (sd, in) -> segment.of(sd, in[0], ints(sd, 0)))
            .input(1, 2, 2)
            .fixedBatch());
  }

  private static List<RuleCase> unsortedSegments() {
    List<RuleCase> rows = new ArrayList<>();
    rows.addAll(
        unsorted("unsortedSegmentSum", SameDiff::unsortedSegmentSum, SameDiff::unsortedSegmentSum));
    rows.addAll(
        unsorted(
            "unsortedSegmentMean", SameDiff::unsortedSegmentMean, SameDiff::unsortedSegmentMean));
    rows.addAll(
        unsorted(
            "unsortedSegmentProd", SameDiff::unsortedSegmentProd, SameDiff::unsortedSegmentProd));
    rows.addAll(
        unsorted(
            "unsortedSegmentSqrtN",
            SameDiff::unsortedSegmentSqrtN,
            SameDiff::unsortedSegmentSqrtN));
    for (RuleCase row :
        unsorted(
            "unsortedSegmentMax", SameDiff::unsortedSegmentMax, SameDiff::unsortedSegmentMax)) {
      rows.add(row.wrongInSameDiff());
    }
    for (RuleCase row :
        unsorted(
            "unsortedSegmentMin", SameDiff::unsortedSegmentMin, SameDiff::unsortedSegmentMin)) {
      rows.add(row.wrongInSameDiff());
    }
    return rows;
  }

  /** A segment op with the number of segments as an attribute. */
  private interface Counted {
    SDVariable of(SameDiff sd, SDVariable rows, SDVariable numbers, int count);
  }

  /** A segment op with the number of segments as an input. */
  private interface CountedByVariable {
    SDVariable of(SameDiff sd, SDVariable rows, SDVariable numbers, SDVariable count);
  }

  private static List<RuleCase> unsorted(
      String name, Counted counted, CountedByVariable countedByVariable) {
    List<RuleCase> rows = new ArrayList<>();
    rows.add(
        rule(name, (sd, in) -> counted.of(sd, in[0], sd.getVariable("ids"), 3))
            .input(5, 3)
            .placeholder("ids", Nd4j.createFromArray(2, 0, 1, 2, 0))
            .fixedBatch());
    rows.add(
        rule(name + " of a vector", (sd, in) -> counted.of(sd, in[0], ints(sd, 1, 0, 1), 2))
            .input(3)
            .fixedBatch());
    rows.add(
        rule(name + " of one row", (sd, in) -> counted.of(sd, in[0], ints(sd, 0), 1))
            .input(1, 2, 2)
            .fixedBatch());
    // SameDiff cannot compute it.
    if (!name.endsWith("SqrtN")) {
      RuleCase row =
          rule(
                  name + " count as input",
                  (sd, in) -> countedByVariable.of(sd, in[0], ints(sd, 1, 0, 1), sd.constant(2)))
              .input(3, 1)
              .fixedBatch();
      rows.add(name.endsWith("Prod") ? row.wrongInSameDiff() : row);
    }
    if (!name.endsWith("Max") && !name.endsWith("Min")) {
      rows.add(
          rule(name + " with gaps", (sd, in) -> counted.of(sd, in[0], ints(sd, 3, 1, 3), 5))
              .input(3, 2)
              .fixedBatch());
    }
    return rows;
  }

  private static List<RuleCase> partitions() {
    return List.of(
        rule(
                "dynamicPartition",
                (sd, in) -> {
                  SDVariable[] parts = sd.dynamicPartition(in[0], ints(sd, 1, 0, 1, 0), 2);
                  return parts[0].mul(parts[1]);
                })
            .input(4, 3)
            .fixedBatch(),
        rule(
                "dynamicPartition one used",
                (sd, in) -> sd.dynamicPartition(in[0], ints(sd, 1, 0, 1, 2), 3)[1])
            .input(4)
            .fixedBatch(),
        rule(
                "dynamicPartition of elements",
                (sd, in) -> {
                  SDVariable ids = sd.constant(Nd4j.createFromArray(new int[][] {{0, 1}, {1, 1}}));
                  return sd.dynamicPartition(in[0], ids, 2)[1];
                })
            .input(2, 2)
            .fixedBatch());
  }

  private static List<RuleCase> stitches() {
    return List.of(
        rule("dynamicStitch", (sd, in) -> stitch(sd, ints(sd, 0, 3), ints(sd, 1, 2), in))
            .input(2, 3)
            .input(2, 3)
            .fixedBatch(),
        rule(
                "dynamicStitch out of order",
                (sd, in) -> stitch(sd, ints(sd, 3, 0), ints(sd, 2, 1), in))
            .input(2, 3)
            .input(2, 3)
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "dynamicStitch of vectors with a gap filled",
                (sd, in) -> stitch(sd, ints(sd, 2, 0, 4), ints(sd, 1, 3), in))
            .input(3)
            .input(2)
            .fixedShapesOnly()
            .wrongInSameDiff(),
        rule(
                "dynamicStitch with repetition",
                (sd, in) -> stitch(sd, ints(sd, 0, 2, 0), ints(sd, 1, 2), in))
            .input(3, 2)
            .input(2, 2)
            .fixedBatch()
            .wrongInSameDiff(),
        rule(
                "dynamicStitch by placeholders",
                (sd, in) -> stitch(sd, computed(sd, "a"), computed(sd, "b"), in))
            .input(2, 2, 2)
            .input(2, 2)
            .placeholder("a", Nd4j.createFromArray(new int[][] {{0, 3}, {1, 0}}))
            .placeholder("b", Nd4j.createFromArray(2, 3))
            .fixedBatch()
            .wrongInSameDiff());
  }

  private static SDVariable stitch(SameDiff sd, SDVariable a, SDVariable b, SDVariable... parts) {
    return sd.dynamicStitch(new SDVariable[] {a, b}, parts);
  }

  /** Something that is known only when the graph is executed. */
  private static SDVariable computed(SameDiff sd, String placeholder) {
    return sd.identity(sd.getVariable(placeholder));
  }

  private static SDVariable ints(SameDiff sd, int... values) {
    return sd.constant(Nd4j.createFromArray(values));
  }
}
