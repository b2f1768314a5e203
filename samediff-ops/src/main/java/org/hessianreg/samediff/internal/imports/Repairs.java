package org.hessianreg.samediff.internal.imports;

import java.util.LinkedHashMap;
import java.util.Map;

/** The table of repairs, by the name of the op. */
final class Repairs {

  private static final Map<String, Repair> TABLE = table();

  private Repairs() {}

  private static Map<String, Repair> table() {
    Map<String, Repair> table = new LinkedHashMap<>();
    // Ops that do nothing.
    table.put("identity", Bypasses::same);
    table.put("identity_n", Bypasses::same);
    table.put("cast", Bypasses::cast);
    table.put("concat", Bypasses::single);
    table.put("mergeadd", Bypasses::single);
    table.put("mergesum", Bypasses::single);
    table.put("dropout", Bypasses::dropout);
    table.put("dropout_inverted", Bypasses::dropout);
    table.put("assign", Bypasses::assigned);
    // Attributes that the importers lose.
    table.put("matmul", MatrixProducts::product);
    table.put("conv2d", ImportedConvolutions::image);
    table.put("depthwise_conv2d", ImportedConvolutions::depthwise);
    table.put("conv3dnew", ImportedConvolutions::volume);
    table.put("batchnorm", BatchNormalizations::ofStatistics);
    table.put("fused_batch_norm", BatchNormalizations::fused);
    // Attributes that are inputs.
    table.put("ClipByValue", FoldedInputs::clip);
    table.put("transpose", FoldedInputs::permute);
    table.put("permute", FoldedInputs::permute);
    table.put("expand_dims", FoldedInputs::expandDims);
    table.put("squeeze", FoldedInputs::squeeze);
    table.put("split", FoldedInputs::split);
    table.put("unstack", FoldedInputs::unstack);
    table.put("gather", FoldedInputs::gather);
    table.put("strided_slice", FoldedInputs::stridedSlice);
    table.put("cumsum", FoldedInputs::cumsum);
    table.put("divide", FoldedInputs::quotient);
    table.put("realdiv", FoldedInputs::quotient);
    table.put("space_to_batch_nd", FoldedInputs::spaceToBatch);
    table.put("batch_to_space_nd", FoldedInputs::batchToSpace);
    table.put("rank", FoldedInputs::rank);
    Reductions.names().forEach(name -> table.put(name, Reductions::overNumbers));
    // Ops that SameDiff cannot train, in terms of others.
    table.put("flatten_2d", OtherOps::flatten);
    table.put("log_softmax", OtherOps::logSoftmax);
    table.put("divide_no_nan", OtherOps::quotientOrZero);
    table.put("select", OtherOps::choice);
    table.put("Where", OtherOps::choice);
    table.put("roll", OtherOps::roll);
    return table;
  }

  /** The repair of a kind of op; most need none. */
  static Repair of(String kind) {
    return TABLE.getOrDefault(kind, op -> Repaired.unneeded());
  }
}
