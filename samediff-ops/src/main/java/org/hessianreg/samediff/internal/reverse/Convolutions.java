package org.hessianreg.samediff.internal.reverse;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.hessianreg.samediff.HessianTraceException;
import org.hessianreg.samediff.internal.graph.Attributes;
import org.hessianreg.samediff.internal.graph.OpReapplication;
import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.api.ops.impl.layers.convolution.DeConv3DDerivative;
import org.nd4j.linalg.api.ops.impl.layers.convolution.DepthwiseConv2DBp;
import org.nd4j.linalg.api.ops.impl.layers.convolution.SConv2DDerivative;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Upsampling2dDerivative;

/**
 * Adjoints of convolutions and upsampling: the backward op with the integer arguments of the
 * forward op. ND4J's own reads them from a configuration, in which an imported graph's padding and
 * formats and every graph's format of the weights are lost.
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

  /** The backward op reads the cotangent after the input. */
  static List<SDVariable> separable(DifferentialFunction op, List<SDVariable> cotangents) {
    List<SDVariable> inputs = new ArrayList<>(Arrays.asList(op.args()));
    inputs.add(1, cotangents.get(0));
    SConv2DDerivative backward = new SConv2DDerivative();
    backward.addIArgument(arguments(op));
    return appended(op, backward, inputs);
  }

  static List<SDVariable> deconv3d(DifferentialFunction op, List<SDVariable> cotangents) {
    List<SDVariable> inputs = new ArrayList<>(Arrays.asList(op.args()));
    inputs.addAll(cotangents);
    DeConv3DDerivative backward = new DeConv3DDerivative();
    backward.addIArgument(Attributes.integers(op));
    return appended(op, backward, inputs);
  }

  /** Every pixel of the input gets the sum of its copies. ND4J's own takes any image for NCHW. */
  static List<SDVariable> upsampling2d(DifferentialFunction op, List<SDVariable> cotangents) {
    int[] arguments = Attributes.integers(op);
    if (arguments[2] != 0) {
      return Adjoints.own(op, cotangents);
    }
    SDVariable x = op.arg().permute(0, 3, 1, 2);
    SDVariable g = cotangents.get(0).permute(0, 3, 1, 2);
    return List.of(
        new Upsampling2dDerivative(op.getSameDiff(), x, g, true, arguments[0], arguments[1])
            .outputVariable()
            .permute(0, 2, 3, 1));
  }

  private static List<SDVariable> backward(
      DifferentialFunction op, DynamicCustomOp backward, SDVariable g) {
    backward.addIArgument(arguments(op));
    List<SDVariable> inputs = new ArrayList<>(Arrays.asList(op.args()));
    inputs.add(g);
    return appended(op, backward, inputs);
  }

  private static List<SDVariable> appended(
      DifferentialFunction op, DynamicCustomOp backward, List<SDVariable> inputs) {
    SDVariable[] all = inputs.toArray(new SDVariable[0]);
    return Arrays.asList(OpReapplication.append(op.getSameDiff(), backward, all));
  }

  private static int[] arguments(DifferentialFunction op) {
    // Formats that are missing are the first ones.
    int[] arguments = Arrays.copyOf(Attributes.integers(op), ARGUMENTS);
    for (int side = 0; side < 2; side++) {
      if (arguments[side] <= 0) {
        arguments[side] = kernel(op, arguments[WEIGHTS_FORMAT], side);
      }
    }
    return arguments;
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
