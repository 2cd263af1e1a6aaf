package io.github.fmexplain.movielens;

import io.github.fmexplain.internal.Once;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Makes up a data set of the shape of MovieLens: invented titles, genres, users with an age, a
 * gender and an occupation, few popular and many rare items, few eager and many quiet users, and
 * ratings that follow tastes which a factorization machine can learn.
 *
 * <p>Each user has at least 20 ratings, of which 10 are held out. A few of the rarest items may
 * have no rating. The same settings make the same data set, bit for bit, everywhere. The result is
 * called "synthetic" and says so: figures measured on it say nothing about MovieLens.
 */
public final class SyntheticMovieLens {

  static final String NAME = "synthetic";
  static final int MINIMUM_HISTORY = 20;
  static final int HELD_OUT = 10;

  private SyntheticMovieLens() {}

  /**
   * {@return a data set of the size of ml-100k: 943 users, 1682 items and 100 000 ratings}
   *
   * @param seed any number
   */
  public static MovieLens ofMl100kSize(long seed) {
    return builder().seed(seed).build();
  }

  /** {@return a builder for a data set of another size} */
  public static Builder builder() {
    return new Builder();
  }

  /** Settings of a made-up data set; the sizes are those of ml-100k if not set. */
  public static final class Builder {

    private @Nullable Integer users;
    private @Nullable Integer items;
    private @Nullable Integer ratings;
    private @Nullable Long seed;

    private Builder() {}

    /**
     * Sets the number of users.
     *
     * @param users at least 1
     * @throws IllegalArgumentException if there is none
     */
    public Builder users(int users) {
      this.users = positive("users", users, this.users);
      return this;
    }

    /**
     * Sets the number of items.
     *
     * @param items at least 1
     * @throws IllegalArgumentException if there is none
     */
    public Builder items(int items) {
      this.items = positive("items", items, this.items);
      return this;
    }

    /**
     * Sets the number of ratings, those for the test included.
     *
     * @param ratings at least 20 per user, at most half of all pairs of a user and an item
     * @throws IllegalArgumentException if there is none
     */
    public Builder ratings(int ratings) {
      this.ratings = positive("ratings", ratings, this.ratings);
      return this;
    }

    /**
     * Sets the seed, which must be set.
     *
     * @param seed any number
     */
    public Builder seed(long seed) {
      Once.requireUnset(this.seed, "seed");
      this.seed = seed;
      return this;
    }

    /**
     * {@return the data set}
     *
     * @throws IllegalStateException if the seed is missing
     * @throws IllegalArgumentException if there are too few or too many ratings
     */
    public MovieLens build() {
      Once.requireSet("seed", seed);
      int numUsers = users == null ? 943 : users;
      int numItems = items == null ? 1682 : items;
      int numRatings = ratings == null ? 100_000 : ratings;
      long minimum = (long) MINIMUM_HISTORY * numUsers;
      long maximum = (long) numUsers * (numItems / 2);
      if (numRatings < minimum || numRatings > maximum) {
        throw new IllegalArgumentException(
            "ratings must be at least "
                + minimum
                + ", 20 per user, and at most "
                + maximum
                + ", half of the items per user, but was "
                + numRatings);
      }
      return new SyntheticGenerator(numUsers, numItems, numRatings, Objects.requireNonNull(seed))
          .generate();
    }

    private static Integer positive(String name, int value, @Nullable Integer present) {
      Once.requireUnset(present, name);
      return Once.atLeast(1, value, name);
    }
  }
}
