package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;

/**
 * One kind of input preprocessor as SameDiff ops.
 *
 * @param <P> the preprocessor
 */
@FunctionalInterface
public interface PreProcessorMirror<P> {

  /**
   * Appends the preprocessor.
   *
   * @param preProcessor its settings and the graph
   * @param input what it is applied to
   * @return its result
   */
  SDVariable processed(MirrorScope<P> preProcessor, SDVariable input);
}
