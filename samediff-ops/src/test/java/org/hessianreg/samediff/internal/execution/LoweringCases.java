package org.hessianreg.samediff.internal.execution;

import static org.hessianreg.samediff.internal.execution.LoweringCase.lowering;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.enums.WeightsFormat;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2D;
import org.nd4j.linalg.api.ops.impl.layers.convolution.Conv2DDerivative;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.Conv2DConfig;
import org.nd4j.linalg.api.ops.impl.layers.convolution.config.PaddingMode;
import org.nd4j.linalg.api.ops.impl.reduce.bp.MeanBp;
import org.nd4j.linalg.api.ops.impl.reduce.bp.SumBp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.AddBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.MulBpOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.bp.SubBpOp;
import org.nd4j.linalg.factory.Nd4j;

/** The lines of the table in {@link Lowerings}, grouped as there. */
final class LoweringCases {

  private LoweringCases() {}

  static List<LoweringCase> all() {
    List<LoweringCase> all = new ArrayList<>(views());
    all.addAll(sumsOfTerms());
    all.addAll(sumsOverDimensions());
    all.addAll(backwardOfSums());
    all.addAll(productsOfStacks());
    all.addAll(concatenations());
    all.addAll(backwardOps());
    all.addAll(convolutions());
    return all;
  }

  static List<LoweringCase> views() {
    return List.of(
        lowering("reshape", (sd, in) -> List.of(in[0].reshape(2, 6))).input(4, 3),
        lowering("reshape, one size open", (sd, in) -> List.of(in[0].reshape(-1, 2))).input(4, 3),
        lowering("reshape to a vector", (sd, in) -> List.of(in[0].reshape(-1))).input(2, 3, 4),
        lowering("reshape of a vector", (sd, in) -> List.of(in[0].reshape(3, 4))).input(12),
        lowering("reshape of a number", (sd, in) -> List.of(in[0].reshape(1, 1))).input(),
        lowering("expandDims", (sd, in) -> List.of(sd.expandDims(in[0], 1)))
            .input(4, 3)
            .denseOnly(),
        lowering("expandDims last", (sd, in) -> List.of(sd.expandDims(in[0], -1)))
            .input(4, 3)
            .denseOnly(),
        lowering("squeeze", (sd, in) -> List.of(sd.squeeze(in[0], 1))).input(4, 1, 3),
        lowering("squeeze last", (sd, in) -> List.of(sd.squeeze(in[0], -1))).input(4, 3, 1),
        lowering("identity", (sd, in) -> List.of(sd.identity(in[0]))).input(4, 3),
        lowering("stopGradient", (sd, in) -> List.of(new StopGradient(sd, in[0]).outputVariable()))
            .input(4, 3),
        lowering("mul 1", (sd, in) -> List.of(in[0].mul(1.0))).input(4, 3),
        lowering("views of views", LoweringCases::viewsOfViews).input(4, 6));
  }

  private static List<SDVariable> viewsOfViews(SameDiff sd, SDVariable... in) {
    SDVariable wide = sd.expandDims(in[0].reshape(2, 12), 0);
    return List.of(sd.squeeze(wide, 0).reshape(3, 8), sd.identity(wide), in[0].mul(1.0).mul(2.0));
  }

  private static List<LoweringCase> sumsOfTerms() {
    return List.of(
        lowering("mul 2", (sd, in) -> List.of(in[0].mul(2.0))).input(4, 3),
        lowering("mul -1", (sd, in) -> List.of(in[0].mul(-1.0))).input(4, 3),
        lowering("mergeAdd of one", (sd, in) -> List.of(sd.math().mergeAdd(in))).input(4, 3),
        lowering("mergeAdd of two", (sd, in) -> List.of(sd.math().mergeAdd(in)))
            .input(4, 3)
            .input(4, 3),
        lowering("mergeAdd of four", (sd, in) -> List.of(sd.math().mergeAdd(in)))
            .input(2, 3, 4)
            .input(2, 3, 4)
            .input(2, 3, 4)
            .input(2, 3, 4),
        lowering(
                "mergeAdd of one thrice",
                (sd, in) -> List.of(sd.math().mergeAdd(in[0], in[0], in[1], in[0])))
            .input(4, 3)
            .input(4, 3));
  }

