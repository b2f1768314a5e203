package org.hessianreg.dl4j.internal.mirror.sequences;

import java.util.List;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.graph.rnn.ReverseTimeSeriesVertex;
import org.hessianreg.dl4j.internal.mirror.layers.Vertices;
import org.hessianreg.dl4j.mirror.VertexScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Vertices of sequences {@code [example, unit, step]}. */
final class SequenceVertices {

  private SequenceVertices() {}

  static SDVariable lastStep(VertexScope<LastTimeStepVertex> vertex, List<SDVariable> inputs) {
    SDVariable x = inputs.get(0);
    long[] shape = vertex.shape(x);
    Supplier<INDArray> mask = vertex.inputMask(vertex.conf().getMaskArrayInputName());
    if (mask == null) {
      return Vertices.slice(vertex, x, 2, shape[2] - 1, 1).reshape(shape[0], shape[1]);
    }
    SDVariable last =
        vertex.input("last", () -> MaskContents.lastSteps(mask.get())).castTo(x.dataType());
    return x.mul(vertex.graph().expandDims(last, 1)).sum(2);
  }

  static SDVariable duplicated(
      VertexScope<DuplicateToTimeSeriesVertex> vertex, List<SDVariable> inputs) {
    long[] shape = vertex.shape(inputs.get(0));
    long steps = vertex.shape(vertex.networkInput(vertex.conf().getInputName()))[2];
    SDVariable column = inputs.get(0).reshape(shape[0], shape[1], 1);
    return vertex.graph().tile(column, 1, 1, Math.toIntExact(steps));
  }

  static SDVariable reversed(VertexScope<ReverseTimeSeriesVertex> vertex, List<SDVariable> inputs) {
    SDVariable x = inputs.get(0);
    String masked = vertex.conf().getMaskArrayInputName();
    Supplier<INDArray> mask = masked == null ? null : vertex.inputMask(masked);
    if (mask == null) {
      return vertex.graph().reverse(x, 2);
    }
    SDVariable order = vertex.input("order", () -> MaskContents.reversal(mask.get()));
    return x.mmul(order.castTo(x.dataType()));
  }
}
