package io.github.fmexplain.movielens;

import io.github.fmexplain.data.Catalogue;
import io.github.fmexplain.data.CatalogueItem;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * What each made-up user makes of each item. A user and an item are directions in a space of a few
 * tastes; genres give items of a kind, and age and gender give users of a kind, something in
 * common. Not modified after it is made.
 */
final class SyntheticTastes {

  private static final int TASTES = 4;
  private static final int GROUPS = 14;
  private static final double OF_GROUP = 0.5;
  private static final double OF_GENRE = 0.8;
  private static final double TASTE = 0.8;
  private static final double QUALITY = 0.65;
  private static final double MILDNESS = 0.5;
  private static final double CURIOSITY = 0.5;

  private final double[][] users;
  private final double[][] items;
  private final double[] mildness;
  private final double[] quality;
  private final double[] popularity;

  SyntheticTastes(Catalogue catalogue, List<UserData> people, Random random) {
    this.items = itemTastes(catalogue, random);
    this.users = userTastes(people, random);
    this.mildness = new double[users.length];
    for (int user = 0; user < users.length; user++) {
      mildness[user] = MILDNESS * random.nextGaussian();
    }
    int[] ranks = IntStream.range(0, items.length).toArray();
    SyntheticGenerator.shuffle(ranks, random);
    this.quality = new double[items.length];
    this.popularity = new double[items.length];
    for (int item = 0; item < items.length; item++) {
      double rank = (ranks[item] + 0.5) / items.length;
      // A few items everybody knows, and a long tail.
      popularity[item] = -4.3 * StrictMath.sqrt(rank) - 2.2 * rank * rank;
      // Good movies are better known, but not always.
      quality[item] = QUALITY * (random.nextGaussian() + 1 - 2 * rank);
    }
  }

  /** {@return the logarithm of how likely the user is to have seen the item, up to a constant} */
  double interest(int user, int item) {
    return popularity[item] + CURIOSITY * dot(users[user], items[item]);
  }

  /** {@return how much the user likes the item, before noise} */
  double liking(int user, int item) {
    return quality[item] + mildness[user] + TASTE * dot(users[user], items[item]);
  }

  private static double[][] itemTastes(Catalogue catalogue, Random random) {
    double[][] genres = gaussians(SyntheticCatalogue.GENRES.size(), random);
    double[][] tastes = gaussians(catalogue.size(), random);
    int item = 0;
    for (CatalogueItem movie : catalogue.items()) {
      double[] taste = tastes[item++];
      scale(taste, 1 - OF_GENRE);
      for (String genre : movie.tags()) {
        add(taste, OF_GENRE, genres[SyntheticCatalogue.GENRES.indexOf(genre)]);
      }
      scale(taste, 1 / StrictMath.sqrt(dot(taste, taste)));
    }
    return tastes;
  }

  private static double[][] userTastes(List<UserData> people, Random random) {
    double[][] groups = gaussians(GROUPS, random);
    double[][] tastes = gaussians(people.size(), random);
    double ownShare = StrictMath.sqrt(1 - OF_GROUP * OF_GROUP);
    for (int user = 0; user < tastes.length; user++) {
      UserData person = people.get(user);
      scale(tastes[user], ownShare);
      int group = 2 * person.group() + (person.gender().equals("F") ? 1 : 0);
      add(tastes[user], OF_GROUP, groups[group]);
    }
    return tastes;
  }

  private static double[][] gaussians(int rows, Random random) {
    double[][] values = new double[rows][TASTES];
    for (double[] row : values) {
      for (int t = 0; t < TASTES; t++) {
        row[t] = random.nextGaussian();
      }
    }
    return values;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int t = 0; t < TASTES; t++) {
      sum += a[t] * b[t];
    }
    return sum;
  }

  private static void add(double[] to, double factor, double[] values) {
    for (int t = 0; t < TASTES; t++) {
      to[t] += factor * values[t];
    }
  }

  private static void scale(double[] values, double factor) {
    for (int t = 0; t < TASTES; t++) {
      values[t] *= factor;
    }
  }
}
