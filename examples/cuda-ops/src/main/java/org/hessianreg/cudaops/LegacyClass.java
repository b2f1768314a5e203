package org.hessianreg.cudaops;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** The C++ classes of ND4J's older ops, which Java has other names for. */
final class LegacyClass {

  /** Where an op's name in Java says its family as well. */
  private static final Pattern FAMILY =
      Pattern.compile("^(reduce_|broadcast_?|scalar_)|(_scalar|_pairwise)$");

  private static final Pattern DISTRIBUTION = Pattern.compile("^distribution_(\\w+)$");

  private static final Pattern WORD = Pattern.compile("(?:^|_)([a-z])");

  /** Of one input these are reductions, and of two something else. */
  private static final Set<String> OF_TWO = Set.of("max", "min", "amax", "amin");

  private static final Map<String, String> OTHERWISE =
      Map.ofEntries(
          Map.entry("sub", "Subtract"),
          Map.entry("mul", "Multiply"),
          Map.entry("div", "Divide"),
          Map.entry("rsub", "ReverseSubtract"),
          Map.entry("rdiv", "ReverseDivide"),
          Map.entry("ceil", "Ceiling"),
          Map.entry("cos", "Cosine"),
          Map.entry("eps", "Epsilon"),
          Map.entry("equals", "EqualTo"),
          Map.entry("notequals", "NotEqualTo"),
          Map.entry("notequal", "NotEqualTo"),
          Map.entry("bool_not", "Not"),
          Map.entry("old_assign", "Assign"),
          Map.entry("cas", "CompareAndSetTransform"),
          Map.entry("car", "CompareAndReplace"),
          Map.entry("linspace_random", "Linspace"),
          Map.entry("dropout", "DropOut"),
          Map.entry("dropout_inverted", "DropOutInverted"),
          Map.entry("alpha_dropout", "AlphaDropOut"),
          Map.entry("distribution_binomial_ex", "BinomialDistributionEx"),
          Map.entry("distribution_lognormal", "LogNormalDistribution"),
          Map.entry("distribution_truncated", "TruncatedNormalDistribution"),
          Map.entry("set", "CopyPws"),
          Map.entry("copy", "CopyPws"),
          Map.entry("sqnorm", "SquaredNorm"),
          Map.entry("hasinf", "IsInf"),
          Map.entry("hasnan", "IsNan"),
          Map.entry("match_condition_transform", "MatchConditionBool"),
          Map.entry("var", "SummaryStatsVariance"),
          Map.entry("std", "SummaryStatsStandardDeviation"),
          Map.entry("cosinesimilarity", "CosineSimilarity"),
          Map.entry("cosinedistance", "CosineDistance"),
          Map.entry("jaccarddistance", "JaccardDistance"),
          Map.entry("euclidean", "EuclideanDistance"),
          Map.entry("manhattan", "ManhattanDistance"),
          Map.entry("hammingdistance", "SimpleHammingDistance"));

  private LegacyClass() {}

  static String of(String name, LegacyFamily family) {
    String op = FAMILY.matcher(name).replaceAll("");
    if (OF_TWO.contains(op) && family != LegacyFamily.REDUCE) {
      return capitalized(op) + "Pairwise";
    }
    return OTHERWISE.getOrDefault(
        op, capitalized(DISTRIBUTION.matcher(op).replaceAll("$1_distribution")));
  }

  private static String capitalized(String name) {
    return WORD.matcher(name).replaceAll(start -> start.group(1).toUpperCase(Locale.ROOT));
  }
}
