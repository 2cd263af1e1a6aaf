package io.github.fmexplain.data;

import java.util.Collection;

/**
 * What tells whether a history is the one that was trained: 64 bits each of the ratings, with the
 * sampled items, and of the user's tags. The order of the ratings and their times do not matter;
 * items, values and contexts do. It tells accidents from one another, and is no protection against
 * somebody who wants two histories to look the same.
 *
 * @param ratings the hash of the ratings and of the sampled items
 * @param tags the hash of the user's tags, 0 without any
 */
public record HistoryHash(long ratings, long tags) {

  private static final long SEED = 0xcbf29ce484222325L;

  /**
   * {@return the hash of a history}
   *
   * @param history any history; its user id does not matter
   */
  public static HistoryHash of(History history) {
    long ratings = history.size();
    for (Interaction interaction : history.interactions()) {
      long rating = Double.doubleToLongBits(interaction.rating() + 0.0);
      // A sum, so that the order does not matter.
      ratings += mixed(mixed(hash(interaction.itemId()) ^ rating) + sum(interaction.context()));
    }
    for (String itemId : history.sampled()) {
      ratings += mixed(~mixed(hash(itemId)));
    }
    return new HistoryHash(ratings, sum(history.userTags()));
  }

  private static long sum(Collection<String> texts) {
    long sum = 0;
    for (String text : texts) {
      sum += mixed(hash(text));
    }
    return sum;
  }

  /** FNV-1a over the characters; with the 32 bits of hashCode, ids of a large set would collide. */
  static long hash(String text) {
    long hash = SEED;
    for (int j = 0; j < text.length(); j++) {
      hash = (hash ^ text.charAt(j)) * 0x100000001b3L;
    }
    return hash;
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, OOPSLA 2014). */
  private static long mixed(long bits) {
    long z = (bits ^ (bits >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
