package org.hessianreg.samediff.internal.taylor;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassVisitor;
import net.bytebuddy.jar.asm.MethodVisitor;
import net.bytebuddy.jar.asm.Opcodes;
import org.nd4j.autodiff.functions.DifferentialFunction;

/** The op classes in the library of ND4J that the tests run with, read off the library itself. */
final class OpInventory {

  private static final String GRAPHS = "org/nd4j/autodiff/samediff/";

  private final List<Class<?>> classes = new ArrayList<>();
  private final Set<String> made = new HashSet<>();

  /** Reads all classes of the library. */
  OpInventory() throws IOException, URISyntaxException, ReflectiveOperationException {
    File library =
        new File(
            DifferentialFunction.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (JarFile jar = new JarFile(library)) {
      List<String> names = jar.stream().map(entry -> entry.getName()).collect(Collectors.toList());
      for (String name : names) {
        if (name.startsWith("org/nd4j/") && name.endsWith(".class")) {
          read(name);
        }
      }
    }
  }

  private void read(String file) throws IOException, ClassNotFoundException {
    if (file.startsWith(GRAPHS)) {
      made.addAll(instantiated(file));
    }
    String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
    Class<?> type = Class.forName(name, false, OpInventory.class.getClassLoader());
    if (DifferentialFunction.class.isAssignableFrom(type)
        && !Modifier.isAbstract(type.getModifiers())) {
      classes.add(type);
    }
  }

  /** All op classes. */
  List<Class<?>> classes() {
    return classes;
  }

  /** Whether one of the public methods of SameDiff makes an op of a class. */
  boolean isMadeByPublicMethod(Class<?> type) {
    return made.contains(type.getName());
  }

  /** The ops that SameDiff can differentiate, by name, with their classes. */
  Map<String, List<DifferentialFunction>> differentiable()
      throws IOException, ReflectiveOperationException {
    Map<String, List<DifferentialFunction>> ops = new TreeMap<>();
    for (Class<?> type : classes) {
      if (canReturn(type.getMethod("doDiff", List.class).getDeclaringClass())) {
        Constructor<?> constructor = type.getDeclaredConstructor();
        constructor.setAccessible(true);
        DifferentialFunction op = (DifferentialFunction) constructor.newInstance();
        ops.computeIfAbsent(op.opName(), n -> new ArrayList<>()).add(op);
      }
    }
    return ops;
  }

  /**
   * Whether {@code doDiff} of a class returns gradients: not always null, nor always an exception.
   */
  private static boolean canReturn(Class<?> type) throws IOException {
    Returns returns = new Returns();
    accept(type.getName().replace('.', '/') + ".class", returns);
    return returns.own || (returns.inherited && canReturn(type.getSuperclass()));
  }

  private static Set<String> instantiated(String file) throws IOException {
    Set<String> types = new HashSet<>();
    accept(
        file,
        new ClassVisitor(Opcodes.ASM9) {
          @Override
          public MethodVisitor visitMethod(
              int access, String name, String descriptor, String signature, String[] exceptions) {
            return new MethodVisitor(Opcodes.ASM9) {
              @Override
              public void visitTypeInsn(int opcode, String type) {
                if (opcode == Opcodes.NEW) {
                  types.add(type.replace('/', '.'));
                }
              }
            };
          }
        });
    return types;
  }

  private static void accept(String file, ClassVisitor visitor) throws IOException {
    try (InputStream in = DifferentialFunction.class.getResourceAsStream("/" + file)) {
      new ClassReader(in).accept(visitor, ClassReader.SKIP_DEBUG);
    }
  }

  /** What {@code doDiff} returns: something of its own, or what it gets from the superclass. */
  private static final class Returns extends ClassVisitor {

    private boolean own;
    private boolean inherited;

    Returns() {
      super(Opcodes.ASM9);
    }

    @Override
    public MethodVisitor visitMethod(
        int access, String name, String descriptor, String signature, String[] exceptions) {
      if (!name.equals("doDiff") || !descriptor.startsWith("(Ljava/util/List;)")) {
        return null;
      }
      return new MethodVisitor(Opcodes.ASM9) {
        private boolean isNull;
        private boolean isSuper;

        @Override
        public void visitInsn(int opcode) {
          if (opcode == Opcodes.ARETURN) {
            own |= !isNull && !isSuper;
            inherited |= isSuper;
          }
          isNull = opcode == Opcodes.ACONST_NULL;
          isSuper = false;
        }

        @Override
        public void visitVarInsn(int opcode, int index) {
          isNull = false;
          isSuper = false;
        }

        @Override
        public void visitMethodInsn(
            int opcode, String owner, String method, String type, boolean isInterface) {
          isNull = false;
          isSuper = opcode == Opcodes.INVOKESPECIAL && method.equals("doDiff");
        }
      };
    }
  }
}
