package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.OwnGradient;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * The rule of an op that has none: difference quotients of the op alone, along the coefficients of
 * its inputs.
 *
 * <p>With {@code D} the op's derivative, {@code y₁⁽ᵏ⁾ = Dy[x₁⁽ᵏ⁾]} is a first central difference
 * along {@code x₁⁽ᵏ⁾}, and {@code y₂ = Σ_k D²y[x₁⁽ᵏ⁾, x₁⁽ᵏ⁾] + Dy[x₂]} the sum of the second ones
 * plus a first one along {@code x₂}. The shifted values are copies of the op, whose adjoints are
 * its own {@code doDiff}: the reverse sweep differentiates the quotients exactly.
 *
 * <p>Truncation costs {@code O(h²)}, and rounding {@code u/h²} in a second difference. With {@code
 * h ∝ u^¼} both are about {@code √u} relative to the op's values and derivatives, 2e-4 in FLOAT and
 * 1e-8 in DOUBLE. {@code Dy[x₂]} has a step of its own, {@code h ∝ u^⅓}, and an error of {@code
 * u^⅔}.
 */
final class LocalDifferences implements TaylorRule {

  private static final double SECOND_ORDER = 1.0 / 4.0;
  private static final double FIRST_ORDER = 1.0 / 3.0;

  @Override
  public List<Jet> apply(OpCall call) {
    requireDifferentiable(call);
    List<Optional<CentralDifference>> quotients = new ArrayList<>();
    for (int k = 0; k < call.input(0).tangents().size(); k++) {
      int direction = k;
      quotients.add(
          CentralDifference.along(call, jet -> jet.tangents().get(direction), SECOND_ORDER));
    }
    Optional<CentralDifference> ofSecond = CentralDifference.along(call, Jet::second, FIRST_ORDER);
    SDVariable[] outputs = call.outputs();
    List<Jet> jets = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      jets.add(
          outputs[i].dataType().isFPType()
              ? jet(outputs[i], i, quotients, ofSecond)
              : call.algebra().constant(outputs[i]));
    }
    return jets;
  }

  private static Jet jet(
      SDVariable value,
      int output,
      List<Optional<CentralDifference>> quotients,
      Optional<CentralDifference> ofSecond) {
    List<SDVariable> tangents =
        quotients.stream()
            .map(quotient -> quotient.map(along -> along.first(output)).orElse(null))
            .collect(Collectors.toList());
    Stream<SDVariable> curved =
        quotients.stream().flatMap(Optional::stream).map(along -> along.second(output));
    Stream<SDVariable> linear = ofSecond.stream().map(along -> along.first(output));
    SDVariable second = Stream.concat(curved, linear).reduce(SDVariable::add).orElse(null);
    return Jet.of(value, tangents, second);
  }

  /** What is appended here, no result needs, and so the addition drops it. */
  private static void requireDifferentiable(OpCall call) {
    List<SDVariable> cotangents = new ArrayList<>();
    for (SDVariable output : call.outputs()) {
      cotangents.add(
          output.dataType().isFPType() ? call.algebra().graph().zerosLike(output) : null);
    }
    try {
      OwnGradient.of(call.op(), cotangents, i -> !call.input(i).isConstant());
    } catch (RuntimeException e) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': op '%s' (%s) is named in differences, for which its doDiff cannot be"
                  + " used: %s.",
              call.y().name(), call.op().getOwnName(), call.op().opName(), e.getMessage()),
          "write doDiff in the op's class, with a gradient for each input; or write the op with"
              + " others, or cut the path with stopGradient.",
          e);
    }
  }
}
