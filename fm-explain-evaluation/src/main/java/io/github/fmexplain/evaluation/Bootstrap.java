package io.github.fmexplain.evaluation;

import io.github.fmexplain.internal.Once;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * Confidence intervals by drawing users again, with replacement (percentile bootstrap). Two
 * statistics under the same bootstrap see the same draws, so that their difference is a paired one.
 * Immutable and thread-safe.
 */
public final class Bootstrap {

  /** The usual number of draws. */
  public static final int DRAWS = 1000;

  private final int users;
  private final int[][] draws;

  private Bootstrap(int users, int[][] draws) {
    this.users = users;
    this.draws = draws;
  }

  /**
   * A statistic with its 95 % confidence interval.
   *
   * @param value the statistic of the sample; NaN if it cannot be defined
   * @param low the 2.5 % quantile of the draws
   * @param high the 97.5 % quantile of the draws
   */
  public record Interval(double value, double low, double high) {

    /** {@return the value and the interval, with three digits} */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.3f (%.3f to %.3f)", value, low, high);
    }
  }

  /**
   * {@return a bootstrap over a number of users}
   *
   * @param users at least 1
   * @param draws how often to draw, at least 1; {@link #DRAWS} is usual
   * @param seed any number; the same seed makes the same draws
   * @throws IllegalArgumentException if there is no user or no draw
   */
  public static Bootstrap of(int users, int draws, long seed) {
    Once.atLeast(1, users, "users");
    Once.atLeast(1, draws, "draws");
    Random random = new Random(seed);
    int[][] drawn = new int[draws][users];
    for (int[] draw : drawn) {
      Arrays.setAll(draw, j -> random.nextInt(users));
    }
    return new Bootstrap(users, drawn);
  }

  /**
   * {@return a statistic of the users with its interval} Draws whose statistic is NaN are left out.
   *
   * @param statistic of the users with the given indices, from 0, which may occur more than once
   */
  public Interval of(ToDoubleFunction<int[]> statistic) {
    Objects.requireNonNull(statistic, "statistic");
    int[] all = new int[users];
    Arrays.setAll(all, j -> j);
    double[] values =
        Arrays.stream(draws)
            .mapToDouble(statistic)
            .filter(v -> !Double.isNaN(v))
            .sorted()
            .toArray();
    double value = statistic.applyAsDouble(all);
    return values.length == 0
        ? new Interval(value, Double.NaN, Double.NaN)
        : new Interval(value, quantile(values, 0.025), quantile(values, 0.975));
  }

  /**
   * {@return the mean over users with its interval} Users whose number is NaN are left out.
   *
   * @param perUser one number per user. Not modified.
   * @throws IllegalArgumentException if there is not one number per user
   */
  public Interval mean(double[] perUser) {
    Objects.requireNonNull(perUser, "perUser");
    if (perUser.length != users) {
      throw new IllegalArgumentException(
          "numbers must be one per user, but there are "
              + perUser.length
              + " for "
              + users
              + " users");
    }
    return of(draw -> Measures.mean(Arrays.stream(draw).mapToDouble(j -> perUser[j]).toArray()));
  }

  /**
   * {@return the mean over users of the difference of two numbers with its interval; users who lack
   * either are left out}
   *
   * @param perUser one number per user. Not modified.
   * @param other what to subtract, one number per user. Not modified.
   * @throws IllegalArgumentException if there is not one number per user
   */
  public Interval meanDifference(double[] perUser, double[] other) {
    Objects.requireNonNull(perUser, "perUser");
    Objects.requireNonNull(other, "other");
    Moments.requireSameLength(perUser, other);
    double[] difference = new double[perUser.length];
    Arrays.setAll(difference, j -> perUser[j] - other[j]);
    return mean(difference);
  }

  /** {@return the number of users and of draws} */
  @Override
  public String toString() {
    return "Bootstrap[users " + users + ", draws " + draws.length + "]";
  }

  /** Interpolates between the order statistics. */
  private static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}