  private static List<LoweringCase> sumsOverDimensions() {
    List<LoweringCase> cases = new ArrayList<>();
    // The larger one has enough elements for a matrix product.
    for (long[] shape : List.of(new long[] {3, 4, 2, 5}, new long[] {16, 8, 20, 9})) {
      for (int[] dimensions :
          List.of(
              new int[] {},
              new int[] {0},
              new int[] {0, 1},
              new int[] {3},
              new int[] {2, 3},
              new int[] {1, 2, 3},
              new int[] {1},
              new int[] {1, 2},
              new int[] {0, 2},
              new int[] {0, 3},
              new int[] {0, 2, 3},
              new int[] {0, 1, 2, 3})) {
        cases.addAll(sums(shape, dimensions));
      }
      // ND4J's own op is wrong if such dimensions are kept.
      cases.add(
          lowering("sum over the last two", (sd, in) -> List.of(in[0].sum(-1, -2))).input(shape));
      cases.add(lowering("mean over the last", (sd, in) -> List.of(in[0].mean(-1))).input(shape));
    }
    cases.addAll(sums(new long[] {20000}, 0));
    cases.addAll(sums(new long[] {20000, 1}, 0));
    cases.addAll(sums(new long[] {1, 20000}, 1));
    cases.addAll(sums(new long[] {1, 150, 130, 1}, 0, 1));
    cases.addAll(sums(new long[] {1, 150, 130, 1}, 2));
    cases.add(
        lowering(
                "sum over dimensions of a variable",
                (sd, in) -> List.of(sd.math().sum(in[0], sd.constant(1), false)))
            .input(200, 100));
    cases.add(
        lowering(
                "mean over dimensions of a variable",
                (sd, in) -> List.of(sd.math().mean(in[0], sd.constant(0), true)))
            .input(200, 100));
    return cases;
  }

  private static List<LoweringCase> sums(long[] shape, int... dimensions) {
    List<LoweringCase> cases = new ArrayList<>();
    for (boolean keep : new boolean[] {false, true}) {
      String where =
          String.format(
              " of %s over %s%s",
              Arrays.toString(shape), Arrays.toString(dimensions), keep ? ", kept" : "");
      cases.add(
          lowering("sum" + where, (sd, in) -> List.of(in[0].sum(keep, dimensions))).input(shape));
      cases.add(
          lowering("mean" + where, (sd, in) -> List.of(in[0].mean(keep, dimensions))).input(shape));
    }
    return cases;
  }

  private static List<LoweringCase> backwardOfSums() {
    List<LoweringCase> cases = new ArrayList<>();
    for (int[] dimensions :
        List.of(
            new int[] {0},
            new int[] {2},
            new int[] {-1},
            new int[] {1},
            new int[] {0, 2},
            new int[] {1, 2},
            new int[] {0, 1, 2})) {
      for (boolean keep : new boolean[] {false, true}) {
        String where =
            String.format(" over %s%s", Arrays.toString(dimensions), keep ? ", kept" : "");
        cases.add(
            backwardOfSum(
                "sum backward" + where,
                keep,
                (sd, x, g) -> new SumBp(sd, x, g, keep, dimensions),
                dimensions));
        cases.add(
            backwardOfSum(
                "mean backward" + where,
                keep,
                (sd, x, g) -> new MeanBp(sd, x, g, keep, dimensions),
                dimensions));
      }
    }
    return cases;
  }

  /** A backward op of a reduction. */
  private interface BackwardOfSum {
    DynamicCustomOp of(SameDiff sd, SDVariable x, SDVariable cotangent);
  }

  private static LoweringCase backwardOfSum(
      String name, boolean keep, BackwardOfSum op, int... dimensions) {
    long[] shape = {6, 5, 4};
    long[] reduced = Nd4j.ones(shape).sum(keep, dimensions).shape();
    return lowering(name, (sd, in) -> List.of(op.of(sd, in[0], in[1]).outputVariable()))
        .input(shape)
        .input(reduced);
  }

  private static List<LoweringCase> concatenations() {
    List<LoweringCase> cases = new ArrayList<>();
    for (int axis : new int[] {0, 1, 2, -1, -2}) {
      cases.add(
          lowering("concat along " + axis, (sd, in) -> List.of(sd.concat(axis, in)))
              .input(8, 20, 10)
              .input(8, 20, 10)
              .input(8, 20, 10));
    }
    cases.add(
        lowering("concat of small parts", (sd, in) -> List.of(sd.concat(1, in)))
            .input(2, 3)
            .input(2, 3));
    cases.add(
        lowering("concat of unlike parts", (sd, in) -> List.of(sd.concat(0, in)))
            .input(30, 40)
            .input(40, 40));
    cases.add(
        lowering("concat of one part twice", (sd, in) -> List.of(sd.concat(1, in[0], in[0])))
            .input(30, 40));
    cases.add(
        lowering("concat of adjacent parts", (sd, in) -> List.of(joined(sd, sd.split(in[0], 4, 1))))
            .input(30, 160)
            .denseOnly());
    return cases;
  }

