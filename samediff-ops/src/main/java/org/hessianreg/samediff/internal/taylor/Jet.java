package org.hessianreg.samediff.internal.taylor;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.nd4j.autodiff.samediff.SDVariable;

/**
 * A variable with its Taylor coefficients along one or more directions: the value, one tangent for
 * each direction, and the second coefficient summed over the directions. Every coefficient has the
 * shape and type of the value. A coefficient known to be zero is absent, not a variable of zeros.
 */
public final class Jet {

  private final SDVariable value;
  private final List<SDVariable> tangents;
  private final SDVariable second;
  private final Supplier<SDVariable> copy;

  private Jet(
      SDVariable value, List<SDVariable> tangents, SDVariable second, Supplier<SDVariable> copy) {
    this.value = value;
    this.tangents = tangents;
    this.second = second;
    this.copy = copy;
  }

  /**
   * Creates a jet.
   *
   * @param value the variable itself
   * @param tangents the first coefficient along each direction, null where it is zero
   * @param second the second coefficient summed over the directions, or null if it is zero
   * @return the jet
   */
  public static Jet of(SDVariable value, List<SDVariable> tangents, SDVariable second) {
    return new Jet(value, Collections.unmodifiableList(tangents), second, null);
  }

  /**
   * Notes that the value can be had for less from what the derivatives need anyway.
   *
   * @param cheaper appends a variable that equals the value and does not depend on it
   * @return a jet of the same coefficients
   */
  Jet withCopy(Supplier<SDVariable> cheaper) {
    return new Jet(value, tangents, second, cheaper);
  }

  /** What appends a variable that equals the value and costs less, if there is one. */
  Optional<Supplier<SDVariable>> copy() {
    return Optional.ofNullable(copy);
  }

  /**
   * Creates the jet of something that does not change along the directions.
   *
   * @param value the variable
   * @param directions how many directions there are
   * @return the jet without coefficients
   */
  static Jet constant(SDVariable value, int directions) {
    return of(value, Arrays.asList(new SDVariable[directions]), null);
  }

  /**
   * The variable itself.
   *
   * @return the value
   */
  public SDVariable value() {
    return value;
  }

  /**
   * The first coefficient along each direction.
   *
   * @return one entry for each direction, null where the coefficient is zero
   */
  public List<SDVariable> tangents() {
    return tangents;
  }

  /**
   * The second coefficient, summed over the directions.
   *
   * @return the coefficient, or null if it is zero
   */
  public SDVariable second() {
    return second;
  }

  /**
   * Returns whether nothing changes along any direction.
   *
   * @return true if every coefficient is absent
   */
  public boolean isConstant() {
    return second == null && tangents.stream().allMatch(Objects::isNull);
  }

  /**
   * The jet to first order: what a Gauss–Newton sweep keeps at the end of the model.
   *
   * @return this jet without its second coefficient
   */
  Jet linearized() {
    return new Jet(value, tangents, null, null);
  }
}
