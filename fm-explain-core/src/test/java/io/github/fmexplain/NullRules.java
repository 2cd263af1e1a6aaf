package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.IntPredicate;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What holds for null arguments of public methods and constructors, checked by reflection: where
 * null is not allowed, the call itself fails with a {@link NullPointerException} that names the
 * parameter, whether the code asks for it or the virtual machine says so.
 */
public final class NullRules {

  /** How the virtual machine names what is null. */
  private static final Pattern TOLD = Pattern.compile("because \"(\\w+)\" is null$");

  private final List<Object> values = new ArrayList<>();
  private final Map<String, Object[]> calls = new HashMap<>();
  private final Set<String> without = new HashSet<>();
  private final Set<String> unused = new HashSet<>();
  private final Set<Class<?>> inputs = new HashSet<>();
  private int checked;

  private NullRules() {
    value(
        "1",
        List.of(),
        Set.of(),
        Map.of(),
        new int[0],
        new float[0],
        new double[0],
        new boolean[0],
        Locale.GERMAN,
        (Executor) Runnable::run,
        (Function<Object, Object>) x -> x,
        (Predicate<Object>) x -> true,
        (IntPredicate) x -> true);
  }

  /** {@return rules that know values of the JDK's types and of enums} */
  public static NullRules rules() {
    return new NullRules();
  }

  /** Adds values for receivers and arguments of their types; the last of a type is taken. */
  public NullRules value(Object... more) {
    values.addAll(0, Arrays.asList(more));
    return this;
  }

  /** Adds records that callers make, so that their constructors are checked, too. */
  public NullRules inputs(Class<?>... records) {
    inputs.addAll(List.of(records));
    return this;
  }

  /**
   * Adds good arguments of a method that does not take the values; null for those that it takes.
   *
   * @param method as in {@code "Owner.method"}, for all methods of that name with as many arguments
   */
  public NullRules call(String method, @Nullable Object... arguments) {
    calls.put(method, arguments);
    unused.add(method);
    return this;
  }

  /**
   * Leaves out methods that may not be called here, such as those that wait.
   *
   * @param methods as in {@code "Owner.method"}, or {@code "Owner"} for a constructor
   */
  public NullRules without(String... methods) {
    without.addAll(List.of(methods));
    unused.addAll(List.of(methods));
    return this;
  }

  /**
   * Checks all public methods and constructors of a module, outside of internal packages.
   *
   * @param mainClass any main class of the module
   */
  public void assertAllNamed(Class<?> mainClass) {
    TreeSet<String> wrong = new TreeSet<>();
    for (Class<?> type : BuilderRules.publicTypesBeside(mainClass)) {
      for (Method method : type.getDeclaredMethods()) {
        if (!method.isSynthetic() && !Modifier.isAbstract(method.getModifiers())) {
          check(type, method, wrong);
        }
      }
      // Results are made by the library alone, and an exception takes any message.
      boolean made = type.isRecord() && !inputs.contains(type);
      for (Constructor<?> constructor : type.getDeclaredConstructors()) {
        if (!made && !Throwable.class.isAssignableFrom(type)) {
          check(type, constructor, wrong);
        }
      }
    }
    assertEquals("", String.join("\n", wrong));
    assertTrue(checked > 0, "nothing was checked");
    assertEquals(Set.of(), unused, "settings that are not needed");
  }

  private void check(Class<?> type, Executable executable, Set<String> wrong) {
    String name =
        executable instanceof Method
            ? type.getSimpleName() + "." + executable.getName()
            : type.getSimpleName();
    Parameter[] parameters = executable.getParameters();
    if (!Modifier.isPublic(executable.getModifiers()) || parameters.length == 0) {
      return;
    }
    if (executable.getName().equals("equals")
        || (type.isEnum() && executable.getName().equals("valueOf"))) {
      return;
    }
    if (without.contains(name)) {
      unused.remove(name);
      return;
    }
    for (int p = 0; p < parameters.length; p++) {
      if (!parameters[p].getType().isPrimitive() && !isNullable(executable, p)) {
        String what = name + "(" + parameters[p].getName() + ")";
        try {
          String failure = failure(type, executable, name, p);
          checked++;
          if (failure != null) {
            wrong.add(what + ": " + failure);
          }
        } catch (IllegalStateException e) {
          wrong.add(what + ": " + e.getMessage());
        }
      }
    }
  }

  private static boolean isNullable(Executable executable, int p) {
    return executable.getAnnotatedParameterTypes()[p].isAnnotationPresent(Nullable.class);
  }

  /** Returns what happened instead, or null if the parameter was named. */
  private @Nullable String failure(Class<?> type, Executable executable, String name, int p) {
    Parameter[] parameters = executable.getParameters();
    Object[] given = calls.get(name);
    boolean fits = given != null && given.length == parameters.length;
    if (fits) {
      unused.remove(name);
    }
    Object[] arguments = new Object[parameters.length];
    for (int j = 0; j < arguments.length; j++) {
      if (j != p) {
        Object good = fits ? Objects.requireNonNull(given)[j] : null;
        arguments[j] = good == null ? valueOf(parameters[j].getType()) : good;
      }
    }
    try {
      if (executable instanceof Method method) {
        method.invoke(Modifier.isStatic(method.getModifiers()) ? null : valueOf(type), arguments);
      } else {
        ((Constructor<?>) executable).newInstance(arguments);
      }
      return "no failure";
    } catch (InvocationTargetException e) {
      Throwable cause = e.getCause();
      boolean named =
          cause instanceof NullPointerException
              && names(String.valueOf(cause.getMessage()), parameters[p].getName());
      return named ? null : String.valueOf(cause);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(name, e);
    }
  }

  /**
   * An id may be told as what it is of, and a new value as what it replaces. What the virtual
   * machine says has to be the parameter's name: it may be that of another method's, further down.
   */
  private static boolean names(String message, String parameter) {
    Matcher told = TOLD.matcher(message);
    if (told.find()) {
      return told.group(1).equals(parameter);
    }
    String lower = message.toLowerCase(Locale.ROOT);
    String its = parameter.toLowerCase(Locale.ROOT);
    return lower.endsWith(its) || its.endsWith(lower);
  }

  private Object valueOf(Class<?> type) {
    if (type == int.class) {
      return 1;
    } else if (type == long.class) {
      return 1L;
    } else if (type == double.class) {
      return 0.5;
    } else if (type == float.class) {
      return 0.5f;
    } else if (type == boolean.class) {
      return true;
    } else if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return values.stream()
        .filter(type::isInstance)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no value of " + type.getName()));
  }
}