  private static SDVariable joined(SameDiff sd, SDVariable... parts) {
    return sd.concat(1, parts);
  }

  private static List<LoweringCase> productsOfStacks() {
    return List.of(
        product("small", false, false).input(2, 3, 4).input(2, 4, 5),
        product("of matrices", false, false).input(60, 40).input(40, 50),
        product("of three", false, false).input(3, 60, 40).input(3, 40, 50),
        product("of two by three", false, false).input(2, 3, 60, 40).input(2, 3, 40, 50),
        product("transposed first", true, false).input(2, 3, 40, 60).input(2, 3, 40, 50),
        product("transposed second", false, true).input(2, 3, 60, 40).input(2, 3, 50, 40),
        product("both transposed", true, true).input(2, 40, 60).input(2, 50, 40),
        lowering("product of stacks, of one value", (sd, in) -> List.of(in[0].mmul(in[0])))
            .input(2, 3, 50, 50));
  }

  private static LoweringCase product(String name, boolean first, boolean second) {
    return lowering(
        "product of stacks, " + name,
        (sd, in) -> List.of(sd.mmul(in[0], in[1], first, second, false)));
  }

  private static List<LoweringCase> convolutions() {
    return List.of(
        convolution("3x3", same(3, 3)).input(2, 3, 4, 4).input(3, 3, 3, 5).input(2, 5, 4, 4),
        convolution("3x3 with bias", same(3, 3))
            .input(2, 3, 2, 3)
            .input(3, 3, 3, 5)
            .input(5)
            .input(2, 5, 2, 3),
        convolution("1x3 with bias", same(1, 3))
            .input(2, 3, 3, 5)
            .input(1, 3, 3, 2)
            .input(2)
            .input(2, 2, 3, 5),
        convolution("1x1", same(1, 1)).input(2, 3, 2, 2).input(1, 1, 3, 5).input(2, 5, 2, 2),
        convolution("5x3 on smaller images", same(5, 3))
            .input(2, 3, 2, 2)
            .input(5, 3, 3, 2)
            .input(2, 2, 2, 2),
        convolution("3x3 on pixels", same(3, 3))
            .input(4, 3, 1, 1)
            .input(3, 3, 3, 2)
            .input(2)
            .input(4, 2, 1, 1),
        convolution("3x3 of many channels", same(3, 3))
            .input(40, 4, 4, 4)
            .input(3, 3, 4, 32)
            .input(32)
            .input(40, 32, 4, 4),
        convolution("3x3 on larger images", same(3, 3))
            .input(2, 3, 6, 5)
            .input(3, 3, 3, 2)
            .input(2)
            .input(2, 2, 6, 5),
        convolution("3x3 of 256 channels", same(3, 3))
            .input(1, 256, 3, 2)
            .input(3, 3, 256, 256)
            .input(256)
            .input(1, 256, 3, 2),
        convolution("1x1 of 512 channels", same(1, 1))
            .input(2, 512, 2, 2)
            .input(1, 1, 512, 512)
            .input(2, 512, 2, 2),
        forward("1x1 of 512 channels", same(1, 1)).input(2, 512, 2, 3).input(1, 1, 512, 512),
        forward("1x3 of 512 channels with bias", same(1, 3))
            .input(2, 512, 2, 3)
            .input(1, 3, 512, 512)
            .input(512),
        convolution("of even size", same(2, 2))
            .input(2, 3, 4, 4)
            .input(2, 2, 3, 2)
            .input(2, 2, 4, 4),
        convolution("strided", same(3, 3).sH(2).sW(2))
            .input(2, 3, 4, 4)
            .input(3, 3, 3, 2)
            .input(2, 2, 2, 2),
        convolution("strided in one direction", same(3, 3).sW(2))
            .input(2, 3, 4, 4)
            .input(3, 3, 3, 2)
            .input(2, 2, 4, 2),
        convolution("dilated", same(3, 3).dH(2).dW(2))
            .input(2, 3, 4, 4)
            .input(3, 3, 3, 2)
            .input(2, 2, 4, 4)
            .doubleOnly(),
        convolution("valid", same(3, 3).paddingMode(PaddingMode.VALID))
            .input(2, 3, 4, 4)
            .input(3, 3, 3, 2)
            .input(2, 2, 2, 2),
        convolution("strided and valid", same(3, 2).sH(2).paddingMode(PaddingMode.VALID))
            .input(2, 3, 6, 4)
            .input(3, 2, 3, 2)
            .input(2)
            .input(2, 2, 2, 3),
        convolution("padded by more than a window", same(1, 2).pH(1).paddingMode(PaddingMode.VALID))
            .input(2, 65, 3, 3)
            .input(1, 2, 65, 64)
            .input(2, 64, 5, 2),
        convolution("padded by a part", same(4, 3).pH(1).pW(2).paddingMode(PaddingMode.VALID))
            .input(2, 64, 5, 4)
            .input(4, 3, 64, 65)
            .input(2, 65, 4, 6),
        convolution("padded", same(3, 3).pH(1).pW(1).paddingMode(PaddingMode.VALID))
            .input(2, 3, 3, 3)
            .input(3, 3, 3, 2)
            .input(2, 2, 3, 3),
        convolution("channels last", same(3, 3).dataFormat("NHWC"))
            .input(2, 3, 4, 3)
            .input(3, 3, 3, 2)
            .input(2, 3, 4, 2),
        convolution("weights first", same(3, 3).weightsFormat(WeightsFormat.OIYX))
            .input(2, 3, 4, 4)
            .input(5, 3, 3, 3)
            .input(2, 5, 4, 4));
  }

