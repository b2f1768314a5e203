package org.hessianreg.samediff.internal.training;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.execution.ArrayPool;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The arrays that the plans of one graph share: one plan runs at a time. */
public final class PlanMemory {

  private final ArrayPool pool = new ArrayPool();
  private final Map<List<Object>, INDArray> probes = new HashMap<>();
  private final Map<List<Object>, INDArray> scratches = new HashMap<>();

  ArrayPool pool() {
    return pool;
  }

  /** An array of an array's type and shape, which everybody may write to. */
  INDArray scratch(INDArray like) {
    return scratches.computeIfAbsent(
        List.of(like.dataType(), Arrays.toString(like.shape())), key -> like.ulike());
  }

  /** Where the probe of a parameter along a direction is drawn into. */
  INDArray probe(int direction, SDVariable parameter) {
    return probes.computeIfAbsent(
        List.of(direction, parameter.name()),
        key -> Nd4j.create(parameter.dataType(), parameter.getShape()));
  }
}
