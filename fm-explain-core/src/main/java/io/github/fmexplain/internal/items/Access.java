package io.github.fmexplain.internal.items;

import java.util.function.Function;

/**
 * The door through which {@code answer} reaches the numbers that a user's explainer holds, so that
 * they need not be public there.
 */
public final class Access {

  private static volatile Function<Object, UserItems> door =
      user -> {
        throw new IllegalStateException("no explainer was loaded");
      };

  private Access() {}

  /** Opens the door; called once by the class of the explainers. */
  public static void open(Function<Object, UserItems> opened) {
    door = opened;
  }

  /** {@return the numbers of a {@code UserExplainer}} */
  public static UserItems of(Object userExplainer) {
    return door.apply(userExplainer);
  }
}
