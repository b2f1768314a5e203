package org.hessianreg.samediff.internal.imports;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv3DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;

/**
 * Convolutions whose configuration, of which SameDiff makes the gradient, is not that of their
 * arguments, or whose weights have another format than [height, width, in, out].
 */
final class ImportedConvolutions {

  private static final int IMAGE_ARGUMENTS = 9;
  private static final int VOLUME_ARGUMENTS = 13;
  private static final String CONFIGURED = "has the configuration of its arguments";
  private static final String UNKNOWN = "has a kernel whose size is not known";

  private ImportedConvolutions() {}

  static Repaired image(ImportedOp op) {
    if (isConfigured(op)) {
      return Repaired.unneeded();
    }
    Optional<long[]> weights = op.shape(1).or(() -> Optional.ofNullable(op.input(1).getShape()));
    if (weights.isEmpty() || weights.get().length != 4) {
      return Repaired.left(UNKNOWN);
    }
    int format = argument(op, 10);
    long[] sizes = inOrder(weights.get(), order(format));
    SDVariable kernel = format == 0 ? op.input(1) : op.input(1).permute(order(format));
    Conv2DConfig config = configuration(op, sizes);
    return Repaired.equal(
        CONFIGURED,
        op.count() > 2
            ? op.graph().cnn().conv2d(op.input(0), kernel, op.input(2), config)
            : op.graph().cnn().conv2d(op.input(0), kernel, config));
  }

  static Repaired depthwise(ImportedOp op) {
    if (isConfigured(op)) {
      return Repaired.unneeded();
    }
    Optional<long[]> weights = op.shape(1).or(() -> Optional.ofNullable(op.input(1).getShape()));
    if (weights.isEmpty() || argument(op, 10) != 0) {
      return Repaired.left(UNKNOWN);
    }
    Conv2DConfig config = configuration(op, weights.get());
    return Repaired.equal(
        CONFIGURED,
        op.count() > 2
            ? op.graph().cnn().depthWiseConv2d(op.input(0), op.input(1), op.input(2), config)
            : op.graph().cnn().depthWiseConv2d(op.input(0), op.input(1), config));
  }

  static Repaired volume(ImportedOp op) {
    int[] arguments = Arrays.copyOf(op.integers(), VOLUME_ARGUMENTS + 2);
    Optional<long[]> weights = op.shape(1).or(() -> Optional.ofNullable(op.input(1).getShape()));
    if (weights.isEmpty() || arguments[14] != 0) {
      return Repaired.left(UNKNOWN);
    }
    Conv3DConfig config =
        Conv3DConfig.builder()
            .kD(weights.get()[0])
            .kH(weights.get()[1])
            .kW(weights.get()[2])
            .sD(arguments[3])
            .sH(arguments[4])
            .sW(arguments[5])
            .pD(arguments[6])
            .pH(arguments[7])
            .pW(arguments[8])
            .dD(arguments[9])
            .dH(arguments[10])
            .dW(arguments[11])
            .paddingMode(PaddingMode.fromNumber(arguments[12]))
            .dataFormat(arguments[13] == 0 ? Conv3DConfig.NCDHW : Conv3DConfig.NDHWC)
            .build();
    return Repaired.equal(
        CONFIGURED,
        op.count() > 2
            ? op.graph().cnn().conv3d(op.input(0), op.input(1), op.input(2), config)
            : op.graph().cnn().conv3d(op.input(0), op.input(1), config));
  }

  private static Conv2DConfig configuration(ImportedOp op, long... kernel) {
    return Conv2DConfig.builder()
        .kH(kernel[0])
        .kW(kernel[1])
        .sH(argument(op, 2))
        .sW(argument(op, 3))
        .pH(argument(op, 4))
        .pW(argument(op, 5))
        .dH(argument(op, 6))
        .dW(argument(op, 7))
        .paddingMode(PaddingMode.fromNumber(argument(op, 8)))
        .dataFormat(argument(op, IMAGE_ARGUMENTS) == 0 ? Conv2DConfig.NCHW : Conv2DConfig.NHWC)
        .weightsFormat(WeightsFormat.YXIO)
        .build();
  }

  /** Formats come last, and are the usual ones where they are missing. */
  private static int argument(ImportedOp op, int index) {
    int[] arguments = op.integers();
    return index < arguments.length ? arguments[index] : 0;
  }

  /** The permutation to [height, width, in, out]. */
  private static int[] order(int format) {
    switch (WeightsFormat.values()[format]) {
      case OIYX:
        return new int[] {2, 3, 1, 0};
      case OYXI:
        return new int[] {1, 2, 3, 0};
      default:
        return new int[] {0, 1, 2, 3};
    }
  }

  private static long[] inOrder(long[] sizes, int... order) {
    return Arrays.stream(order).mapToLong(i -> sizes[i]).toArray();
  }

  private static boolean isConfigured(ImportedOp op) {
    Map<String, Object> found = op.function().propertiesForFunction();
    String[] names = {"kH", "kW", "sH", "sW", "pH", "pW", "dH", "dW"};
    for (int i = 0; i < names.length; i++) {
      Object value = found.get(names[i]);
      boolean isSet = argument(op, i) > 0 || i == 4 || i == 5;
      if (!isSet || !(value instanceof Number) || ((Number) value).intValue() != argument(op, i)) {
        return false;
      }
    }
    String format = argument(op, IMAGE_ARGUMENTS) == 0 ? Conv2DConfig.NCHW : Conv2DConfig.NHWC;
    return argument(op, 10) == 0 && format.equals(String.valueOf(found.get("dataFormat")));
  }
}
