package io.github.fmexplain.movielens;

import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which ratings are for training and which are held out for the test. Immutable. */
public final class Split {

  /** Ten ratings per user held out, as ml-100k's files ua.base and ua.test have it. */
  public static final Split UA = new Split("ua", 0, 0);

  /** Ten other ratings per user held out, as ml-100k's files ub.base and ub.test have it. */
  public static final Split UB = new Split("ub", 0, 0);

  /** The first fold of five, from ml-100k's files u1.base and u1.test. */
  public static final Split U1 = new Split("u1", 0, 0);

  /** The second fold of five, from ml-100k's files u2.base and u2.test. */
  public static final Split U2 = new Split("u2", 0, 0);

  /** The third fold of five, from ml-100k's files u3.base and u3.test. */
  public static final Split U3 = new Split("u3", 0, 0);

  /** The fourth fold of five, from ml-100k's files u4.base and u4.test. */
  public static final Split U4 = new Split("u4", 0, 0);

  /** The fifth fold of five, from ml-100k's files u5.base and u5.test. */
  public static final Split U5 = new Split("u5", 0, 0);

  /** Every rating is for training; there is no test. */
  public static final Split ALL = new Split(null, 0, 0);

  private final @Nullable String stem;
  private final int perUser;
  private final long seed;

  private Split(@Nullable String stem, int perUser, long seed) {
    this.stem = stem;
    this.perUser = perUser;
    this.seed = seed;
  }

  /**
   * {@return a split that holds out some ratings of each user, chosen at random}
   *
   * <p>A user with fewer than twice as many ratings keeps them all for training. The choice depends
   * on the seed, on the user's id and on how many ratings the user has, and on nothing else.
   *
   * @param perUser how many ratings of a user to hold out, at least 1
   * @param seed any number; the same seed makes the same split
   * @throws IllegalArgumentException if perUser is less than 1
   */
  public static Split holdOut(int perUser, long seed) {
    if (perUser < 1) {
      throw new IllegalArgumentException("perUser must be at least 1, but was " + perUser);
    }
    return new Split(null, perUser, seed);
  }

  /** {@return what the split's files are called before .base and .test, if it has files} */
  Optional<String> stem() {
    return Optional.ofNullable(stem);
  }

  /** {@return how many ratings of a user are held out at random, or 0} */
  int perUser() {
    return perUser;
  }

  /** {@return the seed of the random choice} */
  long seed() {
    return seed;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Split that
        && Objects.equals(stem, that.stem)
        && perUser == that.perUser
        && seed == that.seed;
  }

  @Override
  public int hashCode() {
    return Objects.hash(stem, perUser, seed);
  }

  @Override
  public String toString() {
    if (stem != null) {
      return stem.toUpperCase(Locale.ROOT);
    }
    return perUser == 0 ? "ALL" : "holdOut(" + perUser + ", " + seed + ")";
  }
}
