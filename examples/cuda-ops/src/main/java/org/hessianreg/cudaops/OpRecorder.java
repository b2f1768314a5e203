package org.hessianreg.cudaops;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.stream.Collectors;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;
import org.nd4j.linalg.api.ops.CustomOp;
import org.nd4j.linalg.api.ops.Op;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Notes every op that ND4J executes while the tests run, and writes the names to a file. JUnit
 * finds it by itself; it does nothing unless the system property {@code hessianreg.ops} names the
 * file.
 */
public final class OpRecorder implements TestExecutionListener {

  private static final String FILE = "hessianreg.ops";

  private final Path file;
  private final Set<RecordedOp> ops = new ConcurrentSkipListSet<>();

  /** Made by JUnit. */
  public OpRecorder() {
    String name = System.getProperty(FILE);
    file = name == null ? null : Path.of(name);
  }

  @Override
  public void testPlanExecutionStarted(TestPlan plan) {
    if (file != null) {
      standIn(Nd4j.getExecutioner());
    }
  }

  @Override
  public void testPlanExecutionFinished(TestPlan plan) {
    if (file != null) {
      write();
    }
  }

  /** Puts itself between ND4J and its executioner, which no method of ND4J's would let it do. */
  private void standIn(OpExecutioner executioner) {
    Object recorder =
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {OpExecutioner.class},
            (proxy, method, arguments) -> {
              if (arguments != null && method.getName().startsWith("exec")) {
                note(arguments);
              }
              return invoke(method, executioner, arguments);
            });
    try {
      Field place = Nd4j.class.getDeclaredField("OP_EXECUTIONER_INSTANCE");
      place.setAccessible(true);
      place.set(null, recorder);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("ND4J keeps its executioner elsewhere", e);
    }
  }

  private static Object invoke(Method method, Object target, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private void note(Object[] arguments) {
    Object op = arguments[0];
    if (op instanceof CustomOp) {
      ops.add(RecordedOp.declared(((CustomOp) op).opName()));
    } else if (op instanceof Op) {
      boolean second = ((Op) op).y() != null || hasSecond(arguments);
      ops.add(RecordedOp.legacy(((Op) op).opName(), LegacyFamily.of((Op) op, second)));
    }
  }

  private static boolean hasSecond(Object[] arguments) {
    return arguments.length > 1
        && arguments[1] instanceof OpContext
        && ((OpContext) arguments[1]).getInputArrays().size() > 1;
  }

  private void write() {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, ops.stream().map(RecordedOp::toString).collect(Collectors.toList()));
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }
}
