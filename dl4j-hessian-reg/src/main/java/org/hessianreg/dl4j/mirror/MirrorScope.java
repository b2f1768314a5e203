package org.hessianreg.dl4j.mirror;

import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What the mirror of a part of a network is written from: the part's settings, and the graph to
 * append to. Mirrors are given one; they do not implement it.
 *
 * @param <C> the part's configuration
 */
public interface MirrorScope<C> {

  /**
   * The part's configuration.
   *
   * @return the object in the network's configuration
   */
  C conf();

  /**
   * The name of the layer or vertex.
   *
   * @return for a {@code MultiLayerNetwork}, the layer's number
   */
  String name();

  /**
   * The graph to append to.
   *
   * @return the mirror's graph
   */
  SameDiff graph();

  /**
   * The network's floating-point type.
   *
   * @return the type of all activations
   */
  DataType dataType();

  /**
   * How many examples the minibatch has.
   *
   * @return the number
   */
  long examples();

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
  SDVariable number(String key, DoubleSupplier source);

  /**
   * The shape of a variable; a mirror is written for one shape of the minibatch.
   *
   * @param variable a variable of the graph
   * @return its sizes
   */
  long[] shape(SDVariable variable);

  /**
   * Applies an activation function.
   *
   * @param function the function
   * @param z the argument, with a row for each example where the function mixes elements
   * @return its value, of the argument's shape
   * @throws HessianTraceException if the function has no mirror
   */
  SDVariable activation(IActivation function, SDVariable z);

  /**
   * Applies an input preprocessor.
   *
   * @param preProcessor the preprocessor
   * @param input what it is applied to, in the layout that it takes
   * @return its result, in the layout that it returns
   * @throws HessianTraceException if the preprocessor has no mirror
   */
  SDVariable processed(InputPreProcessor preProcessor, SDVariable input);

  /**
   * Objects to an array that the current step has brought along, if something is wrong with it. To
   * be called whenever the array is read, by the source of an {@code input} or the check of {@link
   * LayerScope#mask(java.util.function.Consumer)}. Nothing is read off the backend's device here:
   * the training step ends with the exception if one of its objections holds.
   *
   * @param violations for each example, in order, a positive number, or 0 if nothing is wrong; a
   *     scalar speaks of the whole minibatch
   * @param refusal makes the exception, by {@link #refusal} for instance, from the index of the
   *     first example with a violation
   */
  void object(INDArray violations, LongFunction<HessianTraceException> refusal);

  /**
   * Makes the exception for settings that have no mirror.
   *
   * @param what what is not supported, to stand after "'name' (Class): "
   * @param fix what the user can do
   * @return the exception, to be thrown
   */
  HessianTraceException refusal(String what, String fix);
}
