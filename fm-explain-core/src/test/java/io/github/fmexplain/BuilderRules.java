package io.github.fmexplain;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What holds for the setters of every builder, checked by reflection: a setter that is called twice
 * fails with "… was already set", and one that refuses a value has changed nothing.
 *
 * <p>Arguments are made by the type of the parameter, or given for a setter that takes only some
 * values of its type. Values that a setter may refuse are tried one by one in place of good ones.
 */
public final class BuilderRules {

  private final Map<Class<?>, Supplier<?>> samples = new HashMap<>();
  private final Map<String, Object[]> calls = new HashMap<>();
  private final List<String> additive = new ArrayList<>();
  private int refusals;

  private BuilderRules() {
    sample(int.class, () -> 1);
    sample(long.class, () -> 1L);
    sample(double.class, () -> 0.5);
    sample(boolean.class, () -> true);
    sample(String.class, () -> "name");
    sample(Path.class, () -> Path.of("folder"));
    sample(URI.class, () -> URI.create("http://localhost/"));
    sample(Duration.class, () -> Duration.ofSeconds(1));
    sample(Locale.class, () -> Locale.GERMAN);
    sample(InputStream.class, InputStream::nullInputStream);
    sample(List.class, () -> List.of());
    sample(Map.class, () -> Map.of());
  }

  /** {@return rules that know values of the JDK's types and of enums} */
  public static BuilderRules rules() {
    return new BuilderRules();
  }

  /** Adds a good value of a type, for parameters of that type or of a supertype of it. */
  public <T> BuilderRules sample(Class<T> type, Supplier<? extends T> value) {
    samples.put(type, value);
    return this;
  }

  /**
   * Adds good arguments of a setter that does not take the samples.
   *
   * @param setter as in {@code "Owner.setter"}, or {@code "setter"} for that of every owner
   */
  public BuilderRules call(String setter, Object... arguments) {
    calls.put(setter, arguments);
    return this;
  }

  /**
   * Leaves out a setter that adds to what there is, and so may be called again.
   *
   * @param setter as in {@code "Owner.setter"}
   */
  public BuilderRules additive(String setter) {
    additive.add(setter);
    return this;
  }

  /**
   * Checks all builders of a module: the public nested classes of that name, outside of internal
   * packages.
   *
   * @param mainClass any main class of the module
   */
  public void assertAllSetOnce(Class<?> mainClass) {
    List<Class<?>> owners = new ArrayList<>();
    for (Class<?> type : publicTypesBeside(mainClass)) {
      if (type.getSimpleName().equals("Builder") && type.getEnclosingClass() != null) {
        owners.add(type.getEnclosingClass());
      }
    }
    assertFalse(owners.isEmpty(), "found no builder");
    owners.forEach(this::assertSetOnce);
    assertTrue(refusals > 0, "no setter refused anything");
  }

  /**
   * Checks one builder.
   *
   * @param owner has a nested class Builder and a static method that makes one
   */
  public void assertSetOnce(Class<?> owner) {
    List<Method> setters = new ArrayList<>();
    Class<?> builder = maker(owner).getReturnType();
    for (Method method : builder.getDeclaredMethods()) {
      if (Modifier.isPublic(method.getModifiers())
          && !Modifier.isStatic(method.getModifiers())
          && method.getReturnType() == builder) {
        setters.add(method);
      }
    }
    assertFalse(setters.isEmpty(), () -> owner + " has no setters");
    setters.sort(Comparator.comparing(Method::getName));
    for (Method setter : setters) {
      if (!additive.contains(name(owner, setter))) {
        assertRefusesTheSecond(owner, setter);
        assertRefusalChangesNothing(owner, setter);
      }
    }
  }

  private void assertRefusesTheSecond(Class<?> owner, Method setter) {
    Object builder = builder(owner);
    RuntimeException first = failure(builder, setter, goodArguments(owner, setter));
    if (first != null) {
      throw new AssertionError(name(owner, setter) + " refuses the sample; add a call", first);
    }
    RuntimeException second = failure(builder, setter, goodArguments(owner, setter));
    String message = second == null ? "" : String.valueOf(second.getMessage());
    assertTrue(
        second instanceof IllegalStateException && message.endsWith(" was already set"),
        () -> name(owner, setter) + " when it is called twice: " + second);
  }