  private static Conv2DConfig.Conv2DConfigBuilder same(int height, int width) {
    return Conv2DConfig.builder().kH(height).kW(width).paddingMode(PaddingMode.SAME);
  }

  private static LoweringCase convolution(String name, Conv2DConfig.Conv2DConfigBuilder config) {
    return lowering(
        "convolution backward, " + name,
        (sd, in) -> List.of(new Conv2DDerivative(sd, in, config.build()).outputVariables()));
  }

  private static LoweringCase forward(String name, Conv2DConfig.Conv2DConfigBuilder config) {
    return lowering(
        "convolution, " + name,
        (sd, in) -> List.of(new Conv2D(sd, in, config.build()).outputVariable()));
  }

  /** A backward op of two operands and a cotangent. */
  private interface BackwardOp {
    SDVariable[] of(SameDiff sd, SDVariable a, SDVariable b, SDVariable cotangent);
  }

  private static List<LoweringCase> backwardOps() {
    Map<String, BackwardOp> ops = new LinkedHashMap<>();
    ops.put("add", (sd, a, b, g) -> new AddBpOp(sd, a, b, g).outputVariables());
    ops.put("sub", (sd, a, b, g) -> new SubBpOp(sd, a, b, g).outputVariables());
    ops.put("mul", (sd, a, b, g) -> new MulBpOp(sd, a, b, g).outputVariables());
    List<LoweringCase> cases = new ArrayList<>();
    ops.forEach(
        (name, op) -> {
          // The larger ones have enough elements for a matrix product.
          cases.addAll(broadcasts(name, op, 3, 4, 5));
          cases.addAll(broadcasts(name, op, 32, 40, 24));
          // Sums of two terms, which are long enough to be given the memory of the terms.
          cases.addAll(broadcasts(name, op, 2, 4500, 2));
        });
    return cases;
  }

  private static List<LoweringCase> broadcasts(String name, BackwardOp op, long a, long b, long c) {
    long[] full = {a, b, c};
    List<LoweringCase> cases = new ArrayList<>();
    for (long[] smaller :
        List.of(
            new long[] {1, b, c},
            new long[] {1, 1, c},
            new long[] {b, c},
            new long[] {c},
            new long[] {a, b, 1},
            new long[] {a, 1, 1},
            new long[] {a, 1, c},
            new long[] {1, b, 1},
            new long[] {b, 1},
            new long[] {1, 1, 1},
            new long[] {1},
            new long[] {})) {
      cases.add(backward(name, op, smaller, full, full));
      cases.add(backward(name, op, full, smaller, full));
    }
    cases.add(backward(name, op, full, full, full));
    cases.add(backward(name, op, new long[] {a, 1, c}, new long[] {1, b, 1}, full));
    cases.add(backward(name, op, new long[] {b, 1}, new long[] {a, 1, c}, full));
    cases.add(backward(name, op, new long[] {}, new long[] {}, new long[] {}));
    return cases;
  }

  private static LoweringCase backward(
      String name, BackwardOp op, long[] first, long[] second, long... cotangent) {
    String title =
        String.format(
            "%s backward of %s and %s", name, Arrays.toString(first), Arrays.toString(second));
    return lowering(title, (sd, in) -> List.of(op.of(sd, in[0], in[1], in[2])))
        .input(first)
        .input(second)
        .input(cotangent);
  }
}
