package org.hessianreg.dl4j.mirror;

import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What the mirror of a part of a network is written from: the part's settings, and the graph to
 * append to.
 *
 * @param <C> the part's configuration
 */
public class MirrorScope<C> {

  private final MirrorGraph mirror;
  private final String name;
  private final C conf;

  MirrorScope(MirrorGraph mirror, String name, C conf) {
    this.mirror = mirror;
    this.name = name;
    this.conf = conf;
  }

  MirrorScope(MirrorScope<?> of, C conf) {
    this(of.mirror, of.name, conf);
  }

  final MirrorGraph mirror() {
    return mirror;
  }

  /**
   * The part's configuration.
   *
   * @return the object in the network's configuration
   */
  public final C conf() {
    return conf;
  }

  /**
   * The name of the layer or vertex.
   *
   * @return for a {@code MultiLayerNetwork}, the layer's number
   */
  public final String name() {
    return name;
  }

  /**
   * The graph to append to.
   *
   * @return the mirror's graph
   */
  public final SameDiff graph() {
    return mirror.graph();
  }

  /**
   * The network's floating-point type.
   *
   * @return the type of all activations
   */
  public final DataType dataType() {
    return mirror.dataType();
  }

  /**
   * How many examples the minibatch has.
   *
   * @return the number
   */
  public final long examples() {
    return mirror.examples();
  }

  /**
   * A number that changes while the network is trained, such as an annealed factor. It is read at
   * every step.
   *
   * <p>Settings that are read off {@link #conf} while the mirror is written are fixed in it. When a
   * field of a part changes, a new mirror is written, which takes as long as the first step did. A
   * part whose mirror reads numbers by this method is trusted to read all that changes in fields of
   * the user's own classes in this way.
   *
   * @param key a name of the number within the part
   * @param source returns the number at each step; called after the network's own backward pass
   * @return a scalar of the network's type
   */
  public final SDVariable number(String key, DoubleSupplier source) {
    mirror.followed().add(conf.getClass());
    DataType type = dataType();
    return mirror.input(
        name + "/number/" + conf.getClass().getSimpleName() + "/" + key,
        () -> Nd4j.scalar(type, source.getAsDouble()));
  }

  /**
   * The shape of a variable; a mirror is written for one shape of the minibatch.
   *
   * @param variable a variable of the graph
   * @return its sizes
   */
  public final long[] shape(SDVariable variable) {
    return mirror.shapes().of(variable);
  }

  /**
   * Objects to an array that the current step has brought along, if something is wrong with it. To
   * be called whenever the array is read, which it is on the backend's device.
   *
   * @param violations for each example a positive number, or 0 if nothing is wrong
   * @param refusal makes the exception for an example
   */
  final void object(INDArray violations, LongFunction<HessianTraceException> refusal) {
    mirror.objections().add(new Objection(violations, refusal));
  }

  /**
   * Makes the exception for settings that have no mirror.
   *
   * @param what what is not supported, to stand after "Layer 'name' (Class): "
   * @param mend what the user can do
   * @return the exception, to be thrown
   */
  public final HessianTraceException refusal(String what, String mend) {
    return new HessianTraceException(
        String.format("'%s' (%s): %s", name, conf.getClass().getSimpleName(), what), mend);
  }
}
