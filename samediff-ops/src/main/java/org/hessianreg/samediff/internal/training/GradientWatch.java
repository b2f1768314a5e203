package org.hessianreg.samediff.internal.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.hessianreg.samediff.internal.graph.GraphAddition;
import org.nd4j.autodiff.samediff.NameScope;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.common.util.ArrayUtil;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.bool.IsFinite;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Watches that gradients are finite: the penalty itself can be finite where its gradient is not.
 * One reduction for each gradient, one number to look at for all.
 */
final class GradientWatch {

  /** Elements from which one more op costs less than it saves. */
  private static final long LARGE = 1 << 14;

  private GradientWatch() {}

  /**
   * Appends a number that is finite if and only if every element of every gradient is. Means, and
   * not sums, since they do not overflow.
   *
   * @param graph the graph of the gradients
   * @param ops the open addition that receives what is appended
   * @param gradients the gradients by the parameters' names; at least one
   * @return a scalar
   */
  static SDVariable append(SameDiff graph, GraphAddition ops, Map<String, SDVariable> gradients) {
    List<SDVariable> means = new ArrayList<>();
    boolean mixed = gradients.values().stream().map(SDVariable::dataType).distinct().count() > 1;
    gradients.forEach(
        (parameter, gradient) -> {
          try (NameScope scope = ops.scope()) {
            SDVariable mean = mean(gradient, graph.getVariable(parameter).getShape());
            means.add(mixed ? mean.castTo(DataType.DOUBLE) : mean);
          }
        });
    try (NameScope scope = ops.scope()) {
      return means.size() == 1
          ? means.get(0)
          : ofAll(graph.stack(0, means.toArray(new SDVariable[0])));
    }
  }

  /**
   * Of a large matrix in two steps, of which the program computes the first as fast as it reads.
   */
  private static SDVariable mean(SDVariable x, long[] shape) {
    if (shape.length == 0) {
      return x;
    }
    boolean large = shape.length > 1 && ArrayUtil.prodLong(shape) >= LARGE;
    return ofAll(large ? x.mean(0) : x);
  }

  private static SDVariable ofAll(SDVariable x) {
    return new MeanOfAll(x).outputVariable();
  }

  /**
   * The native op by its name, which costs a third of what SameDiff's mean does for a few numbers.
   */
  private static final class MeanOfAll extends DynamicCustomOp {

    MeanOfAll(SDVariable x) {
      super(x.getSameDiff(), x);
    }

    @Override
    public String opName() {
      return "reduce_mean";
    }

    @Override
    public List<DataType> calculateOutputDataTypes(List<DataType> inputTypes) {
      return inputTypes;
    }
  }

  /**
   * Looks at gradients themselves.
   *
   * @param gradients the gradients by the parameters' names
   * @return a clause for a message that names the parameters with elements that are not finite;
   *     empty if there are none
   */
  static String describe(Map<String, INDArray> gradients) {
    List<String> found = new ArrayList<>();
    gradients.forEach(
        (parameter, gradient) -> {
          long bad = gradient.length() - finite(gradient);
          if (bad > 0) {
            found.add(
                String.format(
                    "parameter '%s' (%d of its %d elements)", parameter, bad, gradient.length()));
          }
        });
    return String.join(", ", found);
  }

  private static long finite(INDArray array) {
    INDArray flags = Nd4j.createUninitialized(DataType.BOOL, array.shape());
    Nd4j.getExecutioner().exec(new IsFinite(array, flags));
    return flags.castTo(DataType.INT64).sumNumber().longValue();
  }
}
