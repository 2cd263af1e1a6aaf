package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.IdIndex;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Makes up one data set.
 *
 * <p>How many ratings a user has follows a Weibull curve between 20 and a share of the items. Which
 * items they are is drawn without replacement, each item as likely as it is popular and to the
 * user's taste. What the user gives is the item's quality, the user's mildness, the taste of the
 * user for the item and noise, added up and cut into stars at fixed shares.
 *
 * <p>{@link Random} and {@link StrictMath} give the same numbers on every machine.
 */
final class SyntheticGenerator {

  /** The longest history, as a share of the items. */
  private static final double LONGEST = 0.4382;

  private static final double LENGTH_SHAPE = 1.35;

  /** The share of ratings below 2, 3, 4 and 5 stars. */
  private static final double[] BELOW = {0.061, 0.175, 0.446, 0.788};

  private static final double NOISE = 1.0;
  private static final long FIRST_SECOND = 880_000_000L;
  private static final int SECONDS = 18_000_000;

  private final int users;
  private final int items;
  private final int ratings;
  private final long seed;

  SyntheticGenerator(int users, int items, int ratings, long seed) {
    this.users = users;
    this.items = items;
    this.ratings = ratings;
    this.seed = seed;
  }

  MovieLens generate() {
    Catalogue catalogue = SyntheticCatalogue.of(items, random(1));
    List<UserData> people = SyntheticPeople.of(users, random(2));
    SyntheticTastes tastes = new SyntheticTastes(catalogue, people, random(3));
    int[] starts = new int[users + 1];
    int[] lengths = lengths(random(4));
    for (int user = 0; user < users; user++) {
      starts[user + 1] = starts[user] + lengths[user];
    }
    int[] rated = chooseItems(starts, tastes, random(5));
    Ratings all = new Ratings(starts, rated, stars(starts, rated, tastes), times(starts));
    IdIndex ids =
        IdIndex.of(
            "user",
            "data set",
            IntStream.rangeClosed(1, users).mapToObj(Integer::toString).toList());
    BitSet heldOut =
        HoldOut.choose(ids.ids(), all, Split.holdOut(SyntheticMovieLens.HELD_OUT, seed));
    return new MovieLens(
        SyntheticMovieLens.NAME,
        true,
        ids,
        people,
        catalogue,
        all.select(heldOut, false),
        all.select(heldOut, true));
  }

  /** Each aspect has numbers of its own, so that one can change without the others. */
  private Random random(int aspect) {
    return new Random(seed * 0x9E37_79B9_7F4A_7C15L + aspect);
  }

  /** {@return how many ratings each user has; they add up to the wanted number} */
  private int[] lengths(Random random) {
    int longest = Math.max(items / 2, 1);
    if ((long) users * (int) (LONGEST * items) >= ratings + (long) users) {
      longest = Math.max(SyntheticMovieLens.MINIMUM_HISTORY, (int) (LONGEST * items));
    }
    double[] weights = new double[users];
    for (int user = 0; user < users; user++) {
      double share = (user + 0.5) / users;
      weights[user] = StrictMath.pow(-StrictMath.log(share), LENGTH_SHAPE);
    }
    double low = 0;
    double high = ratings;
    for (int step = 0; step < 100; step++) {
      double scale = (low + high) / 2;
      if (IntStream.of(lengths(weights, scale, longest)).asLongStream().sum() <= ratings) {
        low = scale;
      } else {
        high = scale;
      }
    }
    int[] lengths = lengths(weights, low, longest);
    int missing = ratings - IntStream.of(lengths).sum();
    // The scale leaves a few ratings over: one each to users who have room, the eager ones first.
    for (int user = 0; missing > 0; user = (user + 1) % users) {
      if (lengths[user] < longest) {
        lengths[user]++;
        missing--;
      }
    }
    shuffle(lengths, random);
    return lengths;
  }

  private static int[] lengths(double[] weights, double scale, int longest) {
    int shortest = SyntheticMovieLens.MINIMUM_HISTORY;
    int[] lengths = new int[weights.length];
    for (int user = 0; user < lengths.length; user++) {
      lengths[user] = (int) Math.min(longest, shortest + scale * weights[user]);
    }
    return lengths;
  }

  /**
   * {@return the items of each user, ascending}
   *
   * <p>Items that come first in a race of exponential clocks are a weighted sample without
   * replacement.
   */
  private int[] chooseItems(int[] starts, SyntheticTastes tastes, Random random) {
    int[] rated = new int[ratings];
    double[] clock = new double[items];
    for (int user = 0; user < users; user++) {
      for (int item = 0; item < items; item++) {
        clock[item] =
            -StrictMath.log(1 - random.nextDouble()) / StrictMath.exp(tastes.interest(user, item));
      }
      double[] sorted = clock.clone();
      Arrays.sort(sorted);
      int to = starts[user];
      double last = sorted[starts[user + 1] - to - 1];
      for (int item = 0; item < items && to < starts[user + 1]; item++) {
        if (clock[item] <= last) {
          rated[to++] = item;
        }
      }
    }
    return rated;
  }

  private byte[] stars(int[] starts, int[] rated, SyntheticTastes tastes) {
    Random random = random(6);
    double[] liking = new double[ratings];
    for (int user = 0; user < users; user++) {
      for (int row = starts[user]; row < starts[user + 1]; row++) {
        liking[row] = tastes.liking(user, rated[row]) + NOISE * random.nextGaussian();
      }
    }
    double[] sorted = liking.clone();
    Arrays.sort(sorted);
    byte[] halfStars = new byte[ratings];
    for (int row = 0; row < ratings; row++) {
      int stars = 1;
      for (double share : BELOW) {
        if (liking[row] >= sorted[(int) (share * ratings)]) {
          stars++;
        }
      }
      halfStars[row] = (byte) (2 * stars);
    }
    return halfStars;
  }

  private int[] times(int[] starts) {
    Random random = random(7);
    int[] seconds = new int[ratings];
    for (int user = 0; user < users; user++) {
      long joined = FIRST_SECOND + random.nextInt(SECONDS);
      for (int row = starts[user]; row < starts[user + 1]; row++) {
        seconds[row] = (int) (joined + random.nextInt(7_200));
      }
    }
    return seconds;
  }

  static void shuffle(int[] values, Random random) {
    for (int last = values.length - 1; last > 0; last--) {
      int other = random.nextInt(last + 1);
      int value = values[last];
      values[last] = values[other];
      values[other] = value;
    }
  }
}
