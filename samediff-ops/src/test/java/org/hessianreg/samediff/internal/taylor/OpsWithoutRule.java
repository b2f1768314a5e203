package org.hessianreg.samediff.internal.taylor;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * The ops that SameDiff can differentiate and that have no rule, by the reason why they do not lie
 * between a parameter and a loss that SameDiff trains. {@code OpInventoryTest} shows every reason.
 */
final class OpsWithoutRule {

  /** Only integers or booleans come out. */
  static final Set<String> NO_NUMBERS_OUT =
      Set.of(
          "all",
          "and",
          "and_scalar",
          "any",
          "bool_not",
          "boolean_and",
          "boolean_not",
          "boolean_or",
          "boolean_xor",
          "confusion_matrix",
          "countNonZero",
          "countZero",
          "eps_scalar",
          "equals",
          "equals_scalar",
          "evaluate_reduction_shape",
          "first_index",
          "greater",
          "greater_equal",
          "greaterthan_scalar",
          "greaterthanorequal_scalar",
          "hasinf",
          "hasnan",
          "is_non_decreasing",
          "is_strictly_increasing",
          "isfinite",
          "isinf",
          "ismax",
          "isnan",
          "last_index",
          "less",
          "less_equal",
          "lessthan_scalar",
          "lessthanorequal_scalar",
          "match_condition",
          "match_condition_transform",
          "non_max_suppression",
          "non_max_suppression_overlaps",
          "non_max_suppression_v3",
          "not",
          "not_equals",
          "not_scalar",
          "notequals_scalar",
          "or",
          "or_scalar",
          "rank",
          "shape_of",
          "shapes_of",
          "size",
          "size_at",
          "xor",
          "xor_scalar");

  /** Only integers and attributes go in. */
  static final Set<String> NO_NUMBERS_IN =
      Set.of("create", "eye", "invert_permutation", "onehot", "sequence_mask");

  /** Drawn by chance: nothing to differentiate. */
  static final Set<String> RANDOM =
      Set.of(
          "distribution_bernoulli",
          "distribution_binomial",
          "distribution_gaussian",
          "distribution_lognormal",
          "distribution_truncated",
          "distribution_uniform",
          "linspace_random",
          "random_bernoulli",
          "random_exponential",
          "random_multinomial",
          "randomnormal",
          "randomuniform");

  /** Parts of a backward pass. */
  static final Set<String> BACKWARD =
      Set.of("hardtanhderivative", "seluderivative", "softsignderivative", "tanh_bp");

  /** No public method of SameDiff makes them, nor does an importer. */
  static final Set<String> NOT_MADE =
      Set.of(
          "ExternalErrorsFn",
          "amax_pairwise",
          "amin_pairwise",
          "applygradientdescent",
          "broadcast_equalto",
          "broadcast_lessthan",
          "broadcast_lessthanorequal",
          "equals_with_eps",
          "gradientbackwards",
          "max_pairwise",
          "min_pairwise",
          "old_assign",
          "setvalorless_scalar",
          "somepoolingpool2d",
          "zeros_like");

  /** Executed in a graph or differentiated, they end the process. Not run, therefore. */
  static final Set<String> KILL_THE_PROCESS =
      Set.of("max_pool_with_argmax", "repeat", "truncatediv");

  /** SameDiff's gradient is zero, so that nothing before them is trained. */
  static final Set<String> NO_GRADIENT = Set.of("fake_quant_with_min_max_vars");

  /**
   * ND4J computes them wrongly or not at all, as {@code ForwardDefectsTest} and {@code
   * RefusedOpsTest} show.
   */
  static final Set<String> COMPUTED_WRONGLY = Set.of("assign", "scatter_update");

  private OpsWithoutRule() {}

  /** What SameDiff itself computes or differentiates wrongly or not at all. */
  static Set<String> defective() {
    return DefectiveOps.all().stream().map(OpTrial::op).collect(Collectors.toSet());
  }

  /** All of them. */
  static Set<String> withReason() {
    Set<String> names = new TreeSet<>(NO_NUMBERS_OUT);
    names.addAll(NO_NUMBERS_IN);
    names.addAll(RANDOM);
    names.addAll(BACKWARD);
    names.addAll(NOT_MADE);
    names.addAll(KILL_THE_PROCESS);
    names.addAll(NO_GRADIENT);
    names.addAll(defective());
    names.addAll(COMPUTED_WRONGLY);
    return names;
  }
}
