package org.hessianreg.dl4j.spy;

import static net.bytebuddy.matcher.ElementMatchers.isAbstract;
import static net.bytebuddy.matcher.ElementMatchers.isPublic;
import static net.bytebuddy.matcher.ElementMatchers.isSubTypeOf;
import static net.bytebuddy.matcher.ElementMatchers.nameMatches;
import static net.bytebuddy.matcher.ElementMatchers.none;
import static net.bytebuddy.matcher.ElementMatchers.not;

import java.net.URL;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.agent.builder.AgentBuilder;
import net.bytebuddy.asm.Advice;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.buffer.factory.DataBufferFactory;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ndarray.ShapeInfoProvider;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner;
import org.nd4j.linalg.api.shape.Shape;

/**
 * Records each read of an array's elements by Java code, on any backend: every such read goes
 * through a method of the array's {@link DataBuffer}, which on a device first waits for the device
 * and copies to the host. It counts the reads during {@link #watch}, below code of the watched
 * class paths.
 *
 * <p>It does not count reads of shapes, and of the axes of an op: ND4J keeps them in buffers and
 * arrays, too, but they are written on the host when an array or an op is made.
 */
public final class HostReads {

  /** What copies elements, one or many, to where Java code sees them. */
  private static final String READERS =
      "get(Double|Float|Long|Int|Number)(Unsynced)?|get(Doubles|Floats|Longs|Ints)At"
          + "|as(Double|Float|Long|Int|Bytes|Utf8|Nio\\w*)|indexer|write|equals|toString";

  private static final StackWalker STACK =
      StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE);

  /** Read by the methods of all buffers. */
  private static volatile HostReads watching;

  private final List<URL> watched;
  private final Set<String> reads = Collections.synchronizedSet(new LinkedHashSet<>());

  private HostReads(List<URL> watched) {
    this.watched = watched;
  }

  /**
   * Sees reads that code makes.
   *
   * @param classes one class of each class path entry that is watched
   */
  public static HostReads by(Class<?>... classes) {
    Agent.install();
    return new HostReads(
        Arrays.stream(classes).map(HostReads::location).distinct().collect(Collectors.toList()));
  }

  /** Begins to count, in all threads. */
  public void watch() {
    watching = this;
  }

  /** Ceases to count. */
  public void rest() {
    watching = null;
  }

  /** Where something was read: the buffer's method, who called it, and who of those watched did. */
  public List<String> reads() {
    synchronized (reads) {
      return List.copyOf(reads);
    }
  }

  /** Called by the methods of all buffers. */
  public static void reading(String method) {
    HostReads current = watching;
    if (current != null) {
      current.record(method);
    }
  }

  private void record(String method) {
    List<StackWalker.StackFrame> frames = STACK.walk(stack -> stack.collect(Collectors.toList()));
    for (int i = 0; i < frames.size(); i++) {
      StackWalker.StackFrame frame = frames.get(i);
      if (watched.contains(location(frame.getDeclaringClass()))) {
        List<StackWalker.StackFrame> above = frames.subList(0, i);
        if (!isReadingAxes(above) && !isReadingShapes(above)) {
          reads.add(method + " by " + frame + " through " + path(above));
        }
        return;
      }
    }
  }

  private static boolean isReadingAxes(List<StackWalker.StackFrame> above) {
    for (int i = 1; i < above.size(); i++) {
      if (OpExecutioner.class.isAssignableFrom(above.get(i).getDeclaringClass())) {
        return above.get(i - 1).getMethodName().equals("toIntVector")
            && INDArray.class.isAssignableFrom(above.get(i - 1).getDeclaringClass());
      }
    }
    return false;
  }

  /** Shapes are kept in buffers, and a view of a buffer takes over its indexer. */
  private static boolean isReadingShapes(List<StackWalker.StackFrame> above) {
    return above.stream()
        .map(StackWalker.StackFrame::getDeclaringClass)
        .anyMatch(
            type ->
                type == Shape.class
                    || ShapeInfoProvider.class.isAssignableFrom(type)
                    || DataBufferFactory.class.isAssignableFrom(type));
  }

  private static List<String> path(List<StackWalker.StackFrame> above) {
    List<String> path = new ArrayList<>();
    for (StackWalker.StackFrame frame : above) {
      boolean own = frame.getDeclaringClass() == HostReads.class;
      if (!own && !DataBuffer.class.isAssignableFrom(frame.getDeclaringClass())) {
        path.add(frame.getDeclaringClass().getSimpleName() + "." + frame.getMethodName());
      }
    }
    return path;
  }

  private static URL location(Class<?> type) {
    var source = type.getProtectionDomain().getCodeSource();
    return source == null ? null : source.getLocation();
  }

  /** Changes the classes of buffers, once in a Java machine. */
  private static final class Agent {

    static {
      new AgentBuilder.Default()
          .disableClassFormatChanges()
          .with(AgentBuilder.RedefinitionStrategy.RETRANSFORMATION)
          .with(AgentBuilder.Listener.StreamWriting.toSystemError().withErrorsOnly())
          .ignore(none())
          .type(isSubTypeOf(DataBuffer.class))
          .transform(
              (builder, type, loader, module, domain) ->
                  builder.visit(
                      Advice.to(Reading.class)
                          .on(isPublic().and(not(isAbstract())).and(nameMatches(READERS)))))
          .installOn(ByteBuddyAgent.install());
    }

    static void install() {
      // The work is the class's initialisation.
    }
  }

  /** What is put before the body of a buffer's method. */
  static final class Reading {

    private Reading() {}

    @Advice.OnMethodEnter
    static void enter(@Advice.Origin("#m") String method) {
      HostReads.reading(method);
    }
  }
}
