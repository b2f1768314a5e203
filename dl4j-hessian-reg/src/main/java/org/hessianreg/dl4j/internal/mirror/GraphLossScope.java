package org.hessianreg.dl4j.internal.mirror;

import org.hessianreg.dl4j.mirror.LossScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;

/** The scope of a loss function whose mirror is being written into a graph. */
final class GraphLossScope<L> extends GraphScope<L> implements LossScope<L> {

  private final IActivation activation;
  private final SDVariable labels;
  private final SDVariable preOutput;
  private final SDVariable mask;

  GraphLossScope(
      MirrorGraph mirror,
      String name,
      L function,
      IActivation activation,
      SDVariable labels,
      SDVariable preOutput,
      SDVariable mask) {
    super(mirror, name, function);
    this.activation = activation;
    this.labels = labels;
    this.preOutput = preOutput;
    this.mask = mask;
  }

  @Override
  public IActivation activation() {
    return activation;
  }

  @Override
  public SDVariable labels() {
    return labels;
  }

  @Override
  public SDVariable preOutput() {
    return preOutput;
  }

  @Override
  public SDVariable output() {
    return activation(activation, preOutput);
  }

  @Override
  public SDVariable mask() {
    return mask;
  }

  @Override
  public SDVariable masked(SDVariable scores) {
    return mask == null ? scores : scores.mul(mask);
  }

  @Override
  public SDVariable weighted(SDVariable rows, INDArray weights) {
    if (weights == null) {
      return rows;
    }
    SDVariable row = mirror().input(name() + "/weights", () -> weights).castTo(dataType());
    return rows.mul(row.reshape(1, weights.length()));
  }

  @Override
  public SDVariable stopped(SDVariable variable) {
    return new StopGradient(graph(), variable).outputVariable();
  }

  @Override
  public SDVariable valued(SDVariable differentiated, SDVariable value) {
    return differentiated.add(stopped(value.sub(differentiated)));
  }

  @Override
  public void endOfModel(SDVariable variable) {
    mirror().endOfModel(variable);
  }
}
