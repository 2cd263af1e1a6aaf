package io.github.fmexplain;

import java.util.ArrayList;
import java.util.List;

/** The methods that tests go through. */
public final class TestMethods {

  private TestMethods() {}

  /** Returns every method of users who are columns, with its default settings. */
  public static List<Method> all() {
    // Replay has no numbers of its own yet.
    return Method.all().stream()
        .filter(method -> !(method instanceof Method.Replay || method instanceof Method.Removal))
        .toList();
  }

  /** Returns every method, with settings that differ from one another. */
  public static List<Method> withSettings() {
    List<Method> methods = new ArrayList<>(all());
    methods.add(Method.paper().withLambda(0.1));
    methods.add(
        Method.paper()
            .withItemVectors(Method.ItemVectors.FACTORS)
            .withRatings(Method.Ratings.ALL)
            .withValues(Method.Values.STARS));
    return List.copyOf(methods);
  }
}
