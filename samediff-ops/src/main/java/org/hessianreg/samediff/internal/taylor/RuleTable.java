package org.hessianreg.samediff.internal.taylor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.nd4j.autodiff.samediff.SDVariable;

/** Registrars for rules, one for each algebraic class. Keys are ND4J op names. */
final class RuleTable {

  private final Map<String, TaylorRule> rules = new HashMap<>();

  Map<String, TaylorRule> build() {
    return Map.copyOf(rules);
  }

  /** Piecewise constant, or integer, or cut on purpose: no output changes. */
  RuleTable zero(String... names) {
    return each(names, call -> constants(call));
  }

  private static List<Jet> constants(OpCall call) {
    List<Jet> jets = new ArrayList<>();
    for (SDVariable output : call.outputs()) {
      jets.add(call.algebra().constant(output));
    }
    return jets;
  }

  /** Linear in the first input, whatever the others are; they must not change. */
  RuleTable linearInFirst(String... names) {
    return each(names, RuleTable::linearInFirst);
  }

  private static List<Jet> linearInFirst(OpCall call) {
    return linearIn(call, 0);
  }

  /** Linear in its only floating-point input, of several. */
  RuleTable linearInFloating(String... names) {
    return each(
        names, call -> linearIn(call, call.inputs().get(0).value().dataType().isFPType() ? 0 : 1));
  }

  private static List<Jet> linearIn(OpCall call, int index) {
    for (int i = 0; i < call.inputs().size(); i++) {
      if (i != index) {
        call.requireConstant(i, "input " + i);
      }
    }
    return perOutput(
        call,
        call.inputs().subList(index, index + 1),
        arguments -> {
          SDVariable[] all = call.values();
          all[index] = arguments[0];
          return call.reapply(all);
        });
  }

  /** Linear in its only input; for ops that lose an attribute when they are applied once more. */
  RuleTable linearBy(String name, BiFunction<OpCall, SDVariable, SDVariable[]> map) {
    return each(
        new String[] {name},
        call -> perOutput(call, call.inputs(), arguments -> map.apply(call, arguments[0])));
  }

  /** Linear in all inputs together; integer inputs, such as an axis, stay as they are. */
  RuleTable linear(String... names) {
    return each(names, RuleTable::linearInAll);
  }

  private static List<Jet> linearInAll(OpCall call) {
    List<Jet> moving = new ArrayList<>();
    for (Jet input : call.inputs()) {
      if (input.value().dataType().isFPType()) {
        moving.add(input);
      }
    }
    return perOutput(
        call,
        moving,
        arguments -> {
          SDVariable[] all = call.values();
          int next = 0;
          for (int i = 0; i < all.length; i++) {
            if (all[i].dataType().isFPType()) {
              all[i] = arguments[next++];
            }
          }
          return call.reapply(all);
        });
  }

  /** Applies a map with several outputs once to each coefficient. */
  private static List<Jet> perOutput(
      OpCall call, List<Jet> inputs, Function<SDVariable[], SDVariable[]> map) {
    SDVariable[] outputs = call.outputs();
    Map<List<SDVariable>, SDVariable[]> applied = new HashMap<>();
    List<Jet> jets = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      int index = i;
      jets.add(
          call.algebra()
              .linear(
                  outputs[i],
                  arguments ->
                      applied
                          .computeIfAbsent(Arrays.asList(arguments), a -> map.apply(arguments))[
                          index],
                  inputs));
    }
    return jets;
  }

  /** Linear in each of two inputs. */
  RuleTable bilinear(String... names) {
    return each(names, call -> List.of(bilinear(call)));
  }

  private static Jet bilinear(OpCall call) {
    return call.algebra()
        .bilinear(call.y(), (a, c) -> call.reapply(a, c)[0], call.input(0), call.input(1));
  }

  /**
   * Bilinear in input and weights, plus a bias for each channel if there is a third input.
   *
   * @param rank rank of the input
   * @param dataFormat index of the integer argument that is 0 if the channels come second, and 1 if
   *     they come last
   */
  RuleTable convolution(String name, int rank, int dataFormat) {
    return each(
        new String[] {name},
        call -> {
          Jet product = bilinear(call);
          if (call.inputs().size() == 2) {
            return List.of(product);
          }
          boolean channelsLast = call.integerArgument(dataFormat) != 0;
          return List.of(Convolution.withBias(call, product, call.input(2), rank, channelsLast));
        });
  }

  /** A function of one number with its first two derivatives. */
  RuleTable elementwise(
      String name,
      Function<OpCall, SDVariable> first,
      BiFunction<OpCall, SDVariable, SDVariable> second) {
    return each(
        new String[] {name},
        call -> {
          SDVariable derivative = first.apply(call);
          return List.of(
              call.algebra()
                  .elementwise(
                      call.y(), derivative, () -> second.apply(call, derivative), call.input(0)));
        });
  }

  /** A function of one number that is linear between kinks: its slope selects. */
  RuleTable selection(String name, Function<OpCall, SDVariable> slope) {
    return each(
        new String[] {name},
        call ->
            List.of(call.algebra().elementwise(call.y(), slope.apply(call), null, call.input(0))));
  }

  /** Written in the algebra of jets; one output. */
  RuleTable composition(String name, Function<OpCall, Jet> rule) {
    return each(new String[] {name}, call -> List.of(rule.apply(call)));
  }

  /** Written out; any number of outputs. */
  RuleTable rule(String name, TaylorRule rule) {
    return each(new String[] {name}, rule);
  }

  private RuleTable each(String[] names, TaylorRule rule) {
    for (String name : names) {
      if (rules.put(name, rule) != null) {
        throw new IllegalStateException("two rules for op " + name);
      }
    }
    return this;
  }
}
