package org.hessianreg.dl4j.internal.mirror;

import java.util.function.DoubleSupplier;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.hessianreg.dl4j.mirror.MirrorScope;
import org.hessianreg.samediff.HessianTraceException;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The scope of a part whose mirror is being written into a graph. */
class GraphScope<C> implements MirrorScope<C> {

  private final MirrorGraph mirror;
  private final String name;
  private final C conf;

  GraphScope(MirrorGraph mirror, String name, C conf) {
    this.mirror = mirror;
    this.name = name;
    this.conf = conf;
  }

  final MirrorGraph mirror() {
    return mirror;
  }

  @Override
  public final C conf() {
    return conf;
  }

  @Override
  public final String name() {
    return name;
  }

  @Override
  public final SameDiff graph() {
    return mirror.graph();
  }

  @Override
  public final DataType dataType() {
    return mirror.dataType();
  }

  @Override
  public final long examples() {
    return mirror.examples();
  }

  @Override
  public final SDVariable number(String key, DoubleSupplier source) {
    mirror.followed().add(conf.getClass());
    DataType type = dataType();
    return mirror.input(
        name + "/number/" + conf.getClass().getSimpleName() + "/" + key,
        () -> Nd4j.scalar(type, source.getAsDouble()));
  }

  @Override
  public final long[] shape(SDVariable variable) {
    return mirror.shapes().of(variable);
  }

  @Override
  public final SDVariable activation(IActivation function, SDVariable z) {
    return mirror.calls().activation(new GraphScope<>(mirror, name, function), z);
  }

  @Override
  public final SDVariable processed(InputPreProcessor preProcessor, SDVariable input) {
    return mirror.calls().processed(new GraphScope<>(mirror, name, preProcessor), input);
  }

  @Override
  public final void object(INDArray violations, LongFunction<HessianTraceException> refusal) {
    mirror.objections().add(new Objection(violations, refusal));
  }

  @Override
  public final HessianTraceException refusal(String what, String fix) {
    return new HessianTraceException(
        String.format("'%s' (%s): %s", name, conf.getClass().getSimpleName(), what), fix);
  }
}
