package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/** What holds for {@code toString} of public types: there is one, and it is one short line. */
public final class ToStringRules {

  private static final int LONGEST = 200;

  private ToStringRules() {}

  /**
   * Checks that every public type of a module says what it is: it, or what it extends, declares
   * {@code toString}. Builders and types that only have static methods are left out.
   *
   * @param mainClass any main class of the module
   * @param without the types that have none yet; one that got one must not be named any more
   */
  public static void assertDeclared(Class<?> mainClass, Class<?>... without) {
    List<Class<?>> types = BuilderRules.publicTypesBeside(mainClass);
    assertFalse(types.isEmpty());
    TreeSet<String> found = new TreeSet<>();
    for (Class<?> type : types) {
      if (isInstantiable(type) && declaring(type) == Object.class) {
        found.add(type.getName());
      }
    }
    TreeSet<String> expected = new TreeSet<>();
    Arrays.stream(without).map(Class::getName).forEach(expected::add);
    assertEquals(expected, found, "public types without a toString of their own");
  }

  private static boolean isInstantiable(Class<?> type) {
    return !Modifier.isAbstract(type.getModifiers())
        && !type.getSimpleName().equals("Builder")
        && (type.getConstructors().length > 0
            || Arrays.stream(type.getDeclaredFields()).anyMatch(ToStringRules::isOfInstances)
            || Arrays.stream(type.getDeclaredMethods()).anyMatch(ToStringRules::isOfInstances));
  }

  private static boolean isOfInstances(Member member) {
    return !Modifier.isStatic(member.getModifiers()) && !member.isSynthetic();
  }

  private static Class<?> declaring(Class<?> type) {
    try {
      return type.getMethod("toString").getDeclaringClass();
    } catch (NoSuchMethodException e) {
      throw new AssertionError(e);
    }
  }

  /** Checks that each of some values is written in one line of at most 200 characters. */
  public static void assertOneLine(Object... values) {
    assertTrue(values.length > 0);
    List<String> others = new ArrayList<>();
    for (Object value : values) {
      String text = value.toString();
      if (text.isBlank() || text.length() > LONGEST || text.lines().count() != 1) {
        others.add(value.getClass().getName() + ": " + text.length() + " characters: " + text);
      }
    }
    assertEquals(List.of(), others);
  }
}
