package org.hessianreg.samediff;

import java.util.List;
import java.util.Map;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.imports.converters.ImportClassMapping;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ops.CustomOpDescriptor;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.factory.Nd4j;

/**
 * An op of a user's own with two inputs, {@code atan2(y, x)}: a class and a name that neither ND4J
 * nor the tables know, on a kernel of ND4J's library. Inputs have one shape.
 */
public final class UserArcTangent extends DynamicCustomOp {

  /** The name that a user names in {@code differences}. */
  public static final String NAME = "user_arc_tangent";

  private static final String KERNEL = "tf_atan2";

  /** For SameDiff, which copies ops by their names. */
  public UserArcTangent() {}

  private UserArcTangent(SameDiff sd, SDVariable y, SDVariable x) {
    super(NAME, sd, new SDVariable[] {y, x});
  }

  /** Appends the op, whose class is made known to SameDiff as users must do. */
  public static SDVariable of(SDVariable y, SDVariable x) {
    ImportClassMapping.getOpNameMapping().put(NAME, new UserArcTangent());
    return new UserArcTangent(y.getSameDiff(), y, x).outputVariable();
  }

  @Override
  public String opName() {
    return NAME;
  }

  @Override
  public long opHash() {
    return getDescriptor().getHash();
  }

  @Override
  public CustomOpDescriptor getDescriptor() {
    return Nd4j.getExecutioner().getCustomOperations().get(KERNEL);
  }

  /** SameDiff's own looks the name up in ND4J's list of ops. */
  @Override
  public Map<String, Object> propertiesForFunction() {
    return Map.of();
  }

  @Override
  public List<DataType> calculateOutputDataTypes(List<DataType> inputs) {
    return inputs.subList(0, 1);
  }

  /** {@code ∂/∂y = x/(x² + y²)}, {@code ∂/∂x = −y/(x² + y²)}. */
  @Override
  public List<SDVariable> doDiff(List<SDVariable> cotangents) {
    SDVariable y = arg(0);
    SDVariable x = arg(1);
    SDVariable g = cotangents.get(0).div(x.mul(x).add(y.mul(y)));
    return List.of(g.mul(x), g.mul(y).neg());
  }
}