  private void assertRefusalChangesNothing(Class<?> owner, Method setter) {
    Class<?>[] types = setter.getParameterTypes();
    for (int p = 0; p < types.length; p++) {
      for (Object bad : doubtful(types[p])) {
        Object[] arguments = goodArguments(owner, setter);
        arguments[p] = bad;
        Object builder = builder(owner);
        if (failure(builder, setter, arguments) == null) {
          continue;
        }
        refusals++;
        String what = name(owner, setter) + " after it has refused " + Arrays.toString(arguments);
        assertEquals(null, failure(builder, setter, goodArguments(owner, setter)), what);
      }
    }
  }

  /** Values that many setters refuse. */
  private static List<?> doubtful(Class<?> type) {
    if (type == int.class) {
      return List.of(0, -1, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class) {
      return List.of(0L, -1L, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class) {
      return List.of(-1.0, Double.NaN, Double.POSITIVE_INFINITY, Double.MAX_VALUE);
    } else if (type == String.class) {
      return List.of("", " ", "\n", "a b", "x".repeat(10_000));
    } else if (type == URI.class) {
      return List.of(URI.create(""), URI.create("a"), URI.create("file:///a"));
    } else if (type == Duration.class) {
      return List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE));
    } else if (type.isAssignableFrom(List.class)) {
      return List.of(List.of(), Arrays.asList("a", null));
    } else if (type == Map.class) {
      return List.of(Map.of(), new HashMap<>(Map.of("", "")));
    }
    return List.of();
  }

  private Object builder(Class<?> owner) {
    Method maker = maker(owner);
    try {
      return maker.invoke(null, goodArguments(owner, maker));
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("no builder of " + owner, e);
    }
  }

  private static Method maker(Class<?> owner) {
    return Arrays.stream(owner.getMethods())
        .filter(m -> Modifier.isStatic(m.getModifiers()))
        .filter(m -> m.getReturnType().getSimpleName().equals("Builder"))
        .filter(m -> m.getReturnType().getEnclosingClass() == owner)
        .min(Comparator.comparingInt(Method::getParameterCount))
        .orElseThrow(() -> new AssertionError(owner + " has no static method for its builder"));
  }

  private Object[] goodArguments(Class<?> owner, Method method) {
    Object[] given = calls.getOrDefault(name(owner, method), calls.get(method.getName()));
    return given != null
        ? given.clone()
        : Arrays.stream(method.getParameterTypes()).map(this::sampleOf).toArray();
  }

  private Object sampleOf(Class<?> type) {
    Supplier<?> exact = samples.get(type);
    if (exact != null) {
      return exact.get();
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    return samples.entrySet().stream()
        .filter(sample -> type.isAssignableFrom(sample.getKey()))
        .min(Comparator.comparing(sample -> sample.getKey().getName()))
        .orElseThrow(() -> new AssertionError("no sample of " + type))
        .getValue()
        .get();
  }

  private static @Nullable RuntimeException failure(
      Object builder, Method setter, Object[] arguments) {
    try {
      assertEquals(builder, setter.invoke(builder, arguments));
      return null;
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        return failure;
      }
      throw new AssertionError(e.getCause());
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static String name(Class<?> owner, Method method) {
    return owner.getSimpleName() + "." + method.getName();
  }

  /** Returns the public types of a module that are nested in public ones only, by name. */
  static List<Class<?>> publicTypesBeside(Class<?> mainClass) {
    Path folder = ArchitectureRules.folderOf(mainClass);
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .map(file -> folder.relativize(file).toString())
          .filter(file -> file.endsWith(".class") && !file.endsWith("-info.class"))
          .map(file -> file.substring(0, file.length() - 6).replaceAll("[/\\\\]", "."))
          .filter(name -> !name.contains(".internal."))
          .sorted()
          .<Class<?>>map(name -> load(name, mainClass.getClassLoader()))
          .filter(BuilderRules::isPublic)
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Class<?> load(String name, @Nullable ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isPublic(Class<?> type) {
    Class<?> outer = type.getEnclosingClass();
    return Modifier.isPublic(type.getModifiers()) && (outer == null || isPublic(outer));
  }
}
