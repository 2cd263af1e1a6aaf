package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.GenericDeclaration;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The public API of a module as text: a line per type, and below it one per member that callers
 * see, in order of the alphabet. Names are without their packages, but those of the types. What a
 * record's components imply is not said again.
 *
 * <p>{@code docs/api} keeps it, so that each change of it is seen in a diff.
 */
final class PublicApi {

  private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z][a-z0-9]*\\.)+(?=[A-Z@])");

  private PublicApi() {}

  /**
   * Checks that the API of a module is that of its file, or writes the file where the system
   * property {@code api.write} is set.
   *
   * @param mainClass any main class of the module
   */
  static void assertIsAsWritten(Class<?> mainClass) throws IOException {
    Path module = Path.of("").toAbsolutePath();
    Path folder = module.resolveSibling("docs").resolve("api");
    Path file = folder.resolve(module.getFileName() + ".txt");
    String api = text(mainClass);
    if (Boolean.getBoolean("api.write")) {
      Files.createDirectories(folder);
      Files.writeString(file, api);
    }
    assertEquals(
        Files.readString(file).replace("\r\n", "\n"),
        api,
        () -> "the public API is not that of " + file + "; CONTRIBUTING.md says how to write it");
  }

  /** {@return the public API of a module, which ends in a line break} */
  static String text(Class<?> mainClass) {
    StringBuilder text = new StringBuilder();
    for (Class<?> type : BuilderRules.publicTypesBeside(mainClass)) {
      text.append(head(type)).append('\n');
      members(type).forEach(member -> text.append("  ").append(member).append('\n'));
    }
    return text.toString();
  }

  private static String head(Class<?> type) {
    return deprecated(type)
        + modifiers(type.getModifiers() & ~(type.isInterface() ? Modifier.ABSTRACT : 0))
        + (type.isSealed() ? "sealed " : "")
        + kind(type)
        + type.getName().replace('$', '.')
        + parameters(type)
        + (type.isRecord() ? list(type.getRecordComponents(), PublicApi::component) : "")
        + named(" extends ", superclasses(type))
        + named(" implements ", List.of(type.getAnnotatedInterfaces()))
        + (type.isSealed()
            ? " permits "
                + Arrays.stream(type.getPermittedSubclasses())
                    .map(PublicApi::simple)
                    .sorted()
                    .collect(Collectors.joining(", "))
            : "");
  }

  private static String kind(Class<?> type) {
    if (type.isRecord()) {
      return "record ";
    }
    if (type.isEnum()) {
      return "enum ";
    }
    return type.isInterface() ? "interface " : "class ";
  }

  private static List<AnnotatedType> superclasses(Class<?> type) {
    Class<?> above = type.getSuperclass();
    return above == null || above == Object.class || type.isRecord() || type.isEnum()
        ? List.of()
        : List.of(type.getAnnotatedSuperclass());
  }

  private static String named(String word, List<AnnotatedType> types) {
    return types.isEmpty()
        ? ""
        : word + types.stream().map(PublicApi::simple).collect(Collectors.joining(", "));
  }

  private static String component(RecordComponent component) {
    return simple(component.getAnnotatedType()) + " " + component.getName();
  }

  /** What is declared in a type, and in what it extends that callers cannot name. */
  private static Collection<String> members(Class<?> type) {
    TreeSet<String> members = new TreeSet<>();
    for (Class<?> owner = type; owner != null; owner = owner.getSuperclass()) {
      Stream.of(owner.getDeclaredFields())
          .filter(field -> isSeen(field, type))
          .forEach(field -> members.add(field(field)));
      Stream.of(owner.getDeclaredMethods())
          .filter(method -> isSeen(method, type) && !method.isBridge() && !isImplied(method, type))
          .forEach(method -> members.add(method(method)));
      if (owner == type) {
        Stream.of(owner.getDeclaredConstructors())
            .filter(constructor -> isSeen(constructor, type) && !isImplied(constructor, type))
            .forEach(constructor -> members.add(executable(constructor, type.getSimpleName())));
      }
      if (owner.getSuperclass() == null
          || Modifier.isPublic(owner.getSuperclass().getModifiers())) {
        break;
      }
    }
    return members;
  }

  /** What every object has, and every record of its components. */
  private static boolean isImplied(Executable executable, Class<?> type) {
    String name = executable.getName();
    Class<?>[] parameters = executable.getParameterTypes();
    RecordComponent[] components =
        type.isRecord() ? type.getRecordComponents() : new RecordComponent[0];
    boolean ofObjects =
        switch (name) {
          case "hashCode", "toString" -> parameters.length == 0;
          case "equals" -> Arrays.equals(parameters, new Class<?>[] {Object.class});
          default -> false;
        };
    boolean ofComponents =
        executable instanceof Method
            ? parameters.length == 0
                && Arrays.stream(components).anyMatch(c -> c.getName().equals(name))
            : type.isRecord()
                && Arrays.equals(
                    parameters,
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class[]::new));
    return ofObjects || ofComponents;
  }

  private static boolean isSeen(Member member, Class<?> type) {
    int modifiers = member.getModifiers();
    return !member.isSynthetic()
        && (Modifier.isPublic(modifiers)
            || (Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers())));
  }

  private static String field(Field field) {
    return deprecated(field)
        + modifiers(field.getModifiers())
        + simple(field.getAnnotatedType())
        + " "
        + field.getName();
  }

  private static String method(Method method) {
    return executable(
        method,
        (method.isDefault() ? "default " : "")
            + simple(method.getAnnotatedReturnType())
            + " "
            + method.getName());
  }

  private static String executable(Executable executable, String name) {
    int unseen = Modifier.SYNCHRONIZED | Modifier.NATIVE | Modifier.STRICT | Modifier.TRANSIENT;
    String type = parameters(executable);
    return deprecated(executable)
        + modifiers(executable.getModifiers() & Modifier.methodModifiers() & ~unseen)
        + (type.isEmpty() ? "" : type + " ")
        + name
        + list(executable.getAnnotatedParameterTypes(), PublicApi::simple)
        + named(" throws ", List.of(executable.getAnnotatedExceptionTypes()));
  }

  private static String parameters(GenericDeclaration declaration) {
    TypeVariable<?>[] parameters = declaration.getTypeParameters();
    return parameters.length == 0
        ? ""
        : Arrays.stream(parameters)
            .map(PublicApi::parameter)
            .collect(Collectors.joining(", ", "<", ">"));
  }

  private static String parameter(TypeVariable<?> parameter) {
    String bounds =
        Arrays.stream(parameter.getAnnotatedBounds())
            .map(PublicApi::simple)
            .collect(Collectors.joining(" & "));
    return parameter.getName() + (bounds.equals("Object") ? "" : " extends " + bounds);
  }

  private static <T> String list(T[] values, Function<T, String> words) {
    return Arrays.stream(values).map(words).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String deprecated(AnnotatedElement element) {
    return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
  }

  private static String modifiers(int modifiers) {
    return modifiers == 0 ? "" : Modifier.toString(modifiers) + " ";
  }

  private static String simple(AnnotatedType type) {
    return simple(type.toString());
  }

  private static String simple(Type type) {
    return simple(type.getTypeName());
  }

  /** Annotations without values are written as {@code @A()} by some JDKs. */
  private static String simple(String name) {
    return PACKAGE.matcher(name).replaceAll("").replace('$', '.').replace("()", "");
  }
}
