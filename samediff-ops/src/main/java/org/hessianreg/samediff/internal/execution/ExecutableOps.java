package org.hessianreg.samediff.internal.execution;

import org.nd4j.autodiff.functions.DifferentialFunction;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.RandomOp;
import org.nd4j.linalg.api.ops.custom.Invoke;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.BaseCompatOp;
import org.nd4j.linalg.api.ops.impl.controlflow.compat.StopGradient;
import org.nd4j.linalg.api.ops.impl.layers.ExternalErrorsFunction;
import org.nd4j.linalg.api.ops.impl.shape.CreateView;
import org.nd4j.linalg.api.ops.impl.shape.tensorops.BaseTensorOp;
import org.nd4j.linalg.api.ops.impl.transforms.Assert;
import org.nd4j.linalg.api.ops.util.PrintVariable;

/** Which ops a program can execute. All others are left to a SameDiff session. */
public final class ExecutableOps {

  private static final String RANDOM = "org.nd4j.linalg.api.ops.random.";

  private ExecutableOps() {}

  /**
   * Returns whether a program can execute an op: it is a native op, and a function of its inputs
   * alone.
   *
   * @param op the op
   * @return false for random numbers, control flow, lists of arrays, and what a session treats in a
   *     way of its own
   */
  public static boolean contains(DifferentialFunction op) {
    return (op instanceof CustomOp || op instanceof Op)
        && !isRandom(op)
        && !isControlFlow(op)
        && !isDoneBySession(op);
  }

  private static boolean isRandom(DifferentialFunction op) {
    return op instanceof RandomOp
        || op.getClass().getName().startsWith(RANDOM)
        || op.opName().contains("dropout");
  }

  private static boolean isControlFlow(DifferentialFunction op) {
    return op instanceof BaseCompatOp && !(op instanceof StopGradient);
  }

  private static boolean isDoneBySession(DifferentialFunction op) {
    return op instanceof BaseTensorOp
        || op instanceof Invoke
        || op instanceof CreateView
        || op instanceof Assert
        || op instanceof PrintVariable
        || op instanceof ExternalErrorsFunction;
  }
}
