package io.github.fmexplain.data;

import io.github.fmexplain.internal.Once;
import io.github.fmexplain.internal.Text;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Gives every user items that the user does not have, drawn at random, as rows of training with y =
 * 0 ({@link History#sampled}): for purchases, clicks and other data that say only what people
 * chose, from which a model cannot learn what they did not choose. They are no ratings of the user.
 * Immutable.
 *
 * <p>A trained model remembers the sampled items of its users, so that a history of purchases alone
 * is explained as it was trained. For a new user, who is folded in, they are sampled here, with the
 * items that training sampled from.
 *
 * <p>A user with m ratings gets n·m sampled items (or all items that the user does not have, if
 * there are fewer), none twice. An item's chance is proportional to c<sup>α</sup> among the items
 * that are not drawn yet; c is the number of histories that hold it. α = 0 draws all items alike, α
 * = 0.75 is the choice of word2vec [1], α = 1 draws items as often as they are bought. With α &gt;
 * 0, an item that nobody has is never drawn.
 *
 * <p>The draw depends on the seed, the user's id and ratings, n, and each item's c; not on the
 * order of the histories.
 *
 * <p><b>What sampling does to probabilities.</b> The model sees all purchases but only a share r of
 * what was not bought, so it predicts too many. If p is the probability among all pairs of a user
 * and an item, the model learns p / (p + r·(1-p)): its logit is too high by ln(1/r) [2]. With α =
 * 0, r is about n·m / (number of items - m), the same for all items of a user; the order of the
 * recommendations, influence, impact and removal effects in logits are not affected, but a
 * probability is one relative to the sampling rate. With α &gt; 0, r grows with the popularity of
 * the item, so the model ranks popular items lower, by about α·ln(c).
 *
 * <p>Cost: about n·m·log(number of items) per user; number of items · log(number of items) for a
 * user who has most of what can be drawn.
 *
 * <p>[1] T. Mikolov, I. Sutskever, K. Chen, G. Corrado, J. Dean: Distributed representations of
 * words and phrases and their compositionality. NIPS 2013, section 2.2.
 *
 * <p>[2] G. King, L. Zeng: Logistic regression in rare events data. Political Analysis 9 (2001), on
 * prior correction.
 */
public final class NegativeSampling {

  private final int perPositive;
  private final double popularityExponent;
  private final long seed;
  private final @Nullable List<String> items;

  private NegativeSampling(
      int perPositive, double popularityExponent, long seed, @Nullable List<String> items) {
    this.perPositive = perPositive;
    this.popularityExponent = popularityExponent;
    this.seed = seed;
    this.items = items;
  }

  /** {@return a builder; perPositive and seed must be set} */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * {@return the histories in their order, each with items sampled for it, in the order in which
   * they were drawn, in place of those that it has}
   *
   * @param histories what each user chose, one history per user. Not modified.
   * @throws IllegalArgumentException if a user has two histories
   */
  public List<History> addTo(Collection<History> histories) {
    Map<String, Integer> users = new HashMap<>(histories.size() * 2);
    Map<String, Integer> popularity = new TreeMap<>();
    for (History history : histories) {
      String userId = history.userId();
      Integer first = userId == null ? null : users.putIfAbsent(userId, users.size() + 1);
      if (first != null) {
        throw new IllegalArgumentException(
            Text.of(
                "a user must have one history, but user '%s' has histories %d and %d; join them",
                userId, first, users.size() + 1));
      }
      history.interactions().forEach(i -> popularity.merge(i.itemId(), 1, Integer::sum));
    }
    ItemUrn urn = new ItemUrn(candidates(popularity));
    List<History> result = new ArrayList<>(histories.size());
    for (History history : histories) {
      result.add(withSampled(history, urn));
    }
    return List.copyOf(result);
  }

  /** {@return the weight of each item that may be drawn, in the order of the ids} */
  private Map<String, Double> candidates(Map<String, Integer> popularity) {
    Map<String, Double> weights = new TreeMap<>();
    for (String item : items == null ? popularity.keySet() : items) {
      double weight = Math.pow(popularity.getOrDefault(item, 0), popularityExponent);
      if (weight > 0) {
        weights.put(item, weight);
      }
    }
    return weights;
  }

  private History withSampled(History history, ItemUrn urn) {
    List<String> own = history.interactions().stream().map(Interaction::itemId).toList();
    long wanted = (long) perPositive * own.size();
    String user = Objects.requireNonNullElse(history.userId(), "");
    return history.withSampled(urn.draw(own, wanted, seed ^ HistoryHash.hash(user)));
  }

  @Override
  public String toString() {
    return Text.of(
        "NegativeSampling[%s per positive, popularity^%s, seed %s%s]",
        perPositive,
        popularityExponent,
        seed,
        items == null ? "" : ", " + Text.count(items.size(), "item"));
  }

  /** Settings of the sampling. */
  public static final class Builder {

    private @Nullable Integer perPositive;
    private @Nullable Double popularityExponent;
    private @Nullable Long seed;
    private @Nullable List<String> items;

    private Builder() {}

    /**
     * Sets n, how many items to sample per rating that a user has; it must be set.
     *
     * @param perPositive at least 1; 4 is usual
     * @throws IllegalArgumentException if it is less than 1
     */
    public Builder perPositive(int perPositive) {
      Once.atLeast(1, perPositive, "perPositive");
      Once.requireUnset(this.perPositive, "perPositive");
      this.perPositive = perPositive;
      return this;
    }

    /**
     * Sets α, how much more often popular items are drawn; 0, all items alike, if not set.
     *
     * @param popularityExponent from 0 to 1
     * @throws IllegalArgumentException if it is not
     */
    public Builder popularityExponent(double popularityExponent) {
      if (!(popularityExponent >= 0 && popularityExponent <= 1)) {
        throw new IllegalArgumentException(
            "popularityExponent must be from 0 to 1, but was " + popularityExponent);
      }
      Once.requireUnset(this.popularityExponent, "popularityExponent");
      this.popularityExponent = popularityExponent;
      return this;
    }

    /**
     * Sets the seed, which must be set.
     *
     * @param seed any number; the same seed draws the same items
     */
    public Builder seed(long seed) {
      Once.requireUnset(this.seed, "seed");
      this.seed = seed;
      return this;
    }

    /**
     * Sets which items may be drawn; all that occur in the histories if not set.
     *
     * @param items item ids, such as those of the catalogue. Not modified.
     * @throws IllegalArgumentException if there is none, or one is empty
     */
    public Builder items(Collection<String> items) {
      if (items.isEmpty()) {
        throw new IllegalArgumentException("items must have at least 1 id, but has none");
      }
      items.forEach(id -> IdIndex.requireNotEmpty("item", id));
      Once.requireUnset(this.items, "items");
      this.items = List.copyOf(new TreeSet<>(items));
      return this;
    }

    /**
     * {@return the sampling}
     *
     * @throws IllegalStateException if perPositive or the seed is missing
     */
    public NegativeSampling build() {
      Once.requireSet("perPositive", perPositive, "seed", seed);
      return new NegativeSampling(
          Objects.requireNonNull(perPositive),
          popularityExponent == null ? 0 : popularityExponent,
          Objects.requireNonNull(seed),
          items);
    }
  }
}
