package org.hessianreg.dl4j.mirror;

import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Loss functions: sums over rows and columns. */
final class LossFunctions {

  private LossFunctions() {}

  static SDVariable meanSquaredError(LossScope<LossMSE> loss) {
    SDVariable output = loss.output();
    loss.endOfModel(output);
    double columns = loss.shape(output)[1];
    SDVariable squares = loss.graph().math().square(output.sub(loss.labels()));
    return loss.masked(squares).sum().div(columns);
  }

  static SDVariable crossEntropy(LossScope<? extends LossMCXENT> loss) {
    if (!(loss.activation() instanceof ActivationSoftmax)) {
      throw loss.refusal("not with this activation function yet", "use softmax.");
    }
    loss.endOfModel(loss.preOutput());
    SDVariable logarithms = loss.graph().nn().logSoftmax(loss.preOutput());
    return loss.masked(logarithms.mul(loss.labels())).sum().neg();
  }
}
