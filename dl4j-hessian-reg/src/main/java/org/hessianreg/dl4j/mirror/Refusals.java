package org.hessianreg.dl4j.mirror;

/** In the place of mirrors of parts that cannot have one. */
final class Refusals {

  private Refusals() {}

  static <C> LayerMirror<C> layer(String what, String mend) {
    return (layer, input) -> {
      throw layer.refusal(what, mend);
    };
  }

  static <C> OutputLayerMirror<C> outputLayer(String what, String mend) {
    return (layer, input, labels) -> {
      throw layer.refusal(what, mend);
    };
  }

  static <A> ActivationMirror<A> activation(String what, String mend) {
    return (function, z) -> {
      throw function.refusal(what, mend);
    };
  }
}
