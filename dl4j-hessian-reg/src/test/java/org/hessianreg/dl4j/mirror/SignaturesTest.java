package org.hessianreg.dl4j.mirror;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is API speaks of nothing that is not. */
class SignaturesTest {

  @ParameterizedTest
  @ValueSource(strings = {"org.hessianreg.dl4j", "org.hessianreg.dl4j.mirror"})
  void noPublicMemberHasAnInternalType(String api) throws Exception {
    List<String> speaking = new ArrayList<>();
    List<Class<?>> types = publicTypes(api);
    assertThat(types).isNotEmpty();
    for (Class<?> type : types) {
      Stream<Executable> callables =
          Stream.concat(
              Stream.<Constructor<?>>of(type.getDeclaredConstructors()),
              Stream.<Method>of(type.getDeclaredMethods()));
      callables
          .filter(c -> isVisible(c.getModifiers()) && !c.isSynthetic())
          .map(Executable::toGenericString)
          .forEach(speaking::add);
      Stream.<Field>of(type.getDeclaredFields())
          .filter(f -> isVisible(f.getModifiers()))
          .map(Field::toGenericString)
          .forEach(speaking::add);
      supertypes(type).map(Type::getTypeName).forEach(speaking::add);
    }
    assertThat(speaking).noneMatch(signature -> signature.contains(".internal."));
  }

  private static boolean isVisible(int modifiers) {
    return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
  }

  private static Stream<Type> supertypes(Class<?> type) {
    Stream<Type> interfaces = Stream.of(type.getGenericInterfaces());
    Type above = type.getGenericSuperclass();
    return above == null ? interfaces : Stream.concat(interfaces, Stream.of(above));
  }

  private static List<Class<?>> publicTypes(String api)
      throws IOException, URISyntaxException, ReflectiveOperationException {
    Path classes =
        Path.of(Mirrors.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    List<String> names;
    try (Stream<Path> files = Files.list(classes.resolve(api.replace('.', '/')))) {
      names =
          files
              .map(file -> file.getFileName().toString())
              .filter(file -> file.endsWith(".class") && !file.startsWith("package-info"))
              .map(file -> api + "." + file.substring(0, file.length() - ".class".length()))
              .collect(Collectors.toList());
    }
    List<Class<?>> types = new ArrayList<>();
    for (String name : names) {
      Class<?> type = Class.forName(name, false, Mirrors.class.getClassLoader());
      if (Modifier.isPublic(type.getModifiers())) {
        types.add(type);
      }
    }
    return types;
  }
}
