package io.github.fmexplain.io;

import io.github.fmexplain.Method;
import io.github.fmexplain.answer.Stability;
import io.github.fmexplain.model.PredictorType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a record looks like in JSON: an object with one property per component, of the same name. A
 * record that is one of several kinds of something has its kind in front. Immutable.
 *
 * @param type the record
 * @param tag the property that tells the kind, such as "kind", or null if there is only one
 * @param tagValue the kind, such as "low-rank"; empty for a method, which knows its own name
 * @param components those that are properties
 */
record RecordShape(
    Class<?> type, @Nullable String tag, String tagValue, List<Component> components) {

  /** Settings of methods that are told by the method's name. */
  private static final Set<String> TOLD_BY_NAME = Set.of("adjoint", "again");

  private static final ClassValue<RecordShape> SHAPES =
      new ClassValue<>() {
        @Override
        protected RecordShape computeValue(Class<?> type) {
          return make(type);
        }
      };

  /**
   * A component of a record.
   *
   * @param name its name, and that of the property
   * @param type its type
   * @param nullable whether it may be null
   * @param mayBeNan whether it is a number that may be undefined, which JSON has null for
   * @param accessor gives its value
   */
  record Component(
      String name,
      Type type,
      boolean nullable,
      boolean mayBeNan,
      java.lang.reflect.Method accessor) {

    @Nullable Object of(Object owner) {
      try {
        return accessor.invoke(owner);
      } catch (IllegalAccessException | InvocationTargetException e) {
        throw new IllegalStateException("records tell their components", e);
      }
    }
  }

  static RecordShape of(Class<?> type) {
    return SHAPES.get(type);
  }

  private static RecordShape make(Class<?> type) {
    boolean method = Method.class.isAssignableFrom(type);
    boolean oneOfSeveral = Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed);
    List<Component> components =
        Arrays.stream(type.getRecordComponents())
            .filter(c -> !method || !TOLD_BY_NAME.contains(c.getName()))
            .map(RecordShape::component)
            .toList();
    return new RecordShape(
        type,
        method ? "name" : oneOfSeveral ? "kind" : null,
        method || !oneOfSeveral ? "" : kebab(type.getSimpleName()),
        components);
  }

  private static Component component(RecordComponent component) {
    return new Component(
        component.getName(),
        component.getGenericType(),
        component.getAnnotatedType().isAnnotationPresent(Nullable.class),
        component.getDeclaringRecord() == Stability.Spread.class
            && component.getType() == double.class,
        component.getAccessor());
  }

  /** {@return the constructor that takes all components, those that are no properties too} */
  Constructor<?> constructor() {
    Class<?>[] types =
        Arrays.stream(type.getRecordComponents())
            .map(RecordComponent::getType)
            .toArray(Class<?>[]::new);
    try {
      return type.getDeclaredConstructor(types);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("records have such a constructor", e);
    }
  }

  /** {@return what a constant is called, such as "removal-effect"} */
  static String nameOf(Enum<?> constant) {
    return constant instanceof PredictorType type
        ? type.hyperparameterValue()
        : constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** {@return such as "low-rank" of "LowRank"} */
  private static String kebab(String name) {
    return name.replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
  }
}
