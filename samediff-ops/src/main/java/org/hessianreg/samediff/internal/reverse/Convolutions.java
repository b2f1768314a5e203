package org.hessianreg.samediff.internal.reverse;

import java.util.Arrays;
import java.util.List;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.api.ops.impl.layers.convolution.DepthwiseConv2DBp;

/**
 * Adjoints of convolutions of images: the backward op with the integer arguments of the forward op.
 * ND4J's own reads them from a configuration, in which an imported graph's padding and formats and
 * every graph's format of the weights are lost.
 */
final class Convolutions {

  /** Kernel, stride, padding and dilation of both sides, padding mode, two data formats. */
  private static final int ARGUMENTS = 11;

  private static final int WEIGHTS_FORMAT = 10;

  private Convolutions() {}

  static List<SDVariable> conv2d(DifferentialFunction op, List<SDVariable> cotangents) {
    return backward(op, new Conv2DDerivative(), cotangents.get(0));
  }

  static List<SDVariable> depthwise(DifferentialFunction op, List<SDVariable> cotangents) {
    return backward(op, new DepthwiseConv2DBp(), cotangents.get(0));
  }

  private static List<SDVariable> backward(
      DifferentialFunction op, DynamicCustomOp backward, SDVariable g) {
    // Formats that are missing are the first ones.
    int[] arguments = Arrays.copyOf(Attributes.integers(op), ARGUMENTS);
    for (int side = 0; side < 2; side++) {
      if (arguments[side] <= 0) {
        arguments[side] = kernel(op, arguments[WEIGHTS_FORMAT], side);
      }
    }
    backward.addIArgument(arguments);
    SDVariable[] inputs = Arrays.copyOf(op.args(), op.args().length + 1);
    inputs[inputs.length - 1] = g;
    return Arrays.asList(OpReapplication.append(op.getSameDiff(), backward, inputs));
  }

  /** The backward op does not look for the size of the kernel in the weights. */
  private static int kernel(DifferentialFunction op, int weightsFormat, int side) {
    long[] shape = op.arg(1).getShape();
    if (shape == null) {
      throw new HessianTraceException(
          String.format(
              "Variable '%s': op '%s' (%s) takes the size of its kernel from its weights '%s', whose"
                  + " shape the graph does not know.",
              op.outputVariablesNames()[0], op.getOwnName(), op.opName(), op.arg(1).name()),
          "give the size of the kernel in the convolution's configuration.");
    }
    int first = weightsFormat == 0 ? 0 : weightsFormat == 1 ? 2 : 1;
    return Math.toIntExact(shape[first + side]);
  }
}
