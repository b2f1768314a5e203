package org.hessianreg.examples.comparison;

import static org.hessianreg.samediff.Curvature.GAUSS_NEWTON;
import static org.hessianreg.samediff.Curvature.HESSIAN;

import java.util.List;
import org.hessianreg.examples.baselines.ConfidencePenalty;
import org.hessianreg.examples.baselines.Cutout;
import org.hessianreg.examples.baselines.JacobianPenalty;
import org.hessianreg.examples.baselines.LabelSmoothing;
import org.hessianreg.examples.baselines.Mixup;
import org.hessianreg.samediff.ParameterDropout;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * The table of methods: name on the command line, label, the strengths to choose from (as many for
 * each method), and what the method changes about a run.
 *
 * <p>Both networks have six parameter tensors, weight and bias of three layers: {@code blocks(6,
 * 6)} probes every tensor by itself, {@code blocks(3, 1)} one layer a step.
 */
@SuppressWarnings("ImmutableEnumChecker") // The changes are immutable without an annotation.
enum Method {
  NONE("none", "none", List.of(), (recipe, strength) -> {}),
  L2(
      "l2",
      "L2",
      List.of(1e-4, 1e-3, 1e-2, 3e-2),
      (recipe, strength) -> recipe.regularise(new L2Regularization(strength))),
  WEIGHT_DECAY(
      "weight-decay",
      "weight decay",
      List.of(1e-3, 1e-2, 3e-2, 1e-1),
      (recipe, strength) -> recipe.regularise(new WeightDecay(strength, true))),
  LABEL_SMOOTHING(
      "label-smoothing",
      "label smoothing",
      List.of(0.05, 0.1, 0.2, 0.4),
      (recipe, strength) -> recipe.preprocess(new LabelSmoothing(strength))),
  CONFIDENCE(
      "confidence",
      "confidence penalty",
      List.of(0.03, 0.1, 0.3, 1.0),
      (recipe, strength) ->
          recipe.minimise(
              ConfidencePenalty.append(
                  "objective", recipe.network().loss(), recipe.network().logits(), strength))),
  JACOBIAN(
      "jacobian",
      "input Jacobian",
      List.of(1e-4, 1e-3, 1e-2, 1e-1),
      (recipe, strength) ->
          recipe.minimise(
              JacobianPenalty.append(
                  "objective",
                  recipe.network().loss(),
                  recipe.network().images(),
                  recipe.network().logits(),
                  Recipe.BATCH,
                  strength))),
  CUTOUT(
      "cutout",
      "cutout",
      List.of(4.0, 8.0, 12.0, 16.0),
      (recipe, strength) ->
          recipe.preprocess(
              new Cutout(
                  FashionMnist.SIDE,
                  FashionMnist.SIDE,
                  (int) Math.round(strength),
                  recipe.seed()))),
  MIXUP(
      "mixup",
      "mixup",
      List.of(0.1, 0.3, 1.0, 3.0),
      (recipe, strength) -> recipe.preprocess(new Mixup(strength, recipe.seed()))),
  SAM("sam", "sharpness-aware", List.of(0.03, 0.1, 0.3, 1.0), Recipe::climb),
  SEHT_H("seht-h", "SEHT-H", Strengths.OF_PENALTIES, Penalty.of(HESSIAN, ParameterDropout.none())),
  SEHT_D_ELEMENT(
      "seht-d-element",
      "SEHT-D element",
      Strengths.OF_PENALTIES,
      Penalty.of(HESSIAN, ParameterDropout.perElement(0.5))),
  SEHT_D_TENSOR(
      "seht-d-tensor",
      "SEHT-D tensor",
      Strengths.OF_PENALTIES,
      Penalty.of(HESSIAN, ParameterDropout.perTensor(0.5))),
  SEHT_D_BLOCKS(
      "seht-d-blocks",
      "SEHT-D blocks(3,1)",
      Strengths.OF_PENALTIES,
      Penalty.of(HESSIAN, ParameterDropout.blocks(3, 1))),
  BLOCKS(
      "blocks",
      "block probes",
      Strengths.OF_PENALTIES,
      Penalty.of(HESSIAN, ParameterDropout.blocks(6, 6))),
  BLOCKS_WARM_UP(
      "blocks-warm-up",
      "block probes, warm-up",
      Strengths.OF_PENALTIES,
      Penalty.of(HESSIAN, ParameterDropout.blocks(6, 6)).warmedUp(0.3)),
  GAUSS_NEWTON_JOINT(
      "gauss-newton",
      "Gauss-Newton",
      Strengths.OF_PENALTIES,
      Penalty.of(GAUSS_NEWTON, ParameterDropout.none())),
  GAUSS_NEWTON_BLOCKS(
      "gauss-newton-blocks",
      "Gauss-Newton blocks",
      Strengths.OF_PENALTIES,
      Penalty.of(GAUSS_NEWTON, ParameterDropout.blocks(6, 6))),
  GAUSS_NEWTON_BOUNDED(
      "gauss-newton-bounded",
      "Gauss-Newton bounded",
      Strengths.OF_BOUNDED_PENALTIES,
      Penalty.of(GAUSS_NEWTON, ParameterDropout.blocks(6, 6)).bounded(1.0));

  private final String id;
  private final String label;
  private final List<Double> strengths;
  private final Change change;

  Method(String id, String label, List<Double> strengths, Change change) {
    this.id = id;
    this.label = label;
    this.strengths = strengths;
    this.change = change;
  }

  /** The name on the command line and in files. */
  String id() {
    return id;
  }

  /** The name in tables and charts. */
  String label() {
    return label;
  }

  /** What to choose from, from weak to strong; empty for training without a method. */
  List<Double> strengths() {
    return strengths;
  }

  /** Whether it is a Hessian-trace penalty. */
  boolean isPenalty() {
    return change instanceof Penalty;
  }

  void apply(Recipe recipe, double strength) {
    change.apply(recipe, strength);
  }

  /** What a method changes about a run. */
  @FunctionalInterface
  interface Change {
    void apply(Recipe recipe, double strength);
  }

  /** An enum's constants cannot read constants of the enum itself. */
  private static final class Strengths {
    static final List<Double> OF_PENALTIES = List.of(3e-4, 1e-3, 3e-3, 1e-2);

    /** A bound lets much larger ones train. */
    static final List<Double> OF_BOUNDED_PENALTIES = List.of(1e-3, 1e-2, 1e-1, 1.0);
  }
}
